#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

// The first stage of simdjson: it checks that the bytes are UTF-8 and that no string holds a control character or stays
// open, and lists where every structural character, every string and every other scalar begins. It judges no grammar and
// reads no number; the caller visits every position.

typedef struct csimdjson_scanner csimdjson_scanner;

enum {
    CSIMDJSON_OK = 0,
    CSIMDJSON_EMPTY = 1,         // nothing but blanks
    CSIMDJSON_UTF8 = 2,          // not UTF-8
    CSIMDJSON_CONTROL = 3,       // a control character inside a string
    CSIMDJSON_OPEN_STRING = 4,   // a string without its closing quote
    CSIMDJSON_TOO_LONG = 5,      // more bytes than the scanner's capacity
    CSIMDJSON_FAILED = 6         // anything else, such as no memory
};

// Makes a scanner for texts of at most `capacity_bytes` (below 4 GiB); null if there is no memory for it.
csimdjson_scanner *csimdjson_scanner_create(size_t capacity_bytes);
void csimdjson_scanner_destroy(csimdjson_scanner *scanner);

// Scans `count` bytes; reads nothing behind them. The positions are valid until the next call.
int32_t csimdjson_scan(csimdjson_scanner *scanner, const uint8_t *bytes, size_t count);

// The positions of the last scan in rising order. One more is readable behind them: the number of bytes.
const uint32_t *csimdjson_positions(const csimdjson_scanner *scanner);
size_t csimdjson_position_count(const csimdjson_scanner *scanner);

// The number of bytes before the first line feed, or `count` if there is none.
static inline ptrdiff_t csimdjson_find_line_break(const uint8_t *bytes, ptrdiff_t count) {
    const void *found = memchr(bytes, '\n', (size_t)count);
    return found ? (const uint8_t *)found - bytes : count;
}

#ifdef __cplusplus
}
#endif

#endif
