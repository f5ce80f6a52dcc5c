// SPDX-License-Identifier: Apache-2.0
#include "churn.h"

#include <algorithm>
#include <cmath>

namespace hearth::app {
namespace {

namespace schedule = gateway::schedule;
namespace failover = gateway::schedule::failover;
using core::Nanoseconds;
using core::second;

constexpr std::size_t answer_tokens = 300, places_at_home = 4;
constexpr double between_calls_s = 0.7, read_token_s = 0.005;

Nanoseconds of_seconds(double seconds) {
    return static_cast<Nanoseconds>(seconds * 1e9);
}
double seconds_of(Nanoseconds time) {
    return static_cast<double>(time) * 1e-9;
}

} // namespace

double quantile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto place =
        std::min(values.size() - 1, static_cast<std::size_t>(static_cast<double>(values.size()) * share));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(place), values.end());
    return values[place];
}

Churn::Churn(const Settings& settings) : m_settings(settings), m_homes(settings.nodes) {
    for (Home& home : m_homes) {
        home.first_token = of_seconds(0.2 + 0.8 * uniform());
        home.gap = of_seconds(0.02 + 0.06 * uniform());
        home.price = 3000 + static_cast<std::uint64_t>(3000 * uniform());
    }
    for (std::size_t i = 0; i < m_homes.size(); ++i)
        live(i);
    for (std::size_t i = 0; i < settings.calls; ++i)
        at(of_seconds(static_cast<double>(i) * between_calls_s), [this] { begin(); });
}

Churn::Found Churn::run() {
    while (!m_events.empty() && m_found.ended < m_settings.calls) {
        const auto next = m_events.begin();
        m_now = next->first;
        const auto act = std::move(next->second);
        m_events.erase(next);
        act();
    }
    m_found.hedged = m_hedge.hedged();
    return m_found;
}

Nanoseconds Churn::exponential(double mean_s) {
    return of_seconds(-mean_s * std::log(1 - uniform()));
}

/// Until it goes, comes back a minute or two later, and goes again.
void Churn::live(std::size_t i) {
    Home& home = m_homes[i];
    home.up = home.linked = true;
    home.jobs = 0;
    ++home.life;
    after(exponential(m_settings.mean_life_s), [this, i] {
        m_homes[i].up = false;
        m_homes[i].linked = uniform() < m_settings.stalls;
        after(of_seconds(60 + 60 * uniform()), [this, i] { live(i); });
    });
    if (static_cast<double>(i) < m_settings.flapping * static_cast<double>(m_homes.size())) flap(i, home.life);
}

/// The link breaks and is made again; what was computed meanwhile comes then.
void Churn::flap(std::size_t i, std::uint64_t life) {
    const auto lives = [this, i, life] { return m_homes[i].up && m_homes[i].life == life; };
    after(exponential(30), [this, i, life, lives] {
        if (!lives()) return;
        m_homes[i].linked = false;
        after(of_seconds(0.2 + 3 * uniform()), [this, i, life, lives] {
            if (!lives()) return;
            m_homes[i].linked = true;
            flap(i, life);
        });
    });
}

void Churn::begin() {
    auto call = std::make_shared<Call>();
    call->began_at = m_now;
    m_hedge.called();
    if (!ask(call)) finish(*call);
    watch(call);
}

bool Churn::ask(const CallPtr& call) {
    std::vector<schedule::Candidate> candidates;
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < m_homes.size(); ++i) {
        const Home& home = m_homes[i];
        if (!home.linked || std::find(call->avoid.begin(), call->avoid.end(), i) != call->avoid.end()) continue;
        schedule::Candidate candidate;
        candidate.key = i;
        candidate.price = home.price;
        candidate.jobs = home.jobs;
        candidate.free_places = home.jobs < places_at_home ? places_at_home - home.jobs : 0;
        candidate.first_token_s = home.seen.first_token();
        candidate.token_gap_s = home.seen.token_gap();
        candidate.failure_share = home.seen.failure_share();
        schedule::Breaker breaker = home.breaker;
        candidate.shut = !schedule::admit(breaker, m_now);
        candidates.push_back(candidate);
        indices.push_back(i);
    }
    const auto chosen = schedule::choose(candidates, {}, {m_random(), m_random(), m_random()});
    if (!chosen) return false;
    compute(call, indices[*chosen]);
    return true;
}

