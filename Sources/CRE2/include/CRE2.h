#ifndef CRE2_H
#define CRE2_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// RE2 as far as `matches()` needs it: patterns and texts are UTF-8, and a match takes time linear in the text.

typedef struct cre2_pattern cre2_pattern;

// Compiles a pattern. Null if it is none, or if its automaton would take more than `memory_bytes`.
cre2_pattern *cre2_pattern_create(const char *bytes, size_t count, int64_t memory_bytes);
void cre2_pattern_destroy(cre2_pattern *pattern);

// Whether some part of the text matches: 1 or 0. May be called by several threads at a time.
int32_t cre2_pattern_matches(const cre2_pattern *pattern, const char *bytes, size_t count);

#ifdef __cplusplus
}
#endif

#endif
