// SPDX-License-Identifier: Apache-2.0
#include "link/sealing_keys.h"

#include "link/sealed_parts.h"

#include <algorithm>

namespace hearth::link {
namespace {

constexpr std::size_t max_questions = 100'000;

} // namespace

SealingKeys::SealingKeys(const core::SigningKey& node, const core::Clock& clock) : m_node(node), m_clock(clock) {}

void SealingKeys::renew(core::Nanoseconds now) {
    std::erase_if(m_held, [&](const Held& held) { return held.card.expires_at <= now; });
    if (!m_held.empty() && now < m_held.back().card.expires_at - card_life / 2) return;
    SealingSecret secret = SealingSecret::generate();
    SealingCard card{m_node.public_key(), secret.public_key(), now - clock_skew, now + card_life, {}};
    card.signature = m_node.sign(card.id().view());
    m_held.push_back({card, std::move(secret)});
}

SealingCard SealingKeys::card() {
    const std::lock_guard lock(m_mutex);
    renew(m_clock.now());
    return m_held.back().card;
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
    HEARTH_TRY(const SealedParts parts, SealedParts::read(sealed, true));
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
    HEARTH_TRY(HpkeContext context,
               HpkeContext::from(encapsulated, held->secret, seal_info(parts.card, !parts.content_key.empty())));
    SealedExecution execution(std::move(context), parts.card, encapsulated, parts.deadline);
    HEARTH_TRY(JobMessage first, parts.content_key.empty() ? execution.open(sealed) : execution.open_content(parts));
    const bool asks = std::holds_alternative<Ask>(first);
    if (!asks && (parts.content_key.empty() || !std::holds_alternative<Fetch>(first)))
        return core::fail(core::Code::refused, core::say("sealed_job_begins_something"));
    HEARTH_CHECK(remember(encapsulated, parts.deadline, now));
    return Accepted{std::move(execution), std::move(first)};
}

} // namespace hearth::link
