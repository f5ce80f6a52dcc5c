// SPDX-License-Identifier: Apache-2.0
#include "link/seal.h"

#include "core/hash.h"
#include "link/job_codec.h"
#include "link/sealed_parts.h"

namespace hearth::link {
namespace {

using core::cbor::Map;
using core::cbor::Value;

constexpr std::string_view answer_tag = "hearth/answer/1";

CounterBox answer_box(const HpkeContext& context, const SealingKey& encapsulated, const core::Hash& nonce) {
    core::Bytes salt = core::to_bytes(encapsulated.view());
    core::append(salt, nonce.view());
    const core::Bytes keys =
        core::hkdf_sha256(context.export_secret(core::as_bytes(answer_tag), 32), salt, core::as_bytes(answer_tag), 44);
    return CounterBox(core::ByteView(keys).first(32), core::ByteView(keys).last(12));
}

core::Result<JobMessage> open_box(CounterBox& box, core::ByteView bound, core::ByteView content) {
    HEARTH_TRY(const core::Bytes padded, box.open(bound, content));
    return unpad(padded);
}

} // namespace

core::Result<JobMessage> SealedSequence::take(CounterBox& box, SealBinding& bound, std::uint64_t number,
                                              core::ByteView content) {
    if (m_over) return core::fail(core::Code::refused, core::say("sealed_message_came_after"));
    if (number < box.count()) return core::fail(core::Code::refused, core::say("sealed_message_job_came"));
    if (number > box.count()) return core::fail(core::Code::corrupt, core::say("sealed_message_job_missing"));
    HEARTH_TRY(JobMessage message, open_box(box, bound.bytes(), content));
    bound.advance(content);
    m_over = is_last(message);
    return message;
}

core::Bytes SealedSequence::put(CounterBox& box, SealBinding& bound, const JobMessage& message, Map more) const {
    const bool question = bound.place.front() == static_cast<std::uint8_t>(SealDirection::question);
    more.emplace_back(std::uint64_t{0}, box.count());
    core::Bytes content = box.seal(bound.bytes(), pad(encode(message), question));
    bound.advance(content);
    more.emplace_back(std::uint64_t{1}, std::move(content));
    return core::cbor::encode(Value(std::move(more)));
}

core::Result<SealedPurchase> SealedPurchase::to(const SealingCard& card, core::Nanoseconds now,
                                                const SealingSecret& ephemeral) {
    HEARTH_CHECK(card.check(now));
    const core::Hash id = card.id();
    HEARTH_TRY(HpkeContext context, HpkeContext::to(card.sealing_key, ephemeral, seal_info(id, false)));
    SealedPurchase made({Way{std::move(context), card.node_key, id, ephemeral.public_key()}}, now + question_life);
    made.m_node = card.node_key;
    made.m_questions = binding_of(SealDirection::question, id, made.m_deadline);
    made.m_bound_answers = binding_of(SealDirection::answer, id, made.m_deadline);
    return made;
}

core::Result<SealedPurchase> SealedPurchase::relayed(std::span<const SealingCard> cards, core::Nanoseconds now,
                                                     std::span<const SealingSecret> ephemeral,
                                                     const core::Hash& content_key) {
    if (cards.empty() || cards.size() > max_candidates)
        return core::fail(core::Code::internal, core::say("relayed_question_for_nobody"), core::say("seal_anew"));
    std::vector<Way> ways;
    for (std::size_t i = 0; i < cards.size(); ++i) {
        HEARTH_CHECK(cards[i].check(now));
        const core::Hash id = cards[i].id();
        std::optional<SealingSecret> fresh;
        if (i >= ephemeral.size()) fresh = SealingSecret::generate();
        const SealingSecret& secret = fresh ? *fresh : ephemeral[i];
        HEARTH_TRY(HpkeContext context, HpkeContext::to(cards[i].sealing_key, secret, seal_info(id, true)));
        ways.push_back({std::move(context), cards[i].node_key, id, secret.public_key()});
    }
    SealedPurchase made(std::move(ways), now + question_life);
    made.m_content_key = content_key;
    return made;
}

/// The key of the content is bound to it, so that no candidate can pass another question on to the next one.
core::Bytes SealedPurchase::ask_all(const JobMessage& question) {
    RelayedQuestion made;
    made.deadline = m_deadline;
    made.box = content_box(m_content_key->view())
                   .seal(binding_of(SealDirection::question, {}, m_deadline).bytes(), pad(encode(question), true));
    const core::Hash chain = chain_start(made.box);
    for (Way& way : m_ways) {
        const SealBinding bound = binding_of(SealDirection::question, way.card, m_deadline, chain);
        made.candidates.push_back(
            {way.node, way.card, way.encapsulated, way.context.box.seal(bound.bytes(), m_content_key->view())});
    }
    m_questions.chain = m_bound_answers.chain = chain;
    return made.encode();
}

core::Bytes SealedPurchase::seal(const JobMessage& message) {
    if (m_content_key && !m_questions.chain) return ask_all(message);
    Way& way = m_ways.front();
    Map more;
    if (way.context.box.count() == 0)
        more = {{std::uint64_t{2}, way.encapsulated}, {std::uint64_t{3}, way.card}, {std::uint64_t{4}, m_deadline}};
    return put(way.context.box, m_questions, message, std::move(more));
}

core::Result<JobMessage> SealedPurchase::open_first(const Way& way, const core::Hash& start, std::uint64_t number,
                                                    core::ByteView content) {
    CounterBox box = answer_box(way.context, way.encapsulated, start);
    SealBinding bound = binding_of(SealDirection::answer, way.card, m_deadline, m_bound_answers.chain);
    HEARTH_TRY(JobMessage message, take(box, bound, number, content));
    m_answers = box;
    m_bound_answers = std::move(bound);
    m_questions = binding_of(SealDirection::question, way.card, m_deadline, m_questions.chain);
    m_node = way.node;
    return message;
}

core::Result<JobMessage> SealedPurchase::open(core::ByteView sealed) {
    HEARTH_TRY(const SealedParts parts, SealedParts::read(sealed, false));
    if (m_answers) return take(*m_answers, m_bound_answers, parts.number, parts.box);
    // The first answer names the key; it becomes the job's once something opened with it.
    for (std::size_t i = 0;; ++i) {
        auto message = open_first(m_ways[i], parts.start, parts.number, parts.box);
        if (!message && i + 1 < m_ways.size()) continue;
        if (message) {
            std::swap(m_ways.front(), m_ways[i]);
            m_ways.erase(m_ways.begin() + 1, m_ways.end());
        }
        return message;
    }
}

SealedExecution::SealedExecution(HpkeContext context, core::Hash card, SealingKey encapsulated,
                                 core::Nanoseconds deadline)
    : m_bound_questions(binding_of(SealDirection::question, card, deadline)),
      m_bound_answers(binding_of(SealDirection::answer, card, deadline)), m_context(std::move(context)),
      m_nonce(core::random_hash()), m_answers(answer_box(m_context, encapsulated, m_nonce)) {}

core::Bytes SealedExecution::seal(const JobMessage& message) {
    return put(m_answers, m_bound_answers, message, m_answers.count() == 0 ? Map{{std::uint64_t{2}, m_nonce}} : Map{});
}

core::Result<JobMessage> SealedExecution::open(core::ByteView sealed) {
    HEARTH_TRY(const SealedParts parts, SealedParts::read(sealed, true));
    return take(m_context.box, m_bound_questions, parts.number, parts.box);
}

core::Result<JobMessage> SealedExecution::open_content(const SealedParts& parts) {
    m_bound_questions.chain = m_bound_answers.chain = chain_start(parts.box);
    HEARTH_TRY(const core::Bytes key, m_context.box.open(m_bound_questions.bytes(), parts.content_key));
    if (key.size() != core::Hash::size)
        return core::fail(core::Code::corrupt, core::say("sealed_message_wrong_length"));
    CounterBox content = content_box(key);
    return open_box(content, binding_of(SealDirection::question, {}, parts.deadline).bytes(), parts.box);
}

} // namespace hearth::link
