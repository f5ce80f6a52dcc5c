// SPDX-License-Identifier: Apache-2.0
#include "link/sealed_parts.h"

#include "core/hash.h"
#include "link/job_codec.h"

#include <bit>

namespace hearth::link {
namespace {

using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::size_t max_sealed_bytes = std::size_t{20} << 20;
constexpr std::size_t question_bucket = 1024, answer_bucket = 256; ///< shortest plain text, by direction
constexpr std::size_t content_key_bytes = 48;                      ///< with its tag

enum Key : std::uint64_t {
    k_number = 0,
    k_box = 1,
    k_start = 2,
    k_card = 3,
    k_deadline = 4,
    k_candidates = 5,
    k_content_key = 6
};

std::size_t padded_size(std::size_t size, std::size_t least) {
    if (size <= least) return least;
    const std::size_t exponent = std::bit_width(size) - 1;
    const std::size_t kept = std::bit_width(exponent);
    const std::size_t mask = (std::size_t{1} << (exponent - kept)) - 1;
    return (size + mask) & ~mask;
}

core::Result<RelayedQuestion::Candidate> to_candidate(const Value& value) {
    HEARTH_TRY(Fields f, Fields::of(value, "candidate of a sealed question"));
    RelayedQuestion::Candidate candidate;
    HEARTH_TRY(candidate.node, f.id<core::PublicKey>(0, "node"));
    HEARTH_TRY(candidate.card, f.id<core::Hash>(1, "card"));
    HEARTH_TRY(candidate.encapsulated, f.id<SealingKey>(2, "encapsulated"));
    HEARTH_TRY(candidate.content_key, f.bytes(3, "content_key", content_key_bytes));
    HEARTH_CHECK(f.finish());
    return candidate;
}

} // namespace

core::Result<SealedParts> SealedParts::read(core::ByteView sealed, bool question) {
    HEARTH_TRY(const Value value, core::cbor::decode(sealed, {max_sealed_bytes, 2}));
    HEARTH_TRY(Fields f, Fields::of(value, "sealed message"));
    SealedParts parts;
    HEARTH_TRY(parts.number, f.uint(k_number, "number"));
    HEARTH_TRY(parts.box, f.bytes(k_box, "box"));
    if (parts.number == 0) {
        HEARTH_TRY(parts.start, f.id<core::Hash>(k_start, "start"));
    }
    if (parts.number == 0 && question) {
        HEARTH_TRY(parts.card, f.id<core::Hash>(k_card, "card"));
        HEARTH_TRY(parts.deadline, f.integer(k_deadline, "deadline"));
        if (f.has(k_content_key)) {
            HEARTH_TRY(parts.content_key, f.bytes(k_content_key, "content_key", content_key_bytes));
        }
    }
    HEARTH_CHECK(f.finish());
    return parts;
}

core::Bytes RelayedQuestion::encode() const {
    Array all;
    for (const Candidate& each : candidates)
        all.push_back(Map{{0, each.node}, {1, each.card}, {2, each.encapsulated}, {3, each.content_key}});
    return core::cbor::encode(
        Map{{k_number, std::uint64_t{0}}, {k_box, box}, {k_deadline, deadline}, {k_candidates, std::move(all)}});
}

core::Result<RelayedQuestion> RelayedQuestion::read(core::ByteView sealed) {
    HEARTH_TRY(const Value value, core::cbor::decode(sealed, {max_sealed_bytes, 4}));
    HEARTH_TRY(Fields f, Fields::of(value, "relayed question"));
    RelayedQuestion question;
    HEARTH_TRY(const std::uint64_t number, f.uint(k_number, "number", 0));
    HEARTH_TRY(question.box, f.bytes(k_box, "box"));
    HEARTH_TRY(question.deadline, f.integer(k_deadline, "deadline"));
    HEARTH_TRY(const Array* all, f.array(k_candidates, "candidates", max_candidates));
    for (const Value& each : *all) {
        HEARTH_TRY(Candidate candidate, to_candidate(each));
        question.candidates.push_back(std::move(candidate));
    }
    HEARTH_CHECK(f.finish());
    if (number != 0 || question.candidates.empty())
        return core::fail(core::Code::corrupt, core::say("relayed_question_for_nobody"), core::say("seal_anew"));
    return question;
}

core::Bytes RelayedQuestion::for_candidate(const Candidate& candidate) const {
    return core::cbor::encode(Map{{k_number, std::uint64_t{0}},
                                  {k_box, box},
                                  {k_start, candidate.encapsulated},
                                  {k_card, candidate.card},
                                  {k_deadline, deadline},
                                  {k_content_key, candidate.content_key}});
}

core::Bytes SealBinding::bytes() const {
    core::Bytes out = place;
    if (chain) core::append(out, chain->view());
    return out;
}

void SealBinding::advance(core::ByteView box) {
    if (chain) chain = core::tagged_hash("chain/1", {chain->view(), box});
}

SealBinding binding_of(SealDirection direction, const core::Hash& card, core::Nanoseconds deadline,
                       std::optional<core::Hash> chain) {
    core::Bytes place{static_cast<std::uint8_t>(direction)};
    core::append(place, card.view());
    core::append_u64(place, static_cast<std::uint64_t>(deadline));
    return {std::move(place), chain};
}

core::Hash chain_start(core::ByteView question_box) {
    return core::tagged_hash("chain/1", {question_box});
}

core::Bytes seal_info(const core::Hash& card, bool relayed) {
    core::Bytes info = core::to_bytes(core::as_bytes(std::string_view(relayed ? "hearth/seal/2" : "hearth/seal/1")));
    info.push_back(0);
    core::append(info, card.view());
    return info;
}

CounterBox content_box(core::ByteView content_key32) {
    return CounterBox(content_key32, core::Bytes(12)); // the key seals nothing else
}

core::Bytes pad(const core::Bytes& message, bool question) {
    const std::size_t least = question ? question_bucket : answer_bucket;
    core::Bytes out;
    out.reserve(padded_size(message.size() + 4, least));
    core::append_u32(out, static_cast<std::uint32_t>(message.size()));
    core::append(out, message);
    out.resize(padded_size(out.size(), least));
    return out;
}

core::Result<JobMessage> unpad(core::ByteView padded) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4 && i < padded.size(); ++i)
        size |= std::size_t{padded[i]} << (8 * i);
    if (padded.size() < 4 || size > padded.size() - 4)
        return core::fail(core::Code::corrupt, core::say("sealed_message_wrong_length"));
    return decode_job_message(padded.subspan(4, size));
}

} // namespace hearth::link
