#include "CSIMDJSON.h"

#include <simdjson.h>

#include <memory>
#include <new>

struct csimdjson_scanner {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
    size_t capacity;
};

extern "C" csimdjson_scanner *csimdjson_scanner_create(size_t capacity_bytes) {
    if (capacity_bytes > simdjson::SIMDJSON_MAXSIZE_BYTES) return nullptr;
    auto *scanner = new (std::nothrow) csimdjson_scanner{nullptr, capacity_bytes};
    if (scanner == nullptr) return nullptr;
    // The depth is that of simdjson's own second stage, which is never run.
    auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
        capacity_bytes, 1, scanner->parser);
    if (error != simdjson::SUCCESS || scanner->parser == nullptr) {
        delete scanner;
        return nullptr;
    }
    return scanner;
}

extern "C" void csimdjson_scanner_destroy(csimdjson_scanner *scanner) { delete scanner; }

extern "C" int32_t csimdjson_scan(csimdjson_scanner *scanner, const uint8_t *bytes, size_t count) {
    if (count > scanner->capacity) return CSIMDJSON_TOO_LONG;
    if (count == 0) return CSIMDJSON_EMPTY;
    switch (scanner->parser->stage1(bytes, count, simdjson::stage1_mode::regular)) {
    case simdjson::SUCCESS: return CSIMDJSON_OK;
    case simdjson::EMPTY: return CSIMDJSON_EMPTY;
    case simdjson::UTF8_ERROR: return CSIMDJSON_UTF8;
    case simdjson::UNESCAPED_CHARS: return CSIMDJSON_CONTROL;
    case simdjson::UNCLOSED_STRING: return CSIMDJSON_OPEN_STRING;
    case simdjson::CAPACITY: return CSIMDJSON_TOO_LONG;
    default: return CSIMDJSON_FAILED;
    }
}

extern "C" const uint32_t *csimdjson_positions(const csimdjson_scanner *scanner) {
    return scanner->parser->structural_indexes.get();
}

extern "C" size_t csimdjson_position_count(const csimdjson_scanner *scanner) {
    return scanner->parser->n_structural_indexes;
}
