// SPDX-License-Identifier: Apache-2.0
#include "node/network/sightings.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;

constexpr std::size_t most_posts = 4096;

double seconds(core::Nanoseconds duration) {
    return static_cast<double>(duration) * 1e-9;
}

/// Whether it tells against the node. One that is full, or that the question does not suit, is none the worse.
bool is_a_failure(Code reason) {
    switch (reason) {
    case Code::unavailable:
    case Code::corrupt:
    case Code::timed_out:
    case Code::io:
    case Code::out_of_memory:
    case Code::internal:
        return true;
    default:
        return false;
    }
}

std::size_t tokens_in(const link::Chunk& chunk) {
    return static_cast<std::size_t>(
        std::count_if(chunk.tokens.begin(), chunk.tokens.end(), [](const auto& token) { return !token.of_prompt; }));
}

} // namespace

class Sightings::Watch::CallerEnd final : public link::JobEnd {
public:
    CallerEnd(std::shared_ptr<Watch> watch, std::shared_ptr<link::JobEnd> caller)
        : m_watch(std::move(watch)), m_caller(std::move(caller)) {}
    void receive(link::JobMessage message) override {
        m_watch->said(message);
        m_caller->receive(std::move(message));
    }
    bool is_afar() const override { return m_caller->is_afar(); }

private:
    const std::shared_ptr<Watch> m_watch;
    const std::shared_ptr<link::JobEnd> m_caller;
};

class Sightings::Watch::ExecutionEnd final : public link::JobEnd {
public:
    ExecutionEnd(std::shared_ptr<Watch> watch, std::shared_ptr<link::JobEnd> execution)
        : m_watch(std::move(watch)), m_execution(std::move(execution)) {}
    void receive(link::JobMessage message) override {
        m_watch->told(message);
        m_execution->receive(std::move(message));
    }
    bool is_afar() const override { return m_execution->is_afar(); }

private:
    const std::shared_ptr<Watch> m_watch;
    const std::shared_ptr<link::JobEnd> m_execution;
};

void Sightings::describe(const Post& post, gateway::schedule::Candidate& candidate) const {
    const core::Nanoseconds now = m_clock.monotonic();
    const std::lock_guard lock(m_mutex);
    const auto known = m_seen.find(post);
    if (known == m_seen.end()) return;
    const Seen& seen = known->second;
    candidate.first_token_s = seen.observed.first_token();
    candidate.token_gap_s = seen.observed.token_gap();
    candidate.failure_share = seen.observed.failure_share();
    gateway::schedule::Breaker breaker = seen.breaker;
    candidate.shut = !gateway::schedule::admit(breaker, now);
}

std::shared_ptr<Sightings::Watch> Sightings::watch(const Post& post) {
    const core::Nanoseconds now = m_clock.monotonic();
    {
        const std::lock_guard lock(m_mutex);
        if (m_seen.size() >= most_posts && !m_seen.contains(post))
            m_seen.erase(std::min_element(m_seen.begin(), m_seen.end(), [](const auto& one, const auto& other) {
                return one.second.at < other.second.at;
            }));
        Seen& seen = m_seen[post];
        seen.at = now;
        static_cast<void>(gateway::schedule::admit(seen.breaker, now)); // half open, this call is the one that tries
    }
    return std::make_shared<Watch>(shared_from_this(), post);
}

/// Forgotten meanwhile, it begins anew.
Sightings::Seen& Sightings::seen(const Post& post) {
    return m_seen[post];
}

Sightings::Watch::Watch(std::shared_ptr<Sightings> book, Post post)
    : m_book(std::move(book)), m_post(std::move(post)) {}

Sightings::Watch::~Watch() {
    const std::lock_guard lock(m_book->m_mutex);
    if (!m_over) gateway::schedule::abandoned(m_book->seen(m_post).breaker);
}

std::shared_ptr<link::JobEnd> Sightings::Watch::before(std::shared_ptr<link::JobEnd> caller) {
    return std::make_shared<CallerEnd>(shared_from_this(), std::move(caller));
}

std::shared_ptr<link::JobEnd> Sightings::Watch::behind(std::shared_ptr<link::JobEnd> execution) {
    return std::make_shared<ExecutionEnd>(shared_from_this(), std::move(execution));
}

void Sightings::Watch::said(const link::JobMessage& message) {
    const core::Nanoseconds now = m_book->m_clock.monotonic();
    const std::lock_guard lock(m_book->m_mutex);
    if (m_over) return;
    if (const auto* quote = std::get_if<link::Quote>(&message); quote != nullptr && m_follows) follow(*quote, now);
    Seen& seen = m_book->seen(m_post);
    if (const auto* chunk = std::get_if<link::Chunk>(&message)) {
        const std::size_t tokens = tokens_in(*chunk);
        if (tokens == 0) return;
        if (!m_first_at && m_assigned_at && !m_goes_on) seen.observed.first_token(seconds(now - *m_assigned_at), now);
        if (!m_first_at) m_first_at = now;
        m_last_at = now;
        m_tokens += tokens;
    } else if (std::holds_alternative<link::Result>(message)) {
        if (m_first_at && m_tokens > 1)
            seen.observed.token_gap(seconds(m_last_at - *m_first_at) / static_cast<double>(m_tokens - 1), now);
        seen.observed.answered();
        gateway::schedule::succeeded(seen.breaker);
        m_over = true;
    } else if (const auto* failed = std::get_if<link::Failed>(&message)) {
        ended(seen, failed->error.code);
    }
}

/// The node that was chosen was not tried: where this call was to try it, another one may.
void Sightings::Watch::follow(const link::Quote& quote, core::Nanoseconds now) {
    m_follows = false;
    if (quote.node_key == m_post.node) return;
    gateway::schedule::abandoned(m_book->seen(m_post).breaker);
    m_post.node = quote.node_key;
    m_book->seen(m_post).at = now;
}

void Sightings::Watch::told(const link::JobMessage& message) {
    const core::Nanoseconds now = m_book->m_clock.monotonic();
    const std::lock_guard lock(m_book->m_mutex);
    if (m_over) return;
    if (const auto* assign = std::get_if<link::Assign>(&message)) {
        m_assigned_at = now;
        m_goes_on = !assign->known_ids.empty();
    } else if (const auto* failed = std::get_if<link::Failed>(&message)) {
        Seen& seen = m_book->seen(m_post);
        // Given up before it began, because another one was faster: it would have taken longer than that.
        if (m_assigned_at && !m_first_at && !m_goes_on) {
            const double waited = seconds(now - *m_assigned_at);
            if (waited > seen.observed.first_token().value_or(0)) seen.observed.first_token(waited, now);
        }
        ended(seen, failed->error.code);
    }
}

void Sightings::Watch::ended(Seen& seen, Code reason) {
    m_over = true;
    if (!is_a_failure(reason)) return gateway::schedule::abandoned(seen.breaker);
    seen.observed.failed();
    gateway::schedule::failed(seen.breaker, m_book->m_clock.monotonic());
}

} // namespace hearth::node
