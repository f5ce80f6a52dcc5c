// SPDX-License-Identifier: Apache-2.0
#include "gateway/schedule/choice.h"
#include "gateway/schedule/hedge.h"
#include "node/jobs/failover.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <map>
#include <random>

using namespace hearth;
using core::Nanoseconds;
namespace schedule = gateway::schedule;
namespace failover = node::failover;

namespace {

using core::second;
constexpr std::size_t answer_tokens = 300;

Nanoseconds of_seconds(double seconds) {
    return static_cast<Nanoseconds>(seconds * 1e9);
}

/// A network of homes in virtual time, which come and go; the code that chooses, waits, hedges and moves is the
/// gateway's own.
class Churn {
public:
    struct Settings {
        std::size_t nodes = 40, calls = 6000;
        double mean_life_s = 3600;
        double stalls = 0; ///< share of nodes that fall silent on a standing link in place of going
    };
    explicit Churn(const Settings& settings) : m_settings(settings), m_random(20261129) {
        for (std::size_t i = 0; i < settings.nodes; ++i) {
            Home home;
            home.first_token = of_seconds(0.2 + 0.8 * uniform());
            home.gap = of_seconds(0.02 + 0.06 * uniform());
            home.price = 3000 + static_cast<std::uint64_t>(3000 * uniform());
            m_homes.push_back(home);
            live(i);
        }
        for (std::size_t i = 0; i < settings.calls; ++i)
            at(of_seconds(static_cast<double>(i) * 0.7), [this] { begin(); });
    }
    void run() {
        while (!m_events.empty() && ended < m_settings.calls) {
            const auto next = m_events.begin();
            m_now = next->first;
            const auto act = std::move(next->second);
            m_events.erase(next);
            act();
        }
    }

    std::size_t ended = 0, whole = 0, tokens_wrong = 0, moved = 0;
    schedule::Hedge hedge;

private:
    struct Home {
        Nanoseconds first_token = 0, gap = 0;
        std::uint64_t price = 0;
        bool up = true, linked = true; ///< computes; seems to
        std::uint64_t life = 0;        ///< counts them
        std::size_t jobs = 0;
        schedule::Observed seen;
    };
    struct Call {
        Nanoseconds asked_at = 0; ///< for this node
        Nanoseconds heard_at = 0, unreached_since = 0, gap = 0;
        std::size_t tokens = 0, to_read = 0, last_token = 0;
        unsigned moves = 0, asked = 0;
        std::vector<std::size_t> avoid;
        bool over = false;
        std::uint64_t turn = 0; ///< counts nodes; words of an earlier one are not heard
        std::vector<std::size_t> at_work;
        bool hedged = false;
    };
    using CallPtr = std::shared_ptr<Call>;

    double uniform() { return static_cast<double>(m_random() >> 11) * 0x1.0p-53; }
    void at(Nanoseconds when, std::function<void()> act) { m_events.emplace(when, std::move(act)); }
    void after(Nanoseconds wait, std::function<void()> act) { at(m_now + wait, std::move(act)); }

    /// Until it goes, comes back a minute or two later, and goes again.
    void live(std::size_t i) {
        Home& home = m_homes[i];
        home.up = home.linked = true;
        home.jobs = 0;
        ++home.life;
        after(of_seconds(-m_settings.mean_life_s * std::log(1 - uniform())), [this, i] {
            m_homes[i].up = false;
            m_homes[i].linked = uniform() < m_settings.stalls;
            after(of_seconds(60 + 60 * uniform()), [this, i] { live(i); });
        });
    }
    void begin() {
        auto call = std::make_shared<Call>();
        hedge.called();
        if (!ask(call)) finish(call);
        watch(call);
    }
    bool ask(const CallPtr& call) {
        std::vector<schedule::Candidate> candidates;
        std::vector<std::size_t> indices;
        for (std::size_t i = 0; i < m_homes.size(); ++i) {
            const Home& home = m_homes[i];
            if (!home.linked || std::find(call->avoid.begin(), call->avoid.end(), i) != call->avoid.end()) continue;
            schedule::Candidate candidate;
            candidate.key = i;
            candidate.price = home.price;
            candidate.jobs = home.jobs;
            candidate.free_places = home.jobs < 4 ? 4 - home.jobs : 0;
            candidate.first_token_s = home.seen.first_token();
            candidate.token_gap_s = home.seen.token_gap();
            candidate.failure_share = home.seen.failure_share();
            candidates.push_back(candidate);
            indices.push_back(i);
        }
        const auto chosen = schedule::choose(candidates, {}, {m_random(), m_random(), m_random()});
        if (!chosen) return false;
        compute(call, indices[*chosen]);
        return true;
    }
    void compute(const CallPtr& call, std::size_t i) {
        ++call->asked;
        call->avoid.push_back(i);
        call->at_work.push_back(i);
        call->asked_at = call->heard_at = m_now;
        call->unreached_since = 0;
        call->to_read = call->tokens;
        Home& home = m_homes[i];
        ++home.jobs;
        const Nanoseconds reading = of_seconds(0.005) * static_cast<Nanoseconds>(call->tokens);
        const auto wait = static_cast<Nanoseconds>(static_cast<double>(home.first_token) * (0.7 + 0.6 * uniform()));
        after(wait + reading, [this, call, i, turn = call->turn, life = home.life] { token(call, i, turn, life, 0); });
    }
    void token(const CallPtr& call, std::size_t i, std::uint64_t turn, std::uint64_t life, std::size_t index) {
        Home& home = m_homes[i];
        if (call->over || turn != call->turn || !home.up || home.life != life) return;
        if (index == 0) {
            home.seen.first_token(static_cast<double>(m_now - call->asked_at) * 1e-9, m_now);
            if (call->tokens == 0) hedge.first_token(m_now - call->asked_at);
            leave_others(call, i);
        } else {
            call->gap = failover::average_gap(call->gap, m_now - call->heard_at);
        }
        if (call->at_work != std::vector{i}) return; // another one was first
        if (call->last_token != call->tokens) ++tokens_wrong;
        call->last_token = ++call->tokens;
        call->heard_at = m_now;
        if (call->tokens == answer_tokens) {
            home.seen.token_gap(static_cast<double>(home.gap) * 1e-9, m_now);
            home.seen.answered();
            return finish(call);
        }
        after(home.gap, [this, call, i, turn, life, index] { token(call, i, turn, life, index + 1); });
    }
    /// The first valid first token wins; who lost the race is told at once.
    void leave_others(const CallPtr& call, std::size_t winner) {
        if (std::find(call->at_work.begin(), call->at_work.end(), winner) == call->at_work.end()) return;
        for (const std::size_t other : call->at_work)
            if (other != winner) free_place(other);
        call->at_work = {winner};
    }
    void free_place(std::size_t i) { m_homes[i].jobs -= std::min<std::size_t>(m_homes[i].jobs, 1); }

