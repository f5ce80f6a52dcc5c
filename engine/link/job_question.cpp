// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
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

constexpr std::size_t max_question_bytes = std::size_t{8} << 20; ///< as much as the API's edge takes
constexpr std::size_t max_tools_bytes = std::size_t{2} << 20;
constexpr std::size_t max_stop_bytes = 4096;
constexpr std::size_t max_name_bytes = 256;
constexpr std::size_t max_request_bytes = 4096;

template <typename T>
Value optional_value(const std::optional<T>& value) {
    return value ? Value(*value) : Value();
}

core::Status read_optional_u32(Fields& f, std::uint64_t key, const char* name, std::uint32_t max,
                               std::optional<std::uint32_t>& out) {
    HEARTH_TRY(const Value* value, f.any(key, name));
    if (value->is_null()) return {};
    HEARTH_TRY(const std::uint64_t number, f.uint(key, name, max));
    out = static_cast<std::uint32_t>(number);
    return {};
}

core::Result<core::Signature> signature_at(Fields& f, std::uint64_t key, const char* name) {
    core::Signature signature{};
    HEARTH_TRY(const core::Bytes raw, f.bytes(key, name, signature.size()));
    if (raw.size() != signature.size())
        return core::fail(core::Code::corrupt, core::say("sealed_message_wrong_length"));
    std::copy(raw.begin(), raw.end(), signature.begin());
    return signature;
}

core::Status read_question(Fields& f, Ask& m) {
    HEARTH_TRY(m.messages_json, f.text(2, "messages", max_question_bytes));
    HEARTH_TRY(const Value* prompt, f.any(3, "prompt"));
    if (!prompt->is_null()) {
        HEARTH_TRY(m.prompt, f.text(3, "prompt", max_question_bytes));
    }
    HEARTH_TRY(m.prompt_ids, codec::read_ids(f, 4, "prompt_ids"));
    if (int{!m.messages_json.empty()} + int{m.prompt.has_value()} + int{!m.prompt_ids.empty()} != 1)
        return core::fail(core::Code::corrupt, "A question must hold exactly one of conversation, text and token ids.");
    HEARTH_TRY(m.tools_json, f.text(5, "tools", max_tools_bytes));
    HEARTH_TRY(m.template_kwargs_json, f.text(6, "template_kwargs", max_tools_bytes));
    return {};
}

core::Status read_stops(Fields& f, std::uint64_t key, std::vector<std::string>& out) {
    HEARTH_TRY(const Array* stops, f.array(key, "stop", max_stops));
    for (const Value& stop : *stops) {
        if (stop.as_text() == nullptr || stop.as_text()->size() > max_stop_bytes)
            return core::fail(core::Code::corrupt, "The field \"stop\" of a question must hold texts of at most " +
                                                       std::to_string(max_stop_bytes) + " bytes.");
        out.push_back(*stop.as_text());
    }
    return {};
}

core::Result<proof::DecodeParams> read_decode(Fields& f, std::uint64_t key) {
    HEARTH_TRY(const Value* value, f.any(key, "decode"));
    return codec::to_decode(*value);
}

core::Result<core::Amount> read_amount(Fields& f, std::uint64_t key, const char* name) {
    HEARTH_TRY(const std::uint64_t units, f.uint(key, name));
    return core::Amount::from_units(units);
}

} // namespace

Map body_of(const Ask& m) {
    Array stops;
    for (const std::string& stop : m.stop)
        stops.emplace_back(stop);
    Map map{{0, m.model_id},
            {1, m.profile},
            {2, m.messages_json},
            {3, optional_value(m.prompt)},
            {4, codec::pack_ids(m.prompt_ids)},
            {5, m.tools_json},
            {6, m.template_kwargs_json},
            {7, m.asked_at},
            {8, codec::from_decode(m.decode)},
            {9, optional_value(m.max_tokens)},
            {10, std::move(stops)},
            {11, m.ignore_eos},
            {12, optional_value(m.top_logprobs)},
            {13, m.score_prompt},
            {14, m.tenant},
            {15, std::uint64_t{static_cast<std::uint8_t>(m.priority)}}};
    if (!m.constraint.empty()) map.emplace_back(16, m.constraint);
    if (m.embed) map.emplace_back(17, true);
    if (m.run) map.emplace_back(18, true);
    return map;
}

core::Status read_body(Fields& f, Ask& m) {
    HEARTH_TRY(m.model_id, f.id<core::ModelId>(0, "model_id"));
    HEARTH_TRY(m.profile, codec::read_profile(f, 1));
    HEARTH_CHECK(read_question(f, m));
    HEARTH_TRY(m.asked_at, f.integer(7, "asked_at"));
    HEARTH_TRY(m.decode, read_decode(f, 8));
    HEARTH_CHECK(read_optional_u32(f, 9, "max_tokens", UINT32_MAX, m.max_tokens));
    HEARTH_CHECK(read_stops(f, 10, m.stop));
    HEARTH_TRY(m.ignore_eos, f.boolean(11, "ignore_eos"));
    HEARTH_CHECK(read_optional_u32(f, 12, "top_logprobs", proof::max_score_alternatives, m.top_logprobs));
    HEARTH_TRY(m.score_prompt, f.boolean(13, "score_prompt"));
    HEARTH_TRY(m.tenant, f.id<core::Hash>(14, "tenant"));
    HEARTH_TRY(const std::uint64_t priority,
               f.uint(15, "priority", static_cast<std::uint8_t>(core::Priority::interactive)));
    m.priority = static_cast<core::Priority>(priority);
    if (f.has(17)) {
        HEARTH_TRY(m.embed, f.boolean(17, "embed"));
        if (!m.embed || !m.messages_json.empty() || m.score_prompt)
            return core::fail(core::Code::corrupt, "A question for a vector must hold a text or token ids alone.");
    }
    if (f.has(18)) {
        HEARTH_TRY(m.run, f.boolean(18, "run"));
        if (!m.run || m.embed || m.prompt_ids.empty() || m.score_prompt)
            return core::fail(core::Code::corrupt, "A question for tensors must hold the words of tensors alone.");
    }
    if (!f.has(16)) return {};
    HEARTH_TRY(m.constraint, f.text(16, "constraint", proof::max_constraint_bytes));
    if (m.constraint.empty()) return core::fail(core::Code::corrupt, core::say("constraint_empty"));
    return {};
}

