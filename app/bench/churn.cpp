// SPDX-License-Identifier: Apache-2.0
#include "churn.h"

#include "link/dialer.h"
#include "link/listener.h"

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
constexpr std::size_t conversations = 60;
constexpr double recalled_share = 0.5;        // of the time until the first token, where the beginning was read before
constexpr Nanoseconds list_age = 10 * second; // of what is known of homes behind relays

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
    home.read.clear();
    ++home.life;
    after(exponential(m_settings.mean_life_s), [this, i, life = home.life] {
        m_homes[i].up = false;
        m_homes[i].linked = uniform() < m_settings.stalls;
        m_homes[i].gone_at = m_now;
        // Its last pong came some time before; a link on which none comes goes for broken in the end.
        m_homes[i].heard_at = m_now - of_seconds(seconds_of(link::DialerOptions().keepalive) * uniform());
        at(m_homes[i].heard_at + link::ListenerOptions().silence_timeout, [this, i, life] {
            if (m_homes[i].life == life) m_homes[i].linked = false;
        });
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
        m_homes[i].gone_at = m_now;
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
    if (uniform() < 0.5) call->beginning = m_random() % conversations;
    m_found.conversations += call->beginning ? 1 : 0;
    m_hedge.called();
    if (!ask(call)) finish(*call);
    watch(call);
}

bool Churn::is_listed(std::size_t i) const {
    const bool relayed = i % 2 == 1;
    return m_homes[i].linked || (relayed && m_homes[i].gone_at > 0 && m_now - m_homes[i].gone_at < list_age);
}

schedule::Candidate Churn::describe(std::size_t i) const {
    const Home& home = m_homes[i];
    schedule::Candidate candidate;
    candidate.key = i;
    candidate.price = home.price;
    candidate.jobs = home.jobs;
    candidate.free_places = home.jobs < places_at_home ? places_at_home - home.jobs : 0;
    candidate.silent = home.up ? 0 : m_now - home.heard_at;
    candidate.first_token_s = home.seen.first_token();
    candidate.token_gap_s = home.seen.token_gap();
    candidate.failure_share = home.seen.failure_share();
    schedule::Breaker breaker = home.breaker;
    candidate.shut = !schedule::admit(breaker, m_now);
    return candidate;
}

/// As LinkRoute: the best of those that are known, or whoever stands in for it.
bool Churn::ask(const CallPtr& call) {
    std::vector<schedule::Candidate> candidates;
    for (std::size_t i = 0; i < m_homes.size(); ++i)
        if (is_listed(i) && std::find(call->avoid.begin(), call->avoid.end(), i) == call->avoid.end())
            candidates.push_back(describe(i));
    schedule::Wish wish;
    wish.beginning = call->beginning;
    schedule::try_all_the_same(candidates, wish);
    while (const auto chosen = schedule::choose(candidates, wish, {m_random(), m_random(), m_random()})) {
        const auto home = [&](std::size_t at) { return static_cast<std::size_t>(candidates[at].key); };
        if (m_homes[home(*chosen)].linked) return compute(call, home(*chosen)), true;
        for (const std::size_t other : schedule::stand_ins(candidates, wish, *chosen, {}))
            if (home(other) % 2 == 1 && m_homes[home(other)].linked) {
                ++m_found.stood_in;
                return compute(call, home(other)), true;
            }
        candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(*chosen));
    }
    return false;
}

void Churn::compute(const CallPtr& call, std::size_t i) {
    ++m_found.asked;
    ++call->asked;
    call->avoid.push_back(i);
    call->at_work.push_back(i);
    call->asked_at = call->heard_at = call->since[i] = m_now;
    call->waits = true;
    call->unreached_since = 0;
    call->to_read = call->journal.tokens();
    Home& home = m_homes[i];
    ++home.jobs;
    static_cast<void>(schedule::admit(home.breaker, m_now));
    double wait_s = seconds_of(home.first_token) * (0.7 + 0.6 * uniform());
    if (call->beginning && !home.read.insert(*call->beginning).second) {
        wait_s *= recalled_share;
        m_found.recalled += call->asked == 1 ? 1 : 0;
    }
    call->reads = of_seconds(wait_s + read_token_s * static_cast<double>(call->to_read));
    after(call->reads, [this, call, i, turn = call->turn, life = home.life, from = call->to_read] {
        token(call, i, turn, life, from);
    });
}

void Churn::token(const CallPtr& call, std::size_t i, std::uint64_t turn, std::uint64_t life, std::size_t index) {
    Home& home = m_homes[i];
    if (call->over || turn != call->turn || !home.up || home.life != life) return;
    if (std::find(call->at_work.begin(), call->at_work.end(), i) == call->at_work.end()) return; // another was first
    if (!home.linked)
        return after(second / 10, [this, call, i, turn, life, index] { token(call, i, turn, life, index); });
    if (call->waits) {
        began(*call, i);
        leave_others(*call, i);
    } else {
        call->gap = failover::average_gap(call->gap, m_now - call->heard_at);
    }
    link::Chunk chunk;
    chunk.first = index;
    chunk.tokens.emplace_back().id = static_cast<std::uint32_t>(index);
    if (!call->journal.follows(chunk)) ++m_found.tokens_wrong;
    call->journal.take(chunk);
    call->heard_at = m_now;
    if (call->journal.tokens() == answer_tokens) {
        home.seen.token_gap(seconds_of(home.gap), m_now);
        home.seen.answered();
        schedule::succeeded(home.breaker);
        return finish(*call);
    }
    after(home.gap, [this, call, i, turn, life, index] { token(call, i, turn, life, index + 1); });
}

void Churn::began(Call& call, std::size_t i) {
    call.waits = false;
    if (call.journal.begun()) {
        m_found.resume_gap_s.push_back(std::max(0.0, seconds_of(m_now - call.lost_at - call.reads)));
        return;
    }
    m_homes[i].seen.first_token(seconds_of(m_now - call.since[i]), m_now);
    m_hedge.first_token(m_now - call.began_at);
    m_found.first_token_s.push_back(seconds_of(m_now - call.began_at));
}

/// The first valid first token wins; who lost the race is told at once.
void Churn::leave_others(Call& call, std::size_t winner) {
    for (const std::size_t other : call.at_work) {
        if (other == winner) continue;
        // It would have taken longer than this.
        const double waited_s = seconds_of(m_now - call.since[other]);
        schedule::Observed& seen = m_homes[other].seen;
        if (waited_s > seen.first_token().value_or(0)) seen.first_token(waited_s, m_now);
        schedule::abandoned(m_homes[other].breaker);
        free_place(other);
    }
    call.at_work = {winner};
}

void Churn::watch(const CallPtr& call) {
    if (call->over) return;
    if (call->waits && !call->journal.begun() && !call->hedged && m_hedge.ask_another(m_now - call->began_at)) {
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
    loss.passed_on = call->journal.begun();
    loss.exact = true;
    const failover::Next next = failover::after(loss);
    if (next == failover::Next::end) return finish(*call);
    if (next == failover::Next::resume) call->journal.go_on_from({});
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
    const std::vector<std::uint32_t>& ids = call.journal.ids();
    m_found.whole += ids.size() == answer_tokens && std::is_sorted(ids.begin(), ids.end()) ? 1 : 0;
}

} // namespace hearth::app
