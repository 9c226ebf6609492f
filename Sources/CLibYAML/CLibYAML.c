#include "CLibYAML.h"

#include <stdlib.h>
#include <string.h>

struct proviso_yaml_reader {
  // libyaml's parser holds pointers into itself: it stays where it is, inside this heap allocation.
  yaml_parser_t parser;
  const uint8_t *source;
  size_t start;
  size_t end;
  // The same place counted in libyaml's characters and in bytes. Marks rarely go back, and then only by a few.
  size_t characters;
  size_t bytes;
  uint8_t *side;
  size_t side_length;
  size_t side_capacity;
  int ended;
  int failed;
  int out_of_memory;
};

proviso_yaml_reader *proviso_yaml_open(const uint8_t *source, size_t start, size_t end) {
  proviso_yaml_reader *reader = calloc(1, sizeof *reader);
  if (reader == NULL) return NULL;
  if (!yaml_parser_initialize(&reader->parser)) {
    free(reader);
    return NULL;
  }
  yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&reader->parser, source + start, end - start);
  reader->source = source;
  reader->start = start;
  reader->end = end;
  reader->bytes = start;
  return reader;
}

void proviso_yaml_close(proviso_yaml_reader *reader) {
  yaml_parser_delete(&reader->parser);
  free(reader->side);
  free(reader);
}

static int continues(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// The byte offset of libyaml's character index.
static uint32_t offset_of(proviso_yaml_reader *reader, size_t index) {
  const uint8_t *source = reader->source;
  size_t characters = reader->characters, bytes = reader->bytes;
  while (characters < index && bytes < reader->end) {
    // Eight ASCII bytes at once.
    while (index - characters >= 8 && reader->end - bytes >= 8) {
      uint64_t word;
      memcpy(&word, source + bytes, 8);
      if (word & 0x8080808080808080u) break;
      characters += 8;
      bytes += 8;
    }
    if (characters == index) break;
    characters++;
    bytes++;
    while (bytes < reader->end && continues(source[bytes])) bytes++;
  }
  while (characters > index && bytes > reader->start) {
    bytes--;
    while (bytes > reader->start && continues(source[bytes])) bytes--;
    characters--;
  }
  reader->characters = characters;
  reader->bytes = bytes;
  return (uint32_t)bytes;
}

static int keep_aside(proviso_yaml_reader *reader, const uint8_t *text, size_t length) {
  if (reader->side_capacity - reader->side_length < length) {
    size_t capacity = reader->side_capacity ? reader->side_capacity * 2 : 4096;
    while (capacity - reader->side_length < length) capacity *= 2;
    uint8_t *grown = realloc(reader->side, capacity);
    if (grown == NULL) return 0;
    reader->side = grown;
    reader->side_capacity = capacity;
  }
  memcpy(reader->side + reader->side_length, text, length);
  reader->side_length += length;
  return 1;
}

static int record_scalar(proviso_yaml_reader *reader, const yaml_event_t *event, proviso_yaml_event *out) {
  const uint8_t *text = event->data.scalar.value;
  size_t length = event->data.scalar.length;
  size_t from = out->start, to = out->end;
  out->kind = PROVISO_YAML_SCALAR;
  out->text_length = (uint32_t)length;
  if (event->data.scalar.anchor) out->flags |= PROVISO_YAML_ANCHOR;
  if (event->data.scalar.tag) out->flags |= PROVISO_YAML_TAG;
  switch (event->data.scalar.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: out->style = PROVISO_YAML_SINGLE_QUOTED; from++; to--; break;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: out->style = PROVISO_YAML_DOUBLE_QUOTED; from++; to--; break;
    case YAML_LITERAL_SCALAR_STYLE: out->style = PROVISO_YAML_LITERAL; break;
    case YAML_FOLDED_SCALAR_STYLE: out->style = PROVISO_YAML_FOLDED; break;
    default: out->style = PROVISO_YAML_PLAIN; break;
  }
  if (from <= to && to - from == length && memcmp(reader->source + from, text, length) == 0) {
    out->flags |= PROVISO_YAML_VERBATIM;
    out->text_start = (uint32_t)from;
    return 1;
  }
  out->text_start = (uint32_t)reader->side_length;
  return keep_aside(reader, text, length);
}

static int record(proviso_yaml_reader *reader, const yaml_event_t *event, proviso_yaml_event *out) {
  memset(out, 0, sizeof *out);
  out->start = offset_of(reader, event->start_mark.index);
  out->end = offset_of(reader, event->end_mark.index);
  switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
      out->kind = PROVISO_YAML_DOCUMENT;
      if (!event->data.document_start.implicit) out->flags |= PROVISO_YAML_EXPLICIT;
      return 1;
    case YAML_SCALAR_EVENT:
      return record_scalar(reader, event, out);
    case YAML_ALIAS_EVENT:
      out->kind = PROVISO_YAML_ALIAS;
      return 1;
    case YAML_MAPPING_START_EVENT:
      out->kind = PROVISO_YAML_MAPPING;
      if (event->data.mapping_start.anchor) out->flags |= PROVISO_YAML_ANCHOR;
      if (event->data.mapping_start.tag) out->flags |= PROVISO_YAML_TAG;
      if (event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE) out->flags |= PROVISO_YAML_FLOW;
      return 1;
    case YAML_SEQUENCE_START_EVENT:
      out->kind = PROVISO_YAML_SEQUENCE;
      if (event->data.sequence_start.anchor) out->flags |= PROVISO_YAML_ANCHOR;
      if (event->data.sequence_start.tag) out->flags |= PROVISO_YAML_TAG;
      if (event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE) out->flags |= PROVISO_YAML_FLOW;
      return 1;
    default:
      out->kind = PROVISO_YAML_CLOSE;
      return 1;
  }
}