    void watch(const CallPtr& call) {
        if (call->over) return;
        const bool waits = call->heard_at == call->asked_at;
        if (waits && call->tokens == 0 && !call->hedged && hedge.ask_another(m_now - call->asked_at)) {
            call->hedged = true;
            const Nanoseconds asked_at = call->asked_at;
            static_cast<void>(ask(call));
            call->asked_at = call->heard_at = asked_at;
        }
        bool linked = false;
        for (const std::size_t i : call->at_work)
            linked = linked || m_homes[i].linked;
        if (linked) call->unreached_since = 0;
        if (!linked && call->unreached_since == 0) call->unreached_since = m_now;
        failover::Silence silence;
        silence.stage = waits ? failover::Stage::first_token : failover::Stage::next_token;
        silence.silent = m_now - call->heard_at;
        silence.unreached = linked ? 0 : m_now - call->unreached_since;
        silence.token_gap = call->gap;
        silence.to_read = call->to_read;
        if (failover::is_stalled(silence)) move(call);
        if (!call->over) after(second / 4, [this, call] { watch(call); });
    }
    void move(const CallPtr& call) {
        for (const std::size_t i : call->at_work) {
            m_homes[i].seen.failed();
            free_place(i);
        }
        call->at_work.clear();
        ++call->turn;
        failover::Loss loss;
        loss.moves = call->moves;
        loss.asked = call->asked;
        loss.passed_on = call->tokens > 0;
        loss.exact = true;
        if (failover::after(loss) == failover::Next::end) return finish(call);
        ++call->moves;
        ++moved;
        if (!ask(call)) finish(call);
    }
    void finish(const CallPtr& call) {
        for (const std::size_t i : call->at_work)
            free_place(i);
        call->over = true;
        ++ended;
        if (call->tokens == answer_tokens) ++whole;
    }

    const Settings m_settings;
    std::mt19937_64 m_random;
    std::vector<Home> m_homes;
    std::multimap<Nanoseconds, std::function<void()>> m_events;
    Nanoseconds m_now = 0;
};

} // namespace

class NodeChurn : public QObject {
    Q_OBJECT

private slots:
    void answersStayWhole_data() {
        QTest::addColumn<double>("life");
        QTest::addColumn<double>("stalls");
        QTest::addColumn<double>("least");
        QTest::newRow("each home goes once an hour") << 3600.0 << 0.0 << 0.9995;
        QTest::newRow("homes live for ten minutes, a tenth falls silent") << 600.0 << 0.1 << 0.995;
    }
    void answersStayWhole() {
        QFETCH(const double, life);
        QFETCH(const double, stalls);
        QFETCH(const double, least);
        Churn::Settings settings;
        settings.mean_life_s = life;
        settings.stalls = stalls;
        Churn churn(settings);
        churn.run();
        QCOMPARE(churn.ended, settings.calls);
        const double share = static_cast<double>(churn.whole) / static_cast<double>(churn.ended);
        qInfo("%zu of %zu whole (%.4f %%), %zu moves, %llu hedged", churn.whole, churn.ended, 100 * share, churn.moved,
              static_cast<unsigned long long>(churn.hedge.hedged()));
        QVERIFY2(share >= least, qPrintable(QString::number(share, 'f', 5)));
        QVERIFY(churn.moved > 0);
        QCOMPARE(churn.tokens_wrong, std::size_t{0});
        QVERIFY(static_cast<double>(churn.hedge.hedged()) <= 0.05 * static_cast<double>(churn.ended));
    }
};

QTEST_APPLESS_MAIN(NodeChurn)
#include "tst_node_churn.moc"
