// SPDX-License-Identifier: Apache-2.0
#include "model/gguf.h"

#include "core/hash.h"

namespace hearth::model {

using core::Code;
using core::fail;
using core::Result;
using core::Status;

namespace {

constexpr std::uint64_t no_token = 0xFFFFFFFFU; // some writers' way to say "none"

Status read_id(const GgufFile& file, const std::string& name, std::size_t tokens, std::int64_t& id) {
    const std::string key = "tokenizer.ggml." + name;
    HEARTH_TRY(const auto value, file.uint(key));
    if (!value || *value == no_token) return {};
    if (*value >= tokens)
        return fail(Code::corrupt,
                    core::say("metadata_entry_but_vocabulary", {key, std::to_string(*value), std::to_string(tokens)}),
                    core::say("file_damaged_fetch_again"));
    id = static_cast<std::int64_t>(*value);
    return {};
}

Status read_ids(const GgufFile& file, GgufVocabulary& vocabulary) {
    const std::size_t tokens = vocabulary.tokens.size();
    HEARTH_CHECK(read_id(file, "bos_token_id", tokens, vocabulary.bos));
    HEARTH_CHECK(read_id(file, "eos_token_id", tokens, vocabulary.eos));
    HEARTH_CHECK(read_id(file, "unknown_token_id", tokens, vocabulary.unk));
    HEARTH_CHECK(read_id(file, "seperator_token_id", tokens, vocabulary.sep)); // spelt so in the format
    HEARTH_CHECK(read_id(file, "padding_token_id", tokens, vocabulary.pad));
    HEARTH_CHECK(read_id(file, "cls_token_id", tokens, vocabulary.cls));
    HEARTH_CHECK(read_id(file, "eot_token_id", tokens, vocabulary.eot));
    HEARTH_CHECK(read_id(file, "eom_token_id", tokens, vocabulary.eom));
    return read_id(file, "mask_token_id", tokens, vocabulary.mask);
}

Status read_habits(const GgufFile& file, GgufVocabulary& vocabulary) {
    HEARTH_TRY(vocabulary.add_bos, file.boolean("tokenizer.ggml.add_bos_token"));
    HEARTH_TRY(vocabulary.add_eos, file.boolean("tokenizer.ggml.add_eos_token"));
    HEARTH_TRY(vocabulary.add_space_prefix, file.boolean("tokenizer.ggml.add_space_prefix"));
    return {};
}

Status same_length(const char* key, std::size_t length, std::size_t tokens) {
    if (length == 0 || length == tokens) return {};
    return fail(Code::corrupt,
                core::say("metadata_entry_tokenizer_ggml", {key, std::to_string(length), std::to_string(tokens)}),
                core::say("file_damaged_fetch_again"));
}

} // namespace

Result<GgufVocabulary> read_vocabulary(const GgufFile& file) {
    GgufVocabulary vocabulary;
    HEARTH_TRY(auto model, file.text("tokenizer.ggml.model"));
    HEARTH_TRY(auto tokens, file.texts("tokenizer.ggml.tokens"));
    if (!model || !tokens || tokens->empty())
        return fail(Code::not_found, core::say("gguf_file_carries_no"), core::say("use_file_vocabulary"));
    vocabulary.model = std::move(*model);
    vocabulary.tokens = std::move(*tokens);
    HEARTH_TRY(auto pre, file.text("tokenizer.ggml.pre"));
    HEARTH_TRY(auto scores, file.floats("tokenizer.ggml.scores"));
    HEARTH_TRY(auto types, file.ints("tokenizer.ggml.token_type"));
    HEARTH_TRY(auto merges, file.texts("tokenizer.ggml.merges"));
    vocabulary.pre = pre.value_or("");
    if (scores) vocabulary.scores = std::move(*scores);
    if (types) vocabulary.types = std::move(*types);
    if (merges) vocabulary.merges = std::move(*merges);
    HEARTH_CHECK(same_length("scores", vocabulary.scores.size(), vocabulary.tokens.size()));
    HEARTH_CHECK(same_length("token_type", vocabulary.types.size(), vocabulary.tokens.size()));
    HEARTH_CHECK(read_ids(file, vocabulary));
    HEARTH_CHECK(read_habits(file, vocabulary));
    return vocabulary;
}

core::Hash vocabulary_hash(const GgufFile& file) {
    core::Sha256 hash;
    for (const GgufEntry& entry : file.entries()) {
        if (!entry.key.starts_with("tokenizer.ggml.")) continue;
        core::Bytes head;
        core::append_u64(head, entry.key.size());
        core::append(head, core::as_bytes(entry.key));
        core::append_u32(head, static_cast<std::uint32_t>(entry.type));
        core::append_u32(head, static_cast<std::uint32_t>(entry.element));
        core::append_u64(head, entry.count);
        core::append_u64(head, entry.payload.size());
        hash.update(head).update(entry.payload);
    }
    return hash.finish();
}

Result<GgufVocabulary> open_gguf_vocabulary(const std::filesystem::path& path) {
    HEARTH_TRY(const GgufFile file, GgufFile::open(path));
    return read_vocabulary(file);
}

} // namespace hearth::model
