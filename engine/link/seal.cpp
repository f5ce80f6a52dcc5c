// SPDX-License-Identifier: Apache-2.0
#include "link/seal.h"

#include "core/cbor.h"
#include "core/hash.h"
#include "link/job_codec.h"

#include <algorithm>
#include <bit>

namespace hearth::link {
namespace {

using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::size_t max_sealed_bytes = std::size_t{20} << 20;
constexpr std::size_t question_bucket = 1024, answer_bucket = 256; ///< shortest plain text, by direction
constexpr std::size_t max_questions = 100'000;
constexpr std::string_view info_tag = "hearth/seal/1", answer_tag = "hearth/answer/1";

enum Key : std::uint64_t { k_number = 0, k_box = 1, k_start = 2, k_card = 3, k_deadline = 4 };
enum class Direction : std::uint8_t { question = 0, answer = 1 };

core::Bytes info_of(const core::Hash& card) {
    core::Bytes info = core::to_bytes(core::as_bytes(info_tag));
    info.push_back(0);
    core::append(info, card.view());
    return info;
}

core::Bytes bound_of(Direction direction, const core::Hash& card, core::Nanoseconds deadline) {
    core::Bytes bound{static_cast<std::uint8_t>(direction)};
    core::append(bound, card.view());
    core::append_u64(bound, static_cast<std::uint64_t>(deadline));
    return bound;
}

CounterBox answer_box(const HpkeContext& context, const SealingKey& encapsulated, const core::Hash& nonce) {
    core::Bytes salt = core::to_bytes(encapsulated.view());
    core::append(salt, nonce.view());
    const core::Bytes keys =
        core::hkdf_sha256(context.export_secret(core::as_bytes(answer_tag), 32), salt, core::as_bytes(answer_tag), 44);
    return CounterBox(core::ByteView(keys).first(32), core::ByteView(keys).last(12));
}

/// Lengths say little about content when few of them exist: Padmé, at most 12 % longer.
std::size_t padded_size(std::size_t size, std::size_t least) {
    if (size <= least) return least;
    const std::size_t exponent = std::bit_width(size) - 1;
    const std::size_t kept = std::bit_width(exponent);
    const std::size_t mask = (std::size_t{1} << (exponent - kept)) - 1;
    return (size + mask) & ~mask;
}

core::Bytes pad(const core::Bytes& message, std::size_t least) {
    core::Bytes out;
    out.reserve(padded_size(message.size() + 4, least));
    core::append_u32(out, static_cast<std::uint32_t>(message.size()));
    core::append(out, message);
    out.resize(padded_size(out.size(), least));
    return out;
}

core::Result<core::ByteView> unpad(core::ByteView padded) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4 && i < padded.size(); ++i)
        size |= std::size_t{padded[i]} << (8 * i);
    if (padded.size() < 4 || size > padded.size() - 4)
        return core::fail(core::Code::corrupt, core::say("sealed_message_wrong_length"));
    return padded.subspan(4, size);
}

struct SealedParts {
    std::uint64_t number = 0;
    core::Bytes box;
    core::Hash start; ///< encapsulated key of a question, nonce of an answer
    core::Hash card;
    core::Nanoseconds deadline = 0;
};

core::Result<SealedParts> parts_of(core::ByteView sealed, bool question) {
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
    }
    HEARTH_CHECK(f.finish());
    return parts;
}

core::Result<JobMessage> open_box(CounterBox& box, core::ByteView bound, core::ByteView content) {
    HEARTH_TRY(const core::Bytes padded, box.open(bound, content));
    HEARTH_TRY(const core::ByteView plain, unpad(padded));
    return decode_job_message(plain);
}

} // namespace

core::Result<JobMessage> SealedSequence::take(CounterBox& box, core::ByteView bound, std::uint64_t number,
                                              core::ByteView content) {
    if (m_over) return core::fail(core::Code::refused, core::say("sealed_message_came_after"));
    if (number < box.count()) return core::fail(core::Code::refused, core::say("sealed_message_job_came"));
    if (number > box.count()) return core::fail(core::Code::corrupt, core::say("sealed_message_job_missing"));
    HEARTH_TRY(JobMessage message, open_box(box, bound, content));
    m_over = is_last(message);
    return message;
}

core::Bytes SealedSequence::put(CounterBox& box, core::ByteView bound, const JobMessage& message, Map more) const {
    const bool question = bound.front() == static_cast<std::uint8_t>(Direction::question);
    more.emplace_back(k_number, box.count());
    more.emplace_back(k_box, box.seal(bound, pad(encode(message), question ? question_bucket : answer_bucket)));
    return core::cbor::encode(Value(std::move(more)));
}

