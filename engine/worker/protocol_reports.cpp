// SPDX-License-Identifier: Apache-2.0
#include "worker/messages.h"

namespace hearth::worker {

using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

namespace {

constexpr std::size_t max_top = 1024;

core::Status read_u32(Fields& f, std::uint64_t key, const char* name, std::uint32_t& out) {
    HEARTH_TRY(const std::uint64_t value, f.uint(key, name, UINT32_MAX));
    out = static_cast<std::uint32_t>(value);
    return {};
}

core::Status read_sentence(Fields& f, std::uint64_t key, const char* name, core::Sentence& out) {
    HEARTH_TRY(const std::string text, f.text(key, name));
    out = core::unkept(text);
    return {};
}

Value logprob_value(const LogprobEntry& entry) {
    return Value(Map{{0, entry.id},
                     {1, core::as_bytes(entry.token_bytes)},
                     {2, entry.logprob_micronats ? Value(*entry.logprob_micronats) : Value()}});
}

core::Result<LogprobEntry> read_logprob(const Value& value) {
    HEARTH_TRY(Fields f, Fields::of(value, "log-probability"));
    LogprobEntry entry;
    HEARTH_CHECK(read_u32(f, 0, "id", entry.id));
    HEARTH_TRY(const core::Bytes raw, f.bytes(1, "token_bytes"));
    entry.token_bytes.assign(raw.begin(), raw.end());
    HEARTH_TRY(const Value* logprob, f.any(2, "logprob"));
    if (!logprob->is_null()) {
        HEARTH_TRY(entry.logprob_micronats, f.integer(2, "logprob"));
    }
    HEARTH_CHECK(f.finish());
    return entry;
}

} // namespace

Map body_of(const Hello& m) {
    return {{0, m.version},
            {1, m.build},
            {2, m.isa},
            {3, core::kept(m.sandbox)},
            {4, m.device},
            {5, m.device_name},
            {6, core::kept(m.problem)}};
}

core::Status read_body(Fields& f, Hello& m) {
    HEARTH_CHECK(read_u32(f, 0, "version", m.version));
    HEARTH_TRY(m.build, f.text(1, "build", 256));
    HEARTH_TRY(m.isa, f.text(2, "isa", 256));
    HEARTH_CHECK(read_sentence(f, 3, "sandbox", m.sandbox));
    HEARTH_TRY(m.device, f.text(4, "device", 32));
    HEARTH_TRY(m.device_name, f.text(5, "device_name", 512));
    HEARTH_CHECK(read_sentence(f, 6, "problem", m.problem));
    return {};
}

Map body_of(const Loaded& m) {
    return {{0, m.model_id}, {1, m.longest_request}, {2, m.weight_bytes},
            {3, m.load_ms},  {4, m.placement},       {5, m.device_bytes}};
}

core::Status read_body(Fields& f, Loaded& m) {
    HEARTH_TRY(m.model_id, f.id<core::ModelId>(0, "model_id"));
    HEARTH_CHECK(read_u32(f, 1, "longest_request", m.longest_request));
    HEARTH_TRY(m.weight_bytes, f.uint(2, "weight_bytes"));
    HEARTH_CHECK(read_u32(f, 3, "load_ms", m.load_ms));
    HEARTH_TRY(m.placement, f.text(4, "placement", 256));
    HEARTH_TRY(m.device_bytes, f.uint(5, "device_bytes"));
    return {};
}

Map body_of(const ProgressReport& m) {
    return {{0, core::kept(m.stage)}, {1, m.done}, {2, m.total}};
}

core::Status read_body(Fields& f, ProgressReport& m) {
    HEARTH_CHECK(read_sentence(f, 0, "stage", m.stage));
    HEARTH_TRY(m.done, f.uint(1, "done"));
    HEARTH_TRY(m.total, f.uint(2, "total"));
    return {};
}

Map body_of(const Imported& m) {
    return {{0, m.manifest}};
}

core::Status read_body(Fields& f, Imported& m) {
    HEARTH_TRY(m.manifest, f.bytes(0, "manifest"));
    return {};
}

Map body_of(const Started& m) {
    return {{0, m.job}, {1, pack_ids(m.prompt_ids)}};
}

core::Status read_body(Fields& f, Started& m) {
    HEARTH_TRY(m.job, f.uint(0, "job"));
    return read_ids(f, 1, "prompt_ids", m.prompt_ids);
}

Map body_of(const Token& m) {
    Array top;
    for (const LogprobEntry& entry : m.top)
        top.push_back(logprob_value(entry));
    return {
        {0, m.job},          {1, m.id},          {2, m.text},     {3, m.logprob ? logprob_value(*m.logprob) : Value()},
        {4, std::move(top)}, {5, m.text_offset}, {6, m.of_prompt}};
}

core::Status read_body(Fields& f, Token& m) {
    HEARTH_TRY(m.job, f.uint(0, "job"));
    HEARTH_CHECK(read_u32(f, 1, "id", m.id));
    HEARTH_TRY(m.text, f.text(2, "text"));
    HEARTH_TRY(const Value* logprob, f.any(3, "logprob"));
    if (!logprob->is_null()) {
        HEARTH_TRY(m.logprob, read_logprob(*logprob));
    }
    HEARTH_TRY(const Array* top, f.array(4, "top", max_top));
    for (const Value& value : *top) {
        HEARTH_TRY(LogprobEntry entry, read_logprob(value));
        m.top.push_back(std::move(entry));
    }
    HEARTH_CHECK(read_u32(f, 5, "text_offset", m.text_offset));
    HEARTH_TRY(m.of_prompt, f.boolean(6, "of_prompt"));
    return {};
}

Map body_of(const Finished& m) {
    Map body{
        {0, m.job},      {1, std::uint64_t{m.stop_reason}}, {2, m.tail}, {3, pack_ids(m.output_ids)}, {4, m.prefill_ms},
        {5, m.total_ms}, {6, optional_hash(m.chain_root)}};
    if (m.cached_tokens > 0) body.push_back({7, m.cached_tokens});
    return body;
}

core::Status read_body(Fields& f, Finished& m) {
    HEARTH_TRY(m.job, f.uint(0, "job"));
    HEARTH_TRY(const std::uint64_t reason, f.uint(1, "stop_reason", 255));
    m.stop_reason = static_cast<std::uint8_t>(reason);
    HEARTH_TRY(m.tail, f.text(2, "tail"));
    HEARTH_CHECK(read_ids(f, 3, "output_ids", m.output_ids));
    HEARTH_CHECK(read_u32(f, 4, "prefill_ms", m.prefill_ms));
    HEARTH_CHECK(read_u32(f, 5, "total_ms", m.total_ms));
    if (f.has(7)) HEARTH_CHECK(read_u32(f, 7, "cached_tokens", m.cached_tokens));
    return read_optional_hash(f, 6, "chain_root", m.chain_root);
}

Map body_of(const Replayed& m) {
    return {{0, m.job},
            {1, m.compared},
            {2, m.equal},
            {3, m.first_difference ? Value(*m.first_difference) : Value()},
            {4, m.worst_deficit},
            {5, m.total_ms},
            {6, optional_hash(m.chain_root)},
            {7, m.scores},
            {8, m.equal_scores},
            {9, m.worst_score}};
}

core::Status read_body(Fields& f, Replayed& m) {
    HEARTH_TRY(m.job, f.uint(0, "job"));
    HEARTH_CHECK(read_u32(f, 1, "compared", m.compared));
    HEARTH_CHECK(read_u32(f, 2, "equal", m.equal));
    HEARTH_TRY(const Value* difference, f.any(3, "first_difference"));
    if (!difference->is_null()) {
        std::uint32_t at = 0;
        HEARTH_CHECK(read_u32(f, 3, "first_difference", at));
        m.first_difference = at;
    }
    HEARTH_TRY(m.worst_deficit, f.integer(4, "worst_deficit"));
    HEARTH_CHECK(read_u32(f, 5, "total_ms", m.total_ms));
    HEARTH_CHECK(read_optional_hash(f, 6, "chain_root", m.chain_root));
    HEARTH_CHECK(read_u32(f, 7, "scores", m.scores));
    HEARTH_CHECK(read_u32(f, 8, "equal_scores", m.equal_scores));
    HEARTH_TRY(m.worst_score, f.integer(9, "worst_score"));
    return {};
}

Map body_of(const Tokenized& m) {
    return {{0, m.job}, {1, pack_ids(m.ids)}};
}

core::Status read_body(Fields& f, Tokenized& m) {
    HEARTH_TRY(m.job, f.uint(0, "job"));
    return read_ids(f, 1, "ids", m.ids);
}

Map body_of(const FileData& m) {
    return {{0, m.path}, {1, m.data}};
}

core::Status read_body(Fields& f, FileData& m) {
    HEARTH_TRY(m.path, f.text(0, "path", 1024));
    HEARTH_TRY(m.data, f.bytes(1, "data"));
    return {};
}

Map body_of(const KernelCache& m) {
    return {{0, m.data}};
}

core::Status read_body(Fields& f, KernelCache& m) {
    HEARTH_TRY(m.data, f.bytes(0, "data"));
    return {};
}

Map body_of(const DeviceMemory& m) {
    return {{0, m.total_bytes}, {1, m.free_bytes}, {2, m.reserve_bytes}};
}

core::Status read_body(Fields& f, DeviceMemory& m) {
    HEARTH_TRY(m.total_bytes, f.uint(0, "total"));
    HEARTH_TRY(m.free_bytes, f.uint(1, "free"));
    HEARTH_TRY(m.reserve_bytes, f.uint(2, "reserve"));
    return {};
}

Map body_of(const Failed& m) {
    return {{0, m.job},
            {1, core::code_name(m.error.code)},
            {2, core::kept(m.error.message)},
            {3, core::kept(m.error.hint)}};
}

core::Status read_body(Fields& f, Failed& m) {
    HEARTH_TRY(m.job, f.uint(0, "job"));
    HEARTH_TRY(const std::string code, f.text(1, "code", 64));
    const auto known = core::code_from_name(code);
    if (!known) return core::fail(core::Code::corrupt, "The failure report holds an unknown reason.");
    m.error.code = *known;
    HEARTH_CHECK(read_sentence(f, 2, "message", m.error.message));
    HEARTH_CHECK(read_sentence(f, 3, "hint", m.error.hint));
    return {};
}

} // namespace hearth::worker
