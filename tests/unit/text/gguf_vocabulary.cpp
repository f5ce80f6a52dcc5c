// SPDX-License-Identifier: Apache-2.0
#include "gguf_vocabulary.h"

#include "model/gguf.h"

using namespace hearth;

core::Result<text::Vocabulary> read_gguf_vocabulary(const std::string& file) {
    HEARTH_TRY(model::GgufVocabulary found, model::open_gguf_vocabulary(file));
    text::Vocabulary vocabulary;
    vocabulary.model = std::move(found.model);
    vocabulary.pre = std::move(found.pre);
    vocabulary.tokens = std::move(found.tokens);
    vocabulary.scores = std::move(found.scores);
    vocabulary.types = std::move(found.types);
    vocabulary.merges = std::move(found.merges);
    vocabulary.bos = found.bos;
    vocabulary.eos = found.eos;
    vocabulary.unk = found.unk;
    vocabulary.sep = found.sep;
    vocabulary.pad = found.pad;
    vocabulary.cls = found.cls;
    vocabulary.mask = found.mask;
    vocabulary.add_bos_known = found.add_bos.has_value();
    vocabulary.add_bos = found.add_bos.value_or(false);
    vocabulary.add_eos_known = found.add_eos.has_value();
    vocabulary.add_eos = found.add_eos.value_or(false);
    vocabulary.add_space_prefix = found.add_space_prefix.value_or(true);
    return vocabulary;
}
