// SPDX-License-Identifier: Apache-2.0
#include "link/job_bodies.h"
#include "link/job_codec.h"
#include "proof/codec.h"

namespace hearth::link {

using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;
namespace codec = proof::codec;

namespace {

constexpr std::size_t max_token_bytes = std::size_t{64} << 10;
constexpr std::size_t max_tail_bytes = std::size_t{256} << 10;
constexpr std::size_t max_file_bytes = std::size_t{16} << 20; ///< as in receipt-file.cddl

Value from_logprob(const Logprob& l) {
    return Map{{0, l.id}, {1, core::as_bytes(l.bytes)}, {2, l.micronats ? Value(*l.micronats) : Value()}};
}

core::Result<Logprob> to_logprob(const Value& value) {
    HEARTH_TRY(Fields f, Fields::of(value, "log-probability"));
    Logprob l;
    HEARTH_TRY(l.id, codec::read_u32(f, 0, "id"));
    HEARTH_TRY(const core::Bytes raw, f.bytes(1, "bytes", max_token_bytes));
    l.bytes.assign(raw.begin(), raw.end());
    HEARTH_TRY(const Value* micronats, f.any(2, "micronats"));
    if (!micronats->is_null()) {
        HEARTH_TRY(l.micronats, f.integer(2, "micronats"));
    }
    HEARTH_CHECK(f.finish());
    return l;
}

Value from_token(const ChunkToken& t) {
    Array top;
    for (const Logprob& other : t.top)
        top.push_back(from_logprob(other));
    return Map{{0, t.id},           {1, t.text},
               {2, t.text_offset},  {3, t.logprob ? from_logprob(*t.logprob) : Value()},
               {4, std::move(top)}, {5, t.of_prompt}};
}

core::Result<ChunkToken> to_token(const Value& value) {
    HEARTH_TRY(Fields f, Fields::of(value, "token"));
    ChunkToken t;
    HEARTH_TRY(t.id, codec::read_u32(f, 0, "id"));
    HEARTH_TRY(t.text, f.text(1, "text", max_token_bytes));
    HEARTH_TRY(t.text_offset, codec::read_u32(f, 2, "text_offset"));
    HEARTH_TRY(const Value* logprob, f.any(3, "logprob"));
    if (!logprob->is_null()) {
        HEARTH_TRY(t.logprob, to_logprob(*logprob));
    }
    HEARTH_TRY(const Array* top, f.array(4, "top", proof::max_score_alternatives));
    for (const Value& item : *top) {
        HEARTH_TRY(Logprob other, to_logprob(item));
        t.top.push_back(std::move(other));
    }
    HEARTH_TRY(t.of_prompt, f.boolean(5, "of_prompt"));
    HEARTH_CHECK(f.finish());
    return t;
}

} // namespace

Map body_of(const Chunk& m) {
    Array tokens;
    tokens.reserve(m.tokens.size());
    for (const ChunkToken& token : m.tokens)
        tokens.push_back(from_token(token));
    return {{0, m.first}, {1, std::move(tokens)}};
}

core::Status read_body(Fields& f, Chunk& m) {
    HEARTH_TRY(m.first, f.uint(0, "first"));
    HEARTH_TRY(const Array* tokens, f.array(1, "tokens", max_chunk_tokens));
    for (const Value& item : *tokens) {
        HEARTH_TRY(ChunkToken token, to_token(item));
        m.tokens.push_back(std::move(token));
    }
    return {};
}

Map body_of(const Result& m) {
    return {{0, m.file ? Value(m.file->encode()) : Value()},
            {1, std::uint64_t{static_cast<std::uint8_t>(m.stop_reason)}},
            {2, m.tail}};
}

core::Status read_body(Fields& f, Result& m) {
    HEARTH_TRY(const Value* file, f.any(0, "file"));
    if (!file->is_null()) {
        HEARTH_TRY(const core::Bytes raw, f.bytes(0, "file", max_file_bytes));
        HEARTH_TRY(m.file, proof::ReceiptFile::decode_bytes(raw));
    }
    HEARTH_TRY(const std::uint64_t reason,
               f.uint(1, "stop_reason", static_cast<std::uint64_t>(proof::StopReason::cancelled)));
    m.stop_reason = static_cast<proof::StopReason>(reason);
    HEARTH_TRY(m.tail, f.text(2, "tail", max_tail_bytes));
    return {};
}

std::string cut_text(const std::string& text, std::size_t most) {
    if (text.size() <= most) return text;
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end);
}

void put_error(Map& map, std::uint64_t key, const core::Error& error) {
    map.emplace_back(key, core::code_name(error.code));
    map.emplace_back(key + 1, cut_text(error.message, max_error_text_bytes));
    map.emplace_back(key + 2, cut_text(error.hint, max_error_text_bytes));
}

core::Status read_error(Fields& f, std::uint64_t key, core::Error& error) {
    HEARTH_TRY(const std::string code, f.text(key, "code", 64));
    const auto known = core::code_from_name(code);
    if (!known) return core::fail(core::Code::corrupt, "The failure report holds an unknown reason.");
    error.code = *known;
    HEARTH_TRY(error.message, f.text(key + 1, "message", max_error_text_bytes));
    HEARTH_TRY(error.hint, f.text(key + 2, "hint", max_error_text_bytes));
    return {};
}

Map body_of(const Failed& m) {
    Map map;
    put_error(map, 0, m.error);
    return map;
}

core::Status read_body(Fields& f, Failed& m) {
    return read_error(f, 0, m.error);
}

} // namespace hearth::link
