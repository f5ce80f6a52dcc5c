// SPDX-License-Identifier: Apache-2.0
#include "link/relay.h"

#include <algorithm>

namespace hearth::link {
namespace {

constexpr core::Nanoseconds list_life = core::second;
constexpr std::size_t shares = 4; ///< of the room for questions, one for a home

core::Error nobody_left() {
    return core::fail(core::Code::unavailable, core::say("no_candidate_reached"), core::say("try_again_later_ask"));
}

/// Forwards one message; what cannot be sent ends that side's job.
core::Status pass(Link& link, JobId job, Arrival& arrival) {
    if (auto* sealed = std::get_if<core::Bytes>(&arrival.content))
        return link.send_sealed(job, std::move(*sealed), arrival.last);
    return link.send(job, std::get<JobMessage>(arrival.content));
}

void give_up(Link& link, JobId job, const core::Error& why) {
    if (!link.send(job, Failed{why})) link.forget_job(job);
}

} // namespace

Relay::Relay(Links links, RelayOptions options)
    : m_links(std::move(links)), m_options(std::move(options)),
      m_clock(m_options.clock != nullptr ? *m_options.clock : core::system_clock()) {}

/// What anybody may announce costs a look at the ledger; a signature is checked for those that stand there.
std::vector<Relay::Listed> Relay::list() const {
    const core::Nanoseconds now = m_clock.now();
    std::vector<Listed> all;
    for (const LinkPtr& link : m_links()) {
        const Capability capability = link->capability();
        const bool works = (capability.roles & role_executor) != 0 && !capability.draining && link->carried();
        if (!works || !capability.card || capability.card->node_key != link->peer()) continue;
        if (link->expired() || (m_options.certified && !m_options.certified(link->peer()))) continue;
        if (!capability.card->check(now)) continue;
        core::Bytes announced = encode(Frame(capability), 1); // a first frame, as a link would bring it
        if (announced.size() <= max_found_bytes) all.push_back({link->peer(), std::move(announced)});
    }
    std::stable_sort(all.begin(), all.end(), [](const Listed& one, const Listed& other) {
        return one.announced.size() < other.announced.size();
    });
    return all;
}

Found Relay::reach(const core::PublicKey& asker) const {
    const core::Nanoseconds now = m_clock.monotonic();
    const std::lock_guard lock(m_list_mutex);
    if (!m_listed_at || now - *m_listed_at >= list_life) {
        m_list = list();
        m_listed_at = now;
    }
    Found found;
    std::size_t bytes = 0;
    for (const Listed& each : m_list) {
        bytes += each.announced.size();
        if (found.nodes.size() == max_found_nodes || bytes > m_options.most_listed_bytes) break;
        if (each.node != asker) found.nodes.push_back(each.announced);
    }
    return found;
}

Relay::LinkPtr Relay::link_of(const core::PublicKey& node) const {
    for (const LinkPtr& link : m_links())
        if (link->peer() == node && link->carried()) return link;
    return nullptr;
}

bool Relay::take(const LinkPtr& from, Arrival& arrival) {
    if (go_on(from, arrival)) return true;
    const auto* sealed = arrival.opens ? std::get_if<core::Bytes>(&arrival.content) : nullptr;
    if (sealed == nullptr) return false;
    auto question = RelayedQuestion::read(*sealed);
    if (!question) return false;
    begin(from, arrival.job, std::move(*question));
    return true;
}

/// Whether it belongs to a job that is relayed already.
bool Relay::go_on(const LinkPtr& from, Arrival& arrival) {
    const std::lock_guard lock(m_mutex);
    const auto at = m_jobs.find({from, arrival.job});
    if (at == m_jobs.end()) return false;
    const std::shared_ptr<Passage> passage = at->second;
    if (passage->asker.link == from)
        from_asker(*passage, arrival);
    else
        from_executor(passage, arrival);
    return true;
}

core::Status Relay::admit(const LinkPtr& from, const RelayedQuestion& question) const {
    if (question.deadline <= m_clock.now())
        return core::fail(core::Code::refused, core::say("sealed_question_too_old"),
                          core::say("check_clock_seal_anew"));
    std::size_t count = 0, held = question.box.size(), held_of_all = held;
    for (const auto& [end, passage] : m_jobs) {
        if (end != passage->asker) continue;
        held_of_all += passage->question.box.size();
        if (end.link != from) continue;
        held += passage->question.box.size();
        ++count;
    }
    if (count >= m_options.most)
        return core::fail(core::Code::busy, core::say("gateway_relays_enough", {std::to_string(m_options.most)}),
                          core::say("wait_one_end_ask"));
    if (held > m_options.most_bytes / shares || held_of_all > m_options.most_bytes)
        return core::fail(core::Code::busy, core::say("gateway_holds_enough"), core::say("wait_one_end_ask"));
    return {};
}

void Relay::begin(const LinkPtr& from, JobId job, RelayedQuestion question) {
    const std::lock_guard lock(m_mutex);
    if (const core::Status may = admit(from, question); !may) return give_up(*from, job, may.error());
    auto passage = std::make_shared<Passage>();
    passage->asker = {from, job};
    passage->until = m_clock.monotonic() + std::min(m_options.patience, question.deadline - m_clock.now());
    passage->question = std::move(question);
    m_jobs.emplace(passage->asker, passage);
    advance(passage, nobody_left());
}

/// Asks the next candidate that is reached.
core::Status Relay::next(Passage& passage) {
    core::Error why = nobody_left();
    while (passage.tried < passage.question.candidates.size()) {
        const RelayedQuestion::Candidate& candidate = passage.question.candidates[passage.tried++];
        const LinkPtr link = link_of(candidate.node);
        if (!link || link == passage.asker.link) continue;
        const auto job = link->open_job();
        if (!job) {
            why = job.error();
            continue;
        }
        if (const auto sent = link->send_sealed(*job, passage.question.for_candidate(candidate), false); !sent) {
            link->forget_job(*job);
            why = sent.error();
            continue;
        }
        passage.executor = {link, *job};
        if (passage.tried == passage.question.candidates.size()) passage.question.box = core::Bytes();
        return {};
    }
    return why;
}

void Relay::advance(const std::shared_ptr<Passage>& passage, const core::Error& why) {
    if (passage->executor.link) m_jobs.erase(passage->executor);
    passage->executor = {};
    const bool tried = passage->tried > 0;
    if (const auto asked = next(*passage); !asked) {
        give_up(*passage->asker.link, passage->asker.job, tried ? why : asked.error());
        return forget(*passage);
    }
    m_jobs.emplace(passage->executor, passage);
}

void Relay::from_asker(Passage& passage, Arrival& arrival) {
    if (passage.answered) passage.until = m_clock.monotonic() + m_options.silence;
    const auto* plain = std::get_if<JobMessage>(&arrival.content);
    if (plain != nullptr && !std::holds_alternative<Failed>(*plain)) return; // the seal is for the two halves to keep
    const core::Status passed = pass(*passage.executor.link, passage.executor.job, arrival);
    if (!passed) {
        give_up(*passage.executor.link, passage.executor.job, passed.error());
        if (!arrival.last) give_up(*passage.asker.link, passage.asker.job, passed.error());
    }
    if (!passed || arrival.last) forget(passage);
}

void Relay::from_executor(const std::shared_ptr<Passage>& passage, Arrival& arrival) {
    // A first message that ends the job is a refusal, whatever it says: the next candidate may take it.
    const bool refused = !passage->answered && arrival.last;
    if (refused && passage->tried < passage->question.candidates.size()) return advance(passage, nobody_left());
    passage->answered = true;
    passage->question = {};
    passage->until = m_clock.monotonic() + m_options.silence;
    const core::Status passed = pass(*passage->asker.link, passage->asker.job, arrival);
    if (!passed) {
        give_up(*passage->asker.link, passage->asker.job, passed.error());
        if (!arrival.last) give_up(*passage->executor.link, passage->executor.job, passed.error());
    }
    if (!passed || arrival.last) forget(*passage);
}

void Relay::lost(const LinkPtr& link) {
    const core::Error gone = core::fail(core::Code::unavailable, core::say("link_down"), core::say("try_another_link"));
    const std::lock_guard lock(m_mutex);
    std::set<std::shared_ptr<Passage>> touched;
    for (const auto& [end, passage] : m_jobs)
        if (end.link == link) touched.insert(passage);
    for (const auto& passage : touched) {
        if (passage->asker.link == link) {
            give_up(*passage->executor.link, passage->executor.job, gone);
            forget(*passage);
        } else if (!passage->answered) {
            advance(passage, gone);
        } else {
            give_up(*passage->asker.link, passage->asker.job, gone);
            forget(*passage);
        }
    }
}

void Relay::expire() {
    const core::Error silent =
        core::fail(core::Code::timed_out, core::say("relayed_job_silent"), core::say("try_again_later_ask"));
    const core::Nanoseconds now = m_clock.monotonic();
    const std::lock_guard lock(m_mutex);
    std::set<std::shared_ptr<Passage>> over;
    for (const auto& [end, passage] : m_jobs)
        if (passage->until <= now) over.insert(passage);
    for (const auto& passage : over) {
        give_up(*passage->executor.link, passage->executor.job, silent);
        give_up(*passage->asker.link, passage->asker.job, silent);
        forget(*passage);
    }
}

void Relay::forget(const Passage& passage) {
    const End asker = passage.asker, executor = passage.executor;
    m_jobs.erase(asker);
    m_jobs.erase(executor);
}

std::size_t Relay::jobs() const {
    const std::lock_guard lock(m_mutex);
    return static_cast<std::size_t>(
        std::count_if(m_jobs.begin(), m_jobs.end(), [](const auto& each) { return each.first == each.second->asker; }));
}

} // namespace hearth::link
