// SPDX-License-Identifier: Apache-2.0
#include "proof/request.h"
#include "worker/messages.h"

namespace hearth::worker {

using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

namespace {

constexpr std::size_t max_path = 4096;
constexpr std::size_t max_stops = 64;

Value params_value(const proof::DecodeParams& p) {
    return Value(Map{{0, p.temperature_q16},
                     {1, p.top_k},
                     {2, p.top_p_q16},
                     {3, p.min_p_q16},
                     {4, p.repetition_penalty_q16},
                     {5, p.frequency_penalty_q16},
                     {6, p.presence_penalty_q16},
                     {7, p.max_tokens},
                     {8, p.stop_hash}});
}

core::Status read_u32(Fields& f, std::uint64_t key, const char* name, std::uint32_t& out) {
    HEARTH_TRY(const std::uint64_t value, f.uint(key, name, UINT32_MAX));
    out = static_cast<std::uint32_t>(value);
    return {};
}

core::Status read_params(Fields& outer, std::uint64_t key, proof::DecodeParams& p) {
    HEARTH_TRY(const Value* value, outer.any(key, "params"));
    HEARTH_TRY(Fields f, Fields::of(*value, "decoding parameters"));
    HEARTH_CHECK(read_u32(f, 0, "temperature", p.temperature_q16));
    HEARTH_CHECK(read_u32(f, 1, "top_k", p.top_k));
    HEARTH_CHECK(read_u32(f, 2, "top_p", p.top_p_q16));
    HEARTH_CHECK(read_u32(f, 3, "min_p", p.min_p_q16));
    HEARTH_CHECK(read_u32(f, 4, "repetition_penalty", p.repetition_penalty_q16));
    HEARTH_CHECK(read_u32(f, 5, "frequency_penalty", p.frequency_penalty_q16));
    HEARTH_CHECK(read_u32(f, 6, "presence_penalty", p.presence_penalty_q16));
    HEARTH_CHECK(read_u32(f, 7, "max_tokens", p.max_tokens));
    HEARTH_TRY(p.stop_hash, f.id<core::Hash>(8, "stop_hash"));
    return f.finish();
}

Value optional_text(const std::optional<std::string>& text) {
    return text ? Value(*text) : Value();
}

core::Status read_optional_text(Fields& f, std::uint64_t key, const char* name, std::optional<std::string>& out) {
    HEARTH_TRY(const Value* value, f.any(key, name));
    if (value->is_null()) return {};
    HEARTH_TRY(out, f.text(key, name));
    return {};
}

/// Written where it is true, and only there.
core::Status read_embed(Fields& f, std::uint64_t key, bool& out) {
    if (!f.has(key)) return {};
    HEARTH_TRY(out, f.boolean(key, "embed"));
    if (out) return {};
    return core::fail(core::Code::corrupt, "The field \"embed\" must be true or left out.");
}

} // namespace

Map body_of(const Load& m) {
    return {{0, m.folder}, {1, m.profile}, {2, m.threads}, {3, m.kv_budget_bytes}};
}

core::Status read_body(Fields& f, Load& m) {
    HEARTH_TRY(m.folder, f.text(0, "folder", max_path));
    HEARTH_TRY(m.profile, f.text(1, "profile", 32));
    HEARTH_CHECK(read_u32(f, 2, "threads", m.threads));
    HEARTH_TRY(m.kv_budget_bytes, f.uint(3, "kv_budget_bytes"));
    return {};
}

Map body_of(const Import& m) {
    return {{0, m.path}, {1, m.profile}};
}

core::Status read_body(Fields& f, Import& m) {
    HEARTH_TRY(m.path, f.text(0, "path", max_path));
    HEARTH_TRY(m.profile, f.text(1, "profile", 32));
    return {};
}

Map body_of(const Generate& m) {
    Array stops;
    for (const std::string& stop : m.stop_strings)
        stops.emplace_back(stop);
    Map map{{0, m.job},
            {1, m.messages_json},
            {2, optional_text(m.prompt)},
            {3, pack_ids(m.prompt_ids)},
            {4, m.tools_json},
            {5, m.date},
            {6, params_value(m.params)},
            {7, m.key},
            {8, std::move(stops)},
            {9, m.ignore_eos},
            {10, m.top_logprobs ? Value(*m.top_logprobs) : Value()},
            {11, m.cache_salt},
            {12, optional_hash(m.chain_start)},
            {13, static_cast<std::uint8_t>(m.priority)},
            {14, pack_ids(m.known_ids)},
            {15, m.score_prompt},
            {16, m.constraint}};
    if (m.embed) map.emplace_back(17, true);
    return map;
}

core::Status read_body(Fields& f, Generate& m) {
    HEARTH_TRY(m.job, f.uint(0, "job"));
    HEARTH_TRY(m.messages_json, f.text(1, "messages"));
    HEARTH_CHECK(read_optional_text(f, 2, "prompt", m.prompt));
    HEARTH_CHECK(read_ids(f, 3, "prompt_ids", m.prompt_ids));
    HEARTH_TRY(m.tools_json, f.text(4, "tools"));
    HEARTH_TRY(m.date, f.text(5, "date", 64));
    HEARTH_CHECK(read_params(f, 6, m.params));
    HEARTH_TRY(m.key, f.id<core::Hash>(7, "key"));
    HEARTH_TRY(const Array* stops, f.array(8, "stop_strings", max_stops));
    for (const Value& stop : *stops) {
        if (stop.as_text() == nullptr)
            return core::fail(core::Code::corrupt, "The field \"stop_strings\" must hold texts.");
        m.stop_strings.push_back(*stop.as_text());
    }
    HEARTH_TRY(m.ignore_eos, f.boolean(9, "ignore_eos"));
    HEARTH_TRY(const Value* top, f.any(10, "top_logprobs"));
    if (!top->is_null()) {
        HEARTH_TRY(const std::uint64_t count, f.uint(10, "top_logprobs", 1024));
        m.top_logprobs = static_cast<std::uint32_t>(count);
    }
    HEARTH_TRY(m.cache_salt, f.id<core::Hash>(11, "cache_salt"));
    HEARTH_CHECK(read_optional_hash(f, 12, "chain_start", m.chain_start));
    HEARTH_TRY(const std::uint64_t priority,
               f.uint(13, "priority", static_cast<std::uint8_t>(core::Priority::interactive)));
    m.priority = static_cast<core::Priority>(priority);
    HEARTH_CHECK(read_ids(f, 14, "known_ids", m.known_ids));
    HEARTH_TRY(m.score_prompt, f.boolean(15, "score_prompt"));
    HEARTH_TRY(m.constraint, f.text(16, "constraint", proof::max_constraint_bytes));
    return read_embed(f, 17, m.embed);
}

Map body_of(const Cancel& m) {
    return {{0, m.job}};
}

core::Status read_body(Fields& f, Cancel& m) {
    HEARTH_TRY(m.job, f.uint(0, "job"));
    return {};
}

Map body_of(const Replay& m) {
    Map map{{0, m.job},
            {1, pack_ids(m.prompt_ids)},
            {2, pack_ids(m.output_ids)},
            {3, params_value(m.params)},
            {4, m.key},
            {5, optional_hash(m.chain_start)},
            {6, m.alternatives ? Value(*m.alternatives) : Value()},
            {7, proof::pack_scores(m.scores)},
            {8, m.constraint}};
    if (m.embed) map.emplace_back(9, true);
    return map;
}

core::Status read_body(Fields& f, Replay& m) {
    HEARTH_TRY(m.job, f.uint(0, "job"));
    HEARTH_CHECK(read_ids(f, 1, "prompt_ids", m.prompt_ids));
    HEARTH_CHECK(read_ids(f, 2, "output_ids", m.output_ids));
    HEARTH_CHECK(read_params(f, 3, m.params));
    HEARTH_TRY(m.key, f.id<core::Hash>(4, "key"));
    HEARTH_CHECK(read_optional_hash(f, 5, "chain_start", m.chain_start));
    HEARTH_TRY(const Value* alternatives, f.any(6, "alternatives"));
    if (!alternatives->is_null()) {
        HEARTH_TRY(const std::uint64_t count, f.uint(6, "alternatives", proof::max_score_alternatives));
        m.alternatives = static_cast<std::uint32_t>(count);
    }
    HEARTH_TRY(const core::Bytes packed, f.bytes(7, "scores", proof::max_scores_bytes));
    HEARTH_TRY(m.scores, proof::unpack_scores(packed, m.alternatives.value_or(0)));
    HEARTH_TRY(m.constraint, f.text(8, "constraint", proof::max_constraint_bytes));
    return read_embed(f, 9, m.embed);
}

Map body_of(const Tokenize& m) {
    return {{0, m.job},        {1, m.messages_json}, {2, optional_text(m.prompt)},
            {3, m.tools_json}, {4, m.date},          {5, m.template_kwargs_json},
            {6, m.constraint}};
}

core::Status read_body(Fields& f, Tokenize& m) {
    HEARTH_TRY(m.job, f.uint(0, "job"));
    HEARTH_TRY(m.messages_json, f.text(1, "messages"));
    HEARTH_CHECK(read_optional_text(f, 2, "prompt", m.prompt));
    HEARTH_TRY(m.tools_json, f.text(3, "tools"));
    HEARTH_TRY(m.date, f.text(4, "date", 64));
    HEARTH_TRY(m.template_kwargs_json, f.text(5, "template_kwargs"));
    HEARTH_TRY(m.constraint, f.text(6, "constraint", proof::max_constraint_bytes));
    return {};
}

} // namespace hearth::worker
