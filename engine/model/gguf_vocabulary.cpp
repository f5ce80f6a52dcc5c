// SPDX-License-Identifier: Apache-2.0
#include "model/gguf.h"

#include <bit>

namespace hearth::model {

using core::Code;
using core::fail;

namespace {

constexpr std::size_t max_vocabulary = std::size_t{1} << 22;

core::Result<std::int64_t> token_id(const GgufFile& file, const char* name, std::size_t size) {
    const auto value = file.uint(std::string("tokenizer.ggml.") + name + "_token_id");
    if (!value) return std::int64_t{-1};
    if (*value >= size)
        return fail(Code::corrupt, "The tokenizer's " + std::string(name) + " token " +
                                       std::to_string(*value) + " lies outside its vocabulary of " +
                                       std::to_string(size) + ".");
    return static_cast<std::int64_t>(*value);
}

} // namespace

core::Result<GgufVocabulary> read_vocabulary(const GgufFile& file) {
    GgufVocabulary vocabulary;
    const auto model = file.text("tokenizer.ggml.model");
    const auto* tokens = file.texts("tokenizer.ggml.tokens");
    if (!model || tokens == nullptr || tokens->empty())
        return fail(Code::not_found, "The GGUF file carries no tokenizer.");
    if (tokens->size() > max_vocabulary)
        return fail(Code::too_large, "The tokenizer's vocabulary is absurdly large.");
    const std::size_t size = tokens->size();
    vocabulary.model = *model;
    vocabulary.pre = file.text("tokenizer.ggml.pre").value_or("");
    vocabulary.tokens = *tokens;
    if (const auto scores = file.reals("tokenizer.ggml.scores")) {
        if (scores->size() != size)
            return fail(Code::corrupt, "The tokenizer has another number of scores than of tokens.");
        for (const double score : *scores)
            vocabulary.scores.push_back(static_cast<float>(score));
    }
    if (const auto types = file.integers("tokenizer.ggml.token_type")) {
        if (types->size() != size)
            return fail(Code::corrupt, "The tokenizer has another number of types than of tokens.");
        for (const std::int64_t type : *types)
            vocabulary.types.push_back(static_cast<std::int32_t>(type));
    }
    if (const auto* merges = file.texts("tokenizer.ggml.merges")) vocabulary.merges = *merges;
    const std::pair<const char*, std::int64_t GgufVocabulary::*> ids[] = {
        {"bos", &GgufVocabulary::bos},     {"eos", &GgufVocabulary::eos},
        {"unknown", &GgufVocabulary::unk}, {"seperator", &GgufVocabulary::sep},
        {"padding", &GgufVocabulary::pad}, {"cls", &GgufVocabulary::cls},
        {"mask", &GgufVocabulary::mask},   {"eot", &GgufVocabulary::eot}};
    for (const auto& [name, field] : ids) {
        HEARTH_TRY(vocabulary.*field, token_id(file, name, size));
    }
    vocabulary.add_bos = file.boolean("tokenizer.ggml.add_bos_token");
    vocabulary.add_eos = file.boolean("tokenizer.ggml.add_eos_token");
    vocabulary.add_space_prefix = file.boolean("tokenizer.ggml.add_space_prefix");
    return vocabulary;
}

core::Hash vocabulary_hash(const GgufFile& file) {
    core::Sha256 hash;
    const auto number = [&](std::uint64_t value) {
        core::Bytes bytes;
        core::append_u64(bytes, value);
        hash.update(bytes);
    };
    const auto text = [&](const std::string& value) {
        number(value.size());
        hash.update(value);
    };
    const auto item = [&](const auto& value) {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, std::string>)
            text(value);
        else if constexpr (std::is_same_v<T, double>)
            number(std::bit_cast<std::uint64_t>(value));
        else
            number(static_cast<std::uint64_t>(value));
    };
    for (const auto& [key, value] : file.values()) {
        if (!key.starts_with("tokenizer.ggml.")) continue;
        text(key);
        number(value.index());
        std::visit(
            [&](const auto& held) {
                using T = std::decay_t<decltype(held)>;
                if constexpr (requires { held.begin(); } && !std::is_same_v<T, std::string>) {
                    number(held.size());
                    for (const auto& one : held) {
                        if constexpr (std::is_same_v<T, std::vector<bool>>)
                            number(one ? 1 : 0);
                        else
                            item(one);
                    }
                } else {
                    item(held);
                }
            },
            value);
    }
    return hash.finish();
}

} // namespace hearth::model
