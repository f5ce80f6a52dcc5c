// SPDX-License-Identifier: Apache-2.0
#include "small_vocabulary.h"

#include <cstdio>

using namespace hearth;

text::Vocabulary small_pieces() {
    text::Vocabulary vocabulary;
    vocabulary.model = "llama";
    const auto add = [&](const std::string& token, float score, std::int32_t type) {
        vocabulary.tokens.push_back(token);
        vocabulary.scores.push_back(score);
        vocabulary.types.push_back(type);
    };
    add("<unk>", 0, 2);
    add("<s>", 0, 3);
    add("</s>", 0, 3);
    for (int byte = 0; byte < 256; ++byte) {
        char name[8];
        std::snprintf(name, sizeof name, "<0x%02X>", byte);
        add(name, 0, 6);
    }
    float score = -1;
    for (const char* piece : {"\u2581a", "ab", "\u2581ab", "\u2581", "a", "b", "<", "s", ">", "<s"})
        add(piece, score--, 1);
    vocabulary.bos = 1;
    vocabulary.eos = 2;
    vocabulary.unk = 0;
    return vocabulary;
}

std::string small_json() {
    return R"json({
        "version": "1.0",
        "added_tokens": [{"id": 5, "content": "<end>", "special": true, "normalized": false, "single_word": false,
                          "lstrip": false, "rstrip": false}],
        "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": true},
        "decoder": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": true},
        "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": false,
                  "vocab": [["<unk>", 0.0], ["\u2581", -2.0], ["a", -3.0], ["b", -3.0], ["\u2581ab", -1.0],
                            ["<end>", -1.0]]}
    })json";
}
