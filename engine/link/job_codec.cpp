// SPDX-License-Identifier: Apache-2.0
#include "link/job_codec.h"

#include "link/job_bodies.h"

#include <array>

namespace hearth::link {
namespace {

using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::uint64_t k_number = 0;
constexpr std::uint64_t k_body = 1;
constexpr unsigned max_depth = 6;

/// Most bytes of each message, by its number: a short one must not cost the memory of a long one.
constexpr std::array<std::size_t, std::variant_size_v<JobMessage>> max_bytes{
    std::size_t{12} << 20, // ask
    std::size_t{5} << 20,  // quote
    std::size_t{5} << 20,  // assign
    std::size_t{4} << 20,  // chunk
    max_job_message_bytes, // result
    16,                    // cancel
    std::size_t{16} << 10, // failed
    192,                   // fetch
    16,                    // seek
    std::size_t{4} << 20,  // found
    max_voucher_bytes + 64 // pay
};

/// The number stands in the third byte of every well-formed message; anything else is refused by the decoder.
std::size_t limit_of(core::ByteView bytes) {
    return bytes.size() > 2 && bytes[2] < max_bytes.size() ? max_bytes[bytes[2]] : max_bytes.back();
}

template <std::size_t Index = 0>
core::Result<JobMessage> read_message(std::uint64_t number, Fields& body) {
    if constexpr (Index < std::variant_size_v<JobMessage>) {
        if (number != Index) return read_message<Index + 1>(number, body);
        std::variant_alternative_t<Index, JobMessage> message;
        HEARTH_CHECK(read_body(body, message));
        return JobMessage(std::move(message));
    } else {
        return core::fail(core::Code::unsupported,
                          "The message number " + std::to_string(number) + " of a job is unknown here.",
                          "Update Hearth on the older side of the link.");
    }
}

} // namespace

bool is_last(const JobMessage& message) {
    return std::holds_alternative<Result>(message) || std::holds_alternative<Failed>(message) ||
           std::holds_alternative<Found>(message);
}

core::Bytes encode(const JobMessage& message) {
    Value body = std::visit([](const auto& m) { return Value(body_of(m)); }, message);
    return core::cbor::encode(Map{{k_number, std::uint64_t{message.index()}}, {k_body, std::move(body)}});
}

core::Result<JobMessage> decode_job_message(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {limit_of(bytes), max_depth}));
    HEARTH_TRY(Fields envelope, Fields::of(value, "message of a job"));
    HEARTH_TRY(const std::uint64_t number, envelope.uint(k_number, "number"));
    HEARTH_TRY(const Value* inner, envelope.any(k_body, "body"));
    HEARTH_CHECK(envelope.finish());
    HEARTH_TRY(Fields body, Fields::of(*inner, "body of a job's message"));
    HEARTH_TRY(JobMessage message, read_message(number, body));
    HEARTH_CHECK(body.finish());
    return message;
}

} // namespace hearth::link