void Churn::compute(const CallPtr& call, std::size_t i) {
    ++m_found.asked;
    ++call->asked;
    call->avoid.push_back(i);
    call->at_work.push_back(i);
    call->asked_at = call->heard_at = m_now;
    call->waits = true;
    call->unreached_since = 0;
    call->to_read = call->tokens;
    Home& home = m_homes[i];
    ++home.jobs;
    static_cast<void>(schedule::admit(home.breaker, m_now));
    const auto wait = static_cast<Nanoseconds>(static_cast<double>(home.first_token) * (0.7 + 0.6 * uniform()));
    call->reads = wait + of_seconds(read_token_s) * static_cast<Nanoseconds>(call->tokens);
    after(call->reads, [this, call, i, turn = call->turn, life = home.life] { token(call, i, turn, life, 0); });
}

void Churn::token(const CallPtr& call, std::size_t i, std::uint64_t turn, std::uint64_t life, std::size_t index) {
    Home& home = m_homes[i];
    if (call->over || turn != call->turn || !home.up || home.life != life) return;
    if (std::find(call->at_work.begin(), call->at_work.end(), i) == call->at_work.end()) return; // another was first
    if (!home.linked)
        return after(second / 10, [this, call, i, turn, life, index] { token(call, i, turn, life, index); });
    if (index == 0) {
        began(*call, home);
        leave_others(*call, i);
    } else {
        call->gap = failover::average_gap(call->gap, m_now - call->heard_at);
    }
    if (call->last_token != call->tokens) ++m_found.tokens_wrong;
    call->last_token = ++call->tokens;
    call->heard_at = m_now;
    if (call->tokens == answer_tokens) {
        home.seen.token_gap(seconds_of(home.gap), m_now);
        home.seen.answered();
        schedule::succeeded(home.breaker);
        return finish(*call);
    }
    after(home.gap, [this, call, i, turn, life, index] { token(call, i, turn, life, index + 1); });
}

void Churn::began(Call& call, Home& home) {
    call.waits = false;
    if (call.tokens > 0) {
        m_found.resume_gap_s.push_back(std::max(0.0, seconds_of(m_now - call.lost_at - call.reads)));
        return;
    }
    home.seen.first_token(seconds_of(m_now - call.asked_at), m_now);
    m_hedge.first_token(m_now - call.began_at);
    m_found.first_token_s.push_back(seconds_of(m_now - call.began_at));
}

/// The first valid first token wins; who lost the race is told at once.
void Churn::leave_others(Call& call, std::size_t winner) {
    for (const std::size_t other : call.at_work) {
        if (other == winner) continue;
        schedule::abandoned(m_homes[other].breaker);
        free_place(other);
    }
    call.at_work = {winner};
}

void Churn::watch(const CallPtr& call) {
    if (call->over) return;
    if (call->waits && call->tokens == 0 && !call->hedged && m_hedge.ask_another(m_now - call->began_at)) {
        call->hedged = true;
        const Nanoseconds asked_at = call->asked_at;
        if (!ask(call)) m_hedge.nobody();
        call->asked_at = call->heard_at = asked_at;
    }
    const bool linked =
        std::any_of(call->at_work.begin(), call->at_work.end(), [this](std::size_t i) { return m_homes[i].linked; });
    if (linked) call->unreached_since = 0;
    if (!linked && call->unreached_since == 0) call->unreached_since = m_now;
    failover::Silence silence;
    silence.stage = call->waits ? failover::Stage::first_token : failover::Stage::next_token;
    silence.silent = m_now - call->heard_at;
    silence.unreached = linked ? 0 : m_now - call->unreached_since;
    silence.token_gap = call->gap;
    silence.to_read = call->to_read;
    if (failover::is_stalled(silence)) move(call);
    if (!call->over) after(second / 4, [this, call] { watch(call); });
}

void Churn::move(const CallPtr& call) {
    for (const std::size_t i : call->at_work) {
        m_homes[i].seen.failed();
        schedule::failed(m_homes[i].breaker, m_now);
        free_place(i);
    }
    call->at_work.clear();
    if (!call->waits) call->lost_at = call->heard_at;
    ++call->turn;
    failover::Loss loss;
    loss.moves = call->moves;
    loss.asked = call->asked;
    loss.passed_on = call->tokens > 0;
    loss.exact = true;
    if (failover::after(loss) == failover::Next::end) return finish(*call);
    ++call->moves;
    ++m_found.moves;
    m_found.most_moves = std::max<std::size_t>(m_found.most_moves, call->moves);
    if (!ask(call)) finish(*call);
}

void Churn::finish(Call& call) {
    for (const std::size_t i : call.at_work)
        free_place(i);
    call.over = true;
    ++m_found.ended;
    if (call.tokens == answer_tokens) ++m_found.whole;
}

} // namespace hearth::app
