// libyaml, and its events as plain records.
//
// A call into libyaml per event, each event with a string of its own to free, is most of what a tree costs beyond the
// events themselves. So the events are drained here, many at a time, into an array of the caller's: offsets in bytes
// (libyaml counts characters), the scalar's text as a range of the source where it stands there letter for letter, and
// otherwise as a range of one side buffer.
#ifndef PROVISO_CLIBYAML_H
#define PROVISO_CLIBYAML_H

#include <stddef.h>
#include <stdint.h>
#include <yaml.h>

enum {
  PROVISO_YAML_END = 0,
  PROVISO_YAML_DOCUMENT,
  PROVISO_YAML_SCALAR,
  PROVISO_YAML_ALIAS,
  PROVISO_YAML_MAPPING,
  PROVISO_YAML_SEQUENCE,
  PROVISO_YAML_CLOSE,
};

enum {
  PROVISO_YAML_PLAIN = 0,
  PROVISO_YAML_SINGLE_QUOTED,
  PROVISO_YAML_DOUBLE_QUOTED,
  PROVISO_YAML_LITERAL,
  PROVISO_YAML_FOLDED,
};

enum {
  // The scalar's text is a range of the source; without it, a range of the side buffer.
  PROVISO_YAML_VERBATIM = 1,
  PROVISO_YAML_ANCHOR = 2,
  PROVISO_YAML_TAG = 4,
  // A mapping or sequence in braces or brackets.
  PROVISO_YAML_FLOW = 8,
  // A document that begins with `---`.
  PROVISO_YAML_EXPLICIT = 16,
};

// One event. Offsets are bytes from the beginning of the whole source.
typedef struct {
  uint32_t start;
  uint32_t end;
  uint32_t text_start;
  uint32_t text_length;
  uint8_t kind;
  uint8_t style;
  uint8_t flags;
  uint8_t reserved;
} proviso_yaml_event;

// Where and why libyaml stopped. The strings are libyaml's own and live as long as the program; either may be NULL.
typedef struct {
  const char *_Nullable problem;
  const char *_Nullable context;
  uint32_t problem_offset;
  uint32_t context_offset;
} proviso_yaml_problem;

typedef struct proviso_yaml_reader proviso_yaml_reader;

// A reader of source[start..<end], which must be UTF-8 and outlive the reader; NULL if memory is short.
proviso_yaml_reader *_Nullable proviso_yaml_open(const uint8_t *_Nonnull source, size_t start, size_t end);
void proviso_yaml_close(proviso_yaml_reader *_Nonnull reader);

// Fills up to `capacity` events and returns how many. Fewer than `capacity` means that the last one is
// PROVISO_YAML_END, or that libyaml stopped: `proviso_yaml_failed` tells which.
size_t proviso_yaml_fill(proviso_yaml_reader *_Nonnull reader, proviso_yaml_event *_Nonnull events, size_t capacity);
int proviso_yaml_failed(const proviso_yaml_reader *_Nonnull reader);
proviso_yaml_problem proviso_yaml_problem_of(proviso_yaml_reader *_Nonnull reader);

// The side buffer: the texts of all scalars so far that do not stand in the source letter for letter.
const uint8_t *_Nullable proviso_yaml_side_text(const proviso_yaml_reader *_Nonnull reader, size_t *_Nonnull length);

// The version of libyaml that is linked, as `0.2.5`.
const char *_Nonnull proviso_yaml_version(void);

#endif
