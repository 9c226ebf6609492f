#include "CRE2.h"

#include <re2/re2.h>

#include <new>

struct cre2_pattern {
    re2::RE2 expression;

    cre2_pattern(re2::StringPiece text, const re2::RE2::Options &options) : expression(text, options) {}
};

extern "C" cre2_pattern *cre2_pattern_create(const char *bytes, size_t count, int64_t memory_bytes) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_never_capture(true);
    options.set_max_mem(memory_bytes);
    auto *pattern = new (std::nothrow) cre2_pattern(re2::StringPiece(bytes, count), options);
    if (pattern == nullptr) return nullptr;
    if (!pattern->expression.ok()) {
        delete pattern;
        return nullptr;
    }
    return pattern;
}

extern "C" void cre2_pattern_destroy(cre2_pattern *pattern) { delete pattern; }

extern "C" int32_t cre2_pattern_matches(const cre2_pattern *pattern, const char *bytes, size_t count) {
    return re2::RE2::PartialMatch(re2::StringPiece(bytes, count), pattern->expression) ? 1 : 0;
}
