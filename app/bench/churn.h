// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/schedule/breaker.h"
#include "gateway/schedule/choice.h"
#include "gateway/schedule/failover.h"
#include "gateway/schedule/hedge.h"
#include "node/jobs/resume.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <vector>

namespace hearth::app {

/// A network of homes in virtual time, which come and go; the code that chooses, waits, hedges, rests, moves and goes
/// on is the gateway's own. Half of the homes stand behind relays, whose lists are some seconds old: one that is gone
/// already leaves the question to whoever stands in for it. Half of the calls go on with a conversation, which a home
/// that has read its beginning answers sooner. Numbers from a fixed seed: the same run every time on one machine.
class Churn {
public:
    struct Settings {
        std::size_t nodes = 40, calls = 6000;
        double mean_life_s = 3600; ///< until a home goes; it is back a minute or two later
        double stalls = 0;         ///< share of those that fall silent on a standing link in place of going
        double flapping = 0; ///< share of homes whose link breaks now and then for some seconds while they compute
    };
    struct Found {
        std::size_t ended = 0, whole = 0;
        std::size_t tokens_wrong = 0; ///< that came twice, or not in their order
        std::size_t moves = 0, most_moves = 0, asked = 0;
        std::size_t stood_in = 0;                    ///< questions that another home took, as the chosen one was gone
        std::size_t conversations = 0, recalled = 0; ///< calls that go on with one; those whose home had read it
        std::uint64_t hedged = 0;
        std::vector<double> first_token_s;
        /// From the last token of a lost node to the next one's first, without the time that one needs to read.
        std::vector<double> resume_gap_s;

        double whole_share() const { return static_cast<double>(whole) / static_cast<double>(ended); }
        double hedged_share() const { return static_cast<double>(hedged) / static_cast<double>(ended); }
    };
    explicit Churn(const Settings& settings);
    Found run();

private:
    struct Home {
        core::Nanoseconds first_token = 0, gap = 0;
        std::uint64_t price = 0;
        bool up = true, linked = true;               ///< computes; seems to
        core::Nanoseconds heard_at = 0, gone_at = 0; ///< its last word before it fell silent; its link broke
        std::set<std::uint64_t> read;                ///< beginnings
        std::uint64_t life = 0;                      ///< counts them
        std::size_t jobs = 0;
        gateway::schedule::Observed seen;
        gateway::schedule::Breaker breaker;
    };
    struct Call {
        core::Nanoseconds began_at = 0, asked_at = 0; ///< the latter of this node
        core::Nanoseconds heard_at = 0, unreached_since = 0, gap = 0, lost_at = 0, reads = 0;
        node::ResumeJournal journal;
        std::size_t to_read = 0;
        std::optional<std::uint64_t> beginning;
        unsigned moves = 0, asked = 0;
        std::vector<std::size_t> avoid, at_work;
        std::map<std::size_t, core::Nanoseconds> since; ///< when each home was asked
        bool over = false, hedged = false, waits = true;
        std::uint64_t turn = 0; ///< counts nodes; words of an earlier one are not heard
    };
    using CallPtr = std::shared_ptr<Call>;

    double uniform() { return static_cast<double>(m_random() >> 11) * 0x1.0p-53; }
    core::Nanoseconds exponential(double mean_s);
    void at(core::Nanoseconds when, std::function<void()> act) { m_events.emplace(when, std::move(act)); }
    void after(core::Nanoseconds wait, std::function<void()> act) { at(m_now + wait, std::move(act)); }
    void live(std::size_t i);
    void flap(std::size_t i, std::uint64_t life);
    void begin();
    bool ask(const CallPtr& call);
    gateway::schedule::Candidate describe(std::size_t i) const;
    bool is_listed(std::size_t i) const;
    void compute(const CallPtr& call, std::size_t i);
    void token(const CallPtr& call, std::size_t i, std::uint64_t turn, std::uint64_t life, std::size_t index);
    void began(Call& call, std::size_t i);
    void leave_others(Call& call, std::size_t winner);
    void free_place(std::size_t i) { m_homes[i].jobs -= std::min<std::size_t>(m_homes[i].jobs, 1); }
    void watch(const CallPtr& call);
    void move(const CallPtr& call);
    void finish(Call& call);

    const Settings m_settings;
    std::mt19937_64 m_random{20261129};
    std::vector<Home> m_homes;
    std::multimap<core::Nanoseconds, std::function<void()>> m_events;
    core::Nanoseconds m_now = 0;
    gateway::schedule::Hedge m_hedge;
    Found m_found;
};

/// The value that `share` of all are not above; 0 of none.
double quantile(std::vector<double> values, double share);

} // namespace hearth::app
