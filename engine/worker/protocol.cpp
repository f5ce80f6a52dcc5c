// SPDX-License-Identifier: Apache-2.0
#include "worker/messages.h"

namespace hearth::worker {
namespace {

using core::cbor::Fields;
using core::cbor::Value;

constexpr std::uint64_t k_number = 0;
constexpr std::uint64_t k_body = 1;

template <std::size_t Index = 0>
core::Result<Message> read_message(std::uint64_t number, Fields& body) {
    if constexpr (Index < std::variant_size_v<Message>) {
        if (number != Index) return read_message<Index + 1>(number, body);
        std::variant_alternative_t<Index, Message> message;
        HEARTH_CHECK(read_body(body, message));
        return Message(std::move(message));
    } else {
        return core::fail(core::Code::unsupported, core::say("worker_message_number_unknown", {std::to_string(number)}),
                          core::say("service_worker_must_same"));
    }
}

} // namespace

core::Bytes encode(const Message& message) {
    Value body = std::visit([](const auto& m) { return Value(body_of(m)); }, message);
    core::cbor::Map envelope{{k_number, std::uint64_t{message.index()}}, {k_body, std::move(body)}};
    return core::cbor::encode(Value(std::move(envelope)));
}

core::Result<Message> decode(core::ByteView frame) {
    HEARTH_TRY(const Value value, core::cbor::decode(frame, {max_frame_bytes, 8}));
    HEARTH_TRY(Fields envelope, Fields::of(value, "worker frame"));
    HEARTH_TRY(const std::uint64_t number, envelope.uint(k_number, "message number"));
    HEARTH_TRY(const Value* inner, envelope.any(k_body, "body"));
    HEARTH_CHECK(envelope.finish());
    HEARTH_TRY(Fields body, Fields::of(*inner, "worker message"));
    HEARTH_TRY(Message message, read_message(number, body));
    HEARTH_CHECK(body.finish());
    return message;
}

Value optional_hash(const std::optional<core::Hash>& hash) {
    return hash ? Value(*hash) : Value();
}

core::Status read_optional_hash(Fields& f, std::uint64_t key, const char* name, std::optional<core::Hash>& out) {
    HEARTH_TRY(const Value* value, f.any(key, name));
    if (value->is_null()) return {};
    HEARTH_TRY(out, f.id<core::Hash>(key, name));
    return {};
}

core::Bytes pack_ids(const std::vector<std::uint32_t>& ids) {
    core::Bytes out;
    out.reserve(ids.size() * 4);
    for (const std::uint32_t id : ids)
        core::append_u32(out, id);
    return out;
}

core::Status read_ids(Fields& f, std::uint64_t key, const char* name, std::vector<std::uint32_t>& out) {
    HEARTH_TRY(const core::Bytes raw, f.bytes(key, name));
    if (raw.size() % 4 != 0)
        return core::fail(core::Code::corrupt, "The field \"" + std::string(name) + "\" is not a list of 32-bit ids.");
    out.resize(raw.size() / 4);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<std::uint32_t>(raw[4 * i]) | static_cast<std::uint32_t>(raw[4 * i + 1]) << 8 |
                 static_cast<std::uint32_t>(raw[4 * i + 2]) << 16 | static_cast<std::uint32_t>(raw[4 * i + 3]) << 24;
    return {};
}

} // namespace hearth::worker