SealedPurchase::SealedPurchase(HpkeContext context, core::Hash card, SealingKey encapsulated,
                               core::Nanoseconds deadline)
    : m_context(std::move(context)), m_card(card), m_encapsulated(encapsulated), m_deadline(deadline) {}

core::Result<SealedPurchase> SealedPurchase::to(const SealingCard& card, core::Nanoseconds now,
                                                const SealingSecret& ephemeral) {
    HEARTH_CHECK(card.check(now));
    const core::Hash id = card.id();
    HEARTH_TRY(HpkeContext context, HpkeContext::to(card.sealing_key, ephemeral, info_of(id)));
    return SealedPurchase(std::move(context), id, ephemeral.public_key(), now + question_life);
}

core::Bytes SealedPurchase::seal(const JobMessage& message) {
    Map more;
    if (m_context.box.count() == 0) more = {{k_start, m_encapsulated}, {k_card, m_card}, {k_deadline, m_deadline}};
    return put(m_context.box, bound_of(Direction::question, m_card, m_deadline), message, std::move(more));
}

core::Result<JobMessage> SealedPurchase::open(core::ByteView sealed) {
    HEARTH_TRY(const SealedParts parts, parts_of(sealed, false));
    const core::Bytes bound = bound_of(Direction::answer, m_card, m_deadline);
    if (m_answers) return take(*m_answers, bound, parts.number, parts.box);
    // The first answer names the key; it becomes the job's once something opened with it.
    CounterBox box = answer_box(m_context, m_encapsulated, parts.start);
    HEARTH_TRY(JobMessage message, take(box, bound, parts.number, parts.box));
    m_answers = box;
    return message;
}

SealedExecution::SealedExecution(HpkeContext context, core::Hash card, SealingKey encapsulated,
                                 core::Nanoseconds deadline)
    : m_bound_questions(bound_of(Direction::question, card, deadline)),
      m_bound_answers(bound_of(Direction::answer, card, deadline)), m_context(std::move(context)),
      m_nonce(core::random_hash()), m_answers(answer_box(m_context, encapsulated, m_nonce)) {}

core::Bytes SealedExecution::seal(const JobMessage& message) {
    return put(m_answers, m_bound_answers, message, m_answers.count() == 0 ? Map{{k_start, m_nonce}} : Map{});
}

core::Result<JobMessage> SealedExecution::open(core::ByteView sealed) {
    HEARTH_TRY(const SealedParts parts, parts_of(sealed, true));
    return take(m_context.box, m_bound_questions, parts.number, parts.box);
}

core::Status SealingKeys::remember(const SealingKey& encapsulated, core::Nanoseconds deadline, core::Nanoseconds now) {
    if (m_questions.size() >= max_questions) std::erase_if(m_questions, [&](const auto& q) { return q.second <= now; });
    if (m_questions.size() >= max_questions)
        return core::fail(core::Code::busy, core::say("more_sealed_questions_came"), core::say("try_again_later_ask"));
    if (!m_questions.emplace(encapsulated, deadline).second)
        return core::fail(core::Code::refused, core::say("sealed_question_asked_before"), core::say("seal_anew"));
    return {};
}

core::Result<SealingKeys::Accepted> SealingKeys::accept(core::ByteView sealed) {
    HEARTH_TRY(const SealedParts parts, parts_of(sealed, true));
    if (parts.number != 0) return core::fail(core::Code::corrupt, core::say("sealed_job_begins_message"));
    const core::Nanoseconds now = m_clock.now();
    const std::lock_guard lock(m_mutex);
    renew(now);
    const auto held =
        std::find_if(m_held.begin(), m_held.end(), [&](const Held& h) { return h.card.id() == parts.card; });
    if (held == m_held.end())
        return core::fail(core::Code::not_found, core::say("question_sealed_key_node"),
                          core::say("get_node_present_sealing"));
    if (parts.deadline <= now || parts.deadline - now > question_life + clock_skew)
        return core::fail(core::Code::refused, core::say("sealed_question_too_old"),
                          core::say("check_clock_seal_anew"));
    const auto encapsulated = core::id_cast<SealingKey>(parts.start);
    HEARTH_TRY(HpkeContext context, HpkeContext::from(encapsulated, held->secret, info_of(parts.card)));
    SealedExecution execution(std::move(context), parts.card, encapsulated, parts.deadline);
    HEARTH_TRY(JobMessage first, execution.open(sealed));
    auto* ask = std::get_if<Ask>(&first);
    if (ask == nullptr) return core::fail(core::Code::refused, core::say("sealed_job_begins_something"));
    HEARTH_CHECK(remember(encapsulated, parts.deadline, now));
    return Accepted{std::move(execution), std::move(*ask)};
}

} // namespace hearth::link