size_t proviso_yaml_fill(proviso_yaml_reader *reader, proviso_yaml_event *events, size_t capacity) {
  size_t count = 0;
  while (count < capacity && !reader->ended && !reader->failed) {
    yaml_event_t event;
    if (!yaml_parser_parse(&reader->parser, &event)) {
      reader->failed = 1;
      break;
    }
    switch (event.type) {
      case YAML_NO_EVENT:
      case YAML_STREAM_END_EVENT:
        memset(&events[count], 0, sizeof events[count]);
        events[count].kind = PROVISO_YAML_END;
        count++;
        reader->ended = 1;
        break;
      case YAML_STREAM_START_EVENT:
      case YAML_DOCUMENT_END_EVENT:
        break;
      default:
        if (record(reader, &event, &events[count])) {
          count++;
        } else {
          reader->failed = 1;
          reader->out_of_memory = 1;
        }
    }
    yaml_event_delete(&event);
  }
  return count;
}

int proviso_yaml_failed(const proviso_yaml_reader *reader) { return reader->failed; }

proviso_yaml_problem proviso_yaml_problem_of(proviso_yaml_reader *reader) {
  proviso_yaml_problem problem = {0};
  if (reader->out_of_memory || reader->parser.error == YAML_MEMORY_ERROR) {
    problem.problem = "out of memory";
    problem.problem_offset = problem.context_offset = (uint32_t)reader->bytes;
    return problem;
  }
  problem.problem = reader->parser.problem;
  problem.context = reader->parser.context;
  problem.problem_offset = offset_of(reader, reader->parser.problem_mark.index);
  problem.context_offset =
      reader->parser.context ? offset_of(reader, reader->parser.context_mark.index) : problem.problem_offset;
  return problem;
}

const uint8_t *proviso_yaml_side_text(const proviso_yaml_reader *reader, size_t *length) {
  *length = reader->side_length;
  return reader->side;
}

const char *proviso_yaml_version(void) { return yaml_get_version_string(); }