Map body_of(const Quote& m) {
    return {{0, m.node_key},
            {1, m.model_name},
            {2, codec::pack_ids(m.input_ids)},
            {3, codec::from_decode(m.decode)},
            {4, m.prompt_token.units()},
            {5, m.completion_token.units()}};
}

core::Status read_body(Fields& f, Quote& m) {
    HEARTH_TRY(m.node_key, f.id<core::PublicKey>(0, "node_key"));
    HEARTH_TRY(m.model_name, f.text(1, "model_name", max_name_bytes));
    HEARTH_TRY(m.input_ids, codec::read_ids(f, 2, "input_ids"));
    HEARTH_TRY(m.decode, read_decode(f, 3));
    HEARTH_TRY(m.prompt_token, read_amount(f, 4, "prompt_token"));
    HEARTH_TRY(m.completion_token, read_amount(f, 5, "completion_token"));
    return {};
}

Map body_of(const Assign& m) {
    Map map{{0, m.request.encode()}, {1, m.salt_in}, {2, m.escrow_id}, {3, m.escrow_height}};
    if (m.request.begun) map.emplace_back(4, codec::pack_ids(m.known_ids));
    if (m.order) map.emplace_back(5, core::ByteView(*m.order));
    return map;
}

core::Status read_body(Fields& f, Assign& m) {
    HEARTH_TRY(const core::Bytes request, f.bytes(0, "request", max_request_bytes));
    HEARTH_TRY(m.request, proof::Request::decode_bytes(request));
    HEARTH_TRY(m.salt_in, f.id<core::Hash>(1, "salt_in"));
    HEARTH_TRY(m.escrow_id, f.id<core::EscrowId>(2, "escrow_id"));
    HEARTH_TRY(m.escrow_height, f.uint(3, "escrow_height"));
    if (f.has(5)) {
        HEARTH_TRY(m.order, signature_at(f, 5, "order"));
    }
    if (!m.request.begun) return {};
    HEARTH_TRY(m.known_ids, codec::read_ids(f, 4, "known_ids"));
    if (m.known_ids.size() != m.request.begun->tokens)
        return core::fail(core::Code::corrupt, "An assignment must hold as many known ids as its request says.");
    return {};
}

core::Hash fetch_digest(const core::ReceiptId& receipt, const core::PublicKey& holder) {
    return core::tagged_hash("fetch/1", {receipt.view(), holder.view()});
}

Map body_of(const Fetch& m) {
    Map map{{0, m.receipt}};
    if (m.reader) {
        map.emplace_back(std::uint64_t{1}, m.reader->key);
        map.emplace_back(std::uint64_t{2}, core::ByteView(m.reader->signature));
    }
    return map;
}
core::Status read_body(Fields& f, Fetch& m) {
    HEARTH_TRY(m.receipt, f.id<core::ReceiptId>(0, "receipt"));
    if (!f.has(1)) return {};
    Fetch::Reader reader;
    HEARTH_TRY(reader.key, f.id<core::PublicKey>(1, "reader"));
    HEARTH_TRY(reader.signature, signature_at(f, 2, "signature"));
    m.reader = reader;
    return {};
}

Map body_of(const Seek&) {
    return {};
}
core::Status read_body(Fields&, Seek&) {
    return {};
}

Map body_of(const Found& m) {
    Array nodes;
    for (const core::Bytes& each : m.nodes)
        nodes.push_back(each);
    return {{0, std::move(nodes)}};
}
core::Status read_body(Fields& f, Found& m) {
    HEARTH_TRY(const Array* nodes, f.array(0, "nodes", max_found_nodes));
    for (const Value& item : *nodes) {
        const core::Bytes* bytes = item.as_bytes();
        if (bytes == nullptr || bytes->size() > max_found_bytes)
            return core::fail(core::Code::corrupt, core::say("list_of_nodes_damaged"));
        m.nodes.push_back(*bytes);
    }
    return {};
}

Map body_of(const Pay& m) {
    return {{0, m.voucher}};
}
core::Status read_body(Fields& f, Pay& m) {
    HEARTH_TRY(m.voucher, f.bytes(0, "voucher", max_voucher_bytes));
    return {};
}

Map body_of(const Cancel&) {
    return {};
}

core::Status read_body(Fields&, Cancel&) {
    return {};
}

} // namespace hearth::link
