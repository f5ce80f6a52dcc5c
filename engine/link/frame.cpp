// SPDX-License-Identifier: Apache-2.0
#include "link/frame.h"

#include "core/hash.h"
#include "link/credential.h"
#include "link/job_bodies.h"
#include "proof/codec.h"

namespace hearth::link {

using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;
namespace codec = proof::codec;

namespace {

constexpr std::uint64_t k_kind = 0, k_body = 1, k_number = 2;
constexpr unsigned max_depth = 5;
constexpr std::size_t max_network_bytes = 64, max_card_bytes = 256;

core::Result<core::Signature> read_signature(Fields& f, std::uint64_t key) {
    core::Signature signature{};
    HEARTH_TRY(const core::Bytes raw, f.bytes(key, "signature", signature.size()));
    if (raw.size() != signature.size())
        return core::fail(core::Code::corrupt, "The field \"signature\" of the proof must be 64 bytes.");
    std::copy(raw.begin(), raw.end(), signature.begin());
    return signature;
}

Map body_of(const Hello& m) {
    Map map{{0, m.version}, {1, std::uint64_t{static_cast<std::uint8_t>(m.side)}},
            {2, m.network}, {3, m.node_key},
            {4, m.nonce},   {5, m.resume ? Value(*m.resume) : Value()},
            {6, m.received}};
    if (m.version > 1) map.emplace_back(7, m.credential);
    return map;
}
core::Status read_body(Fields& f, Hello& m) {
    HEARTH_TRY(m.version, codec::read_u32(f, 0, "version"));
    HEARTH_TRY(const std::uint64_t side, f.uint(1, "side", 1));
    m.side = static_cast<Side>(side);
    HEARTH_TRY(m.network, f.text(2, "network", max_network_bytes));
    HEARTH_TRY(m.node_key, f.id<core::PublicKey>(3, "node_key"));
    HEARTH_TRY(m.nonce, f.id<core::Hash>(4, "nonce"));
    HEARTH_TRY(const Value* resume, f.any(5, "resume"));
    if (!resume->is_null()) {
        HEARTH_TRY(m.resume, f.id<core::Hash>(5, "resume"));
    }
    HEARTH_TRY(m.received, f.uint(6, "received"));
    if (m.version > 1) {
        HEARTH_TRY(m.credential, f.bytes(7, "credential", max_credential_bytes));
    }
    return {};
}

Map body_of(const Proof& m) {
    return {{0, core::ByteView(m.signature)}};
}
core::Status read_body(Fields& f, Proof& m) {
    HEARTH_TRY(m.signature, read_signature(f, 0));
    return {};
}

Map body_of(const Welcome& m) {
    return {{0, m.token}, {1, m.resumed}, {2, m.received}};
}
core::Status read_body(Fields& f, Welcome& m) {
    HEARTH_TRY(m.token, f.id<core::Hash>(0, "token"));
    HEARTH_TRY(m.resumed, f.boolean(1, "resumed"));
    HEARTH_TRY(m.received, f.uint(2, "received"));
    return {};
}

core::Result<ModelOffer> to_offer(const Value& value) {
    HEARTH_TRY(Fields f, Fields::of(value, "offer"));
    ModelOffer offer;
    HEARTH_TRY(offer.model_id, f.id<core::ModelId>(0, "model_id"));
    HEARTH_TRY(offer.profile, codec::read_profile(f, 1));
    HEARTH_TRY(const std::uint64_t prompt, f.uint(2, "prompt_token"));
    HEARTH_TRY(const std::uint64_t completion, f.uint(3, "completion_token"));
    offer.prompt_token = core::Amount::from_units(prompt);
    offer.completion_token = core::Amount::from_units(completion);
    HEARTH_TRY(offer.name, f.text(4, "name", max_model_name_bytes));
    HEARTH_TRY(offer.context, codec::read_u32(f, 5, "context"));
    HEARTH_CHECK(f.finish());
    return offer;
}

Map body_of(const Capability& m) {
    Array models;
    for (const ModelOffer& offer : m.models)
        models.push_back(Map{{0, offer.model_id},
                             {1, offer.profile},
                             {2, offer.prompt_token.units()},
                             {3, offer.completion_token.units()},
                             {4, cut_text(offer.name, max_model_name_bytes)},
                             {5, offer.context}});
    return {{0, m.roles},
            {1, std::move(models)},
            {2, m.free_places},
            {3, m.draining},
            {4, m.card ? Value(m.card->encode()) : Value()}};
}
core::Status read_body(Fields& f, Capability& m) {
    HEARTH_TRY(m.roles, codec::read_u32(f, 0, "roles"));
    HEARTH_TRY(const Array* models, f.array(1, "models", max_offers));
    for (const Value& item : *models) {
        HEARTH_TRY(ModelOffer offer, to_offer(item));
        m.models.push_back(std::move(offer));
    }
    HEARTH_TRY(m.free_places, codec::read_u32(f, 2, "free_places"));
    HEARTH_TRY(m.draining, f.boolean(3, "draining"));
    HEARTH_TRY(const Value* card, f.any(4, "card"));
    if (!card->is_null()) {
        HEARTH_TRY(const core::Bytes raw, f.bytes(4, "card", max_card_bytes));
        HEARTH_TRY(m.card, SealingCard::decode_bytes(raw));
    }
    return {};
}

Map body_of(const JobPart& m) {
    return {{0, m.job}, {1, m.sealed}, {2, m.ends}, {3, m.last}, {4, m.data}};
}
core::Status read_body(Fields& f, JobPart& m) {
    HEARTH_TRY(m.job, f.uint(0, "job"));
    HEARTH_TRY(m.sealed, f.boolean(1, "sealed"));
    HEARTH_TRY(m.ends, f.boolean(2, "ends"));
    HEARTH_TRY(m.last, f.boolean(3, "last"));
    HEARTH_TRY(m.data, f.bytes(4, "data", max_part_bytes));
    return {};
}

Map body_of(const Credit& m) {
    return {{0, m.job}, {1, m.bytes}};
}
core::Status read_body(Fields& f, Credit& m) {
    HEARTH_TRY(m.job, f.uint(0, "job"));
    HEARTH_TRY(m.bytes, codec::read_u32(f, 1, "bytes"));
    return {};
}

Map body_of(const Ack& m) {
    return {{0, m.received}};
}
core::Status read_body(Fields& f, Ack& m) {
    HEARTH_TRY(m.received, f.uint(0, "received"));
    return {};
}

Map body_of(const Ping& m) {
    return {{0, m.nonce}};
}
core::Status read_body(Fields& f, Ping& m) {
    HEARTH_TRY(m.nonce, f.uint(0, "nonce"));
    return {};
}

Map body_of(const Pong& m) {
    return {{0, m.nonce}};
}
core::Status read_body(Fields& f, Pong& m) {
    HEARTH_TRY(m.nonce, f.uint(0, "nonce"));
    return {};
}

Map body_of(const Drain&) {
    return {};
}
core::Status read_body(Fields&, Drain&) {
    return {};
}

Map body_of(const Goodbye& m) {
    Map map;
    put_error(map, 0, m.error);
    return map;
}
core::Status read_body(Fields& f, Goodbye& m) {
    return read_error(f, 0, m.error);
}

template <std::size_t Index = 0>
core::Result<Frame> read_frame(std::uint64_t kind, Fields& body) {
    if constexpr (Index < std::variant_size_v<Frame>) {
        if (kind != Index) return read_frame<Index + 1>(kind, body);
        std::variant_alternative_t<Index, Frame> frame;
        HEARTH_CHECK(read_body(body, frame));
        return Frame(std::move(frame));
    } else {
        return core::fail(core::Code::unsupported,
                          "The link frame of kind " + std::to_string(kind) + " is unknown here.",
                          "Update Hearth on the older side of the link.");
    }
}

} // namespace

bool is_numbered(const Frame& frame) {
    return std::holds_alternative<Capability>(frame) || std::holds_alternative<JobPart>(frame) ||
           std::holds_alternative<Credit>(frame) || std::holds_alternative<Drain>(frame);
}

core::Bytes encode(const Frame& frame, std::optional<std::uint64_t> number) {
    Value body = std::visit([](const auto& m) { return Value(body_of(m)); }, frame);
    Map map{{k_kind, std::uint64_t{frame.index()}}, {k_body, std::move(body)}};
    if (number) map.emplace_back(k_number, *number);
    return core::cbor::encode(Value(std::move(map)));
}

core::Result<NumberedFrame> decode_frame(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_frame_bytes, max_depth}));
    HEARTH_TRY(Fields envelope, Fields::of(value, "link frame"));
    HEARTH_TRY(const std::uint64_t kind, envelope.uint(k_kind, "kind"));
    HEARTH_TRY(const Value* inner, envelope.any(k_body, "body"));
    std::optional<std::uint64_t> number;
    if (envelope.has(k_number)) {
        HEARTH_TRY(number, envelope.uint(k_number, "number"));
    }
    HEARTH_CHECK(envelope.finish());
    HEARTH_TRY(Fields body, Fields::of(*inner, "body of a link frame"));
    HEARTH_TRY(Frame frame, read_frame(kind, body));
    HEARTH_CHECK(body.finish());
    if (is_numbered(frame) != number.has_value())
        return core::fail(core::Code::corrupt, "A link frame lacks its number, or has one that it must not have.");
    return NumberedFrame{std::move(frame), number};
}

core::Hash proof_digest(Side side, core::ByteView exporter, const Hello& own, const Hello& other) {
    const std::uint8_t who[1] = {static_cast<std::uint8_t>(side)};
    const core::Hash mine = core::sha256(encode(own)), theirs = core::sha256(encode(other));
    return core::tagged_hash("link/1", {core::ByteView(who), exporter, mine.view(), theirs.view()});
}

} // namespace hearth::link
