/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* C interface of the Rust library in this folder. Functions give 0 or a reason (HEARTH_TEXT_*) and then put a
 * sentence into `error`, which the caller frees. Inputs are borrowed for the call. No call unwinds. */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    HEARTH_TEXT_OK = 0,
    HEARTH_TEXT_INVALID_ARGUMENT = 1,
    HEARTH_TEXT_CORRUPT = 2,
    HEARTH_TEXT_TOO_LARGE = 3,
    HEARTH_TEXT_UNSUPPORTED = 4,
    HEARTH_TEXT_REFUSED = 5,
    HEARTH_TEXT_INTERNAL = 6
};

typedef struct {
    uint8_t* data;
    size_t size;
} hearth_text_bytes;
typedef struct {
    uint32_t* data;
    size_t size;
} hearth_text_words;
typedef struct {
    const uint8_t* data;
    size_t size;
} hearth_text_view;
/* Strings one after the other; string i ends at ends[i]. */
typedef struct {
    const uint8_t* data;
    const uint64_t* ends;
    size_t count;
} hearth_text_strings;

void hearth_text_bytes_free(hearth_text_bytes bytes);
void hearth_text_words_free(hearth_text_words words);

typedef struct hearth_text_tokenizer hearth_text_tokenizer;

typedef struct {
    hearth_text_view model, pre;
    hearth_text_strings tokens, merges;
    const float* scores;
    size_t score_count;
    const int32_t* types;
    size_t type_count;
    int64_t bos, eos, unk, sep, cls; /* -1: none */
    int32_t add_bos, add_eos;        /* -1: the kind's habit holds */
    int32_t add_space_prefix;
} hearth_text_vocabulary;

enum { HEARTH_TEXT_CONTROL_TOKEN = 1, HEARTH_TEXT_UNKNOWN_TOKEN = 2 };
enum { HEARTH_TEXT_FIRST_AS_IT_IS = 0, HEARTH_TEXT_FIRST_DROPS_ONE_SPACE = 1, HEARTH_TEXT_FIRST_DROPS_SPACES = 2 };

/* For each id: the bytes it adds to text, its spelling, what a control token looks like when shown, a flag. */
typedef struct {
    hearth_text_bytes bytes;
    hearth_text_words byte_ends;
    hearth_text_bytes texts;
    hearth_text_words text_ends;
    hearth_text_bytes shown;
    hearth_text_words shown_ends;
    hearth_text_words flags;
    uint32_t first_token;
    int64_t eos;
} hearth_text_table;

int32_t hearth_text_tokenizer_from_json(hearth_text_view json, hearth_text_tokenizer** out, hearth_text_bytes* error);
int32_t hearth_text_tokenizer_from_vocabulary(const hearth_text_vocabulary* vocabulary, hearth_text_tokenizer** out,
                                              hearth_text_bytes* error);
void hearth_text_tokenizer_free(hearth_text_tokenizer* tokenizer);
int32_t hearth_text_tokenizer_encode(const hearth_text_tokenizer* tokenizer, hearth_text_view text, int32_t add_special,
                                     int32_t parse_special, hearth_text_words* out, hearth_text_bytes* error);
int32_t hearth_text_tokenizer_table(const hearth_text_tokenizer* tokenizer, hearth_text_table* out,
                                    hearth_text_bytes* error);

typedef struct hearth_text_template hearth_text_template;

typedef struct {
    hearth_text_view messages, tools, variables, bos_token, eos_token, date;
    int32_t add_generation_prompt;
} hearth_text_render_input;

int32_t hearth_text_template_parse(hearth_text_view source, hearth_text_template** out, hearth_text_bytes* error);
void hearth_text_template_free(hearth_text_template* chat_template);
int32_t hearth_text_template_render(const hearth_text_template* chat_template, const hearth_text_render_input* input,
                                    hearth_text_bytes* out, hearth_text_bytes* error);

typedef struct hearth_text_constraint hearth_text_constraint;

enum { HEARTH_TEXT_JSON_SCHEMA = 0, HEARTH_TEXT_REGEX = 1, HEARTH_TEXT_LARK = 2 };

int32_t hearth_text_constraint_new(const hearth_text_tokenizer* tokenizer, int32_t kind, hearth_text_view text,
                                   hearth_text_constraint** out, hearth_text_bytes* error);
void hearth_text_constraint_free(hearth_text_constraint* constraint);
int32_t hearth_text_constraint_allowed(hearth_text_constraint* constraint, hearth_text_words* out,
                                       hearth_text_bytes* error);
int32_t hearth_text_constraint_accept(hearth_text_constraint* constraint, uint32_t id, hearth_text_bytes* error);
int32_t hearth_text_constraint_may_stop(hearth_text_constraint* constraint);

#ifdef __cplusplus
}
#endif
