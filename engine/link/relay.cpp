// SPDX-License-Identifier: Apache-2.0
#include "link/relay.h"

#include <algorithm>

namespace hearth::link {
namespace {

core::Error nobody_left() {
    return core::fail(core::Code::unavailable, core::say("no_candidate_reached"), core::say("try_again_later_ask"));
}

/// Forwards one message; what cannot be sent ends that side's job.
core::Status pass(Link& link, JobId job, Arrival& arrival) {
    if (const auto* sealed = std::get_if<core::Bytes>(&arrival.content))
        return link.send_sealed(job, *sealed, arrival.last);
    return link.send(job, std::get<JobMessage>(arrival.content));
}

void give_up(Link& link, JobId job, const core::Error& why) {
    if (!link.send(job, Failed{why})) link.forget_job(job);
}

} // namespace

Found Relay::reach(const core::PublicKey& asker) const {
    Found found;
    for (const LinkPtr& link : m_links()) {
        if (found.nodes.size() == max_found_nodes) break;
        const Capability capability = link->capability();
        const bool works = (capability.roles & role_executor) != 0 && !capability.draining && link->carried();
        if (!works || !capability.card || link->peer() == asker || capability.card->node_key != link->peer()) continue;
        found.nodes.push_back(encode(Frame(capability)));
    }
    return found;
}

Relay::LinkPtr Relay::link_of(const core::PublicKey& node) const {
    for (const LinkPtr& link : m_links())
        if (link->peer() == node && link->carried()) return link;
    return nullptr;
}

bool Relay::take(const LinkPtr& from, Arrival& arrival) {
    const std::lock_guard lock(m_mutex);
    const auto at = m_jobs.find({from, arrival.job});
    if (at != m_jobs.end()) {
        const std::shared_ptr<Passage> passage = at->second;
        if (passage->asker.link == from)
            from_asker(*passage, arrival);
        else
            from_executor(passage, arrival);
        return true;
    }
    const auto* sealed = arrival.opens ? std::get_if<core::Bytes>(&arrival.content) : nullptr;
    if (sealed == nullptr || !RelayedQuestion::read(*sealed)) return false;
    begin(from, arrival.job, *sealed);
    return true;
}

void Relay::begin(const LinkPtr& from, JobId job, core::ByteView sealed) {
    const auto count = std::count_if(m_jobs.begin(), m_jobs.end(), [&](const auto& each) {
        return each.first.link == from && each.second->asker.link == from;
    });
    if (static_cast<std::size_t>(count) >= m_most)
        return give_up(*from, job,
                       core::fail(core::Code::busy, core::say("gateway_relays_enough", {std::to_string(m_most)}),
                                  core::say("wait_one_end_ask")));
    auto passage = std::make_shared<Passage>();
    passage->asker = {from, job};
    passage->question = RelayedQuestion::read(sealed).value();
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

void Relay::forget(const Passage& passage) {
    const End asker = passage.asker, executor = passage.executor;
    m_jobs.erase(asker);
    m_jobs.erase(executor);
}

std::size_t Relay::jobs() const {
    const std::lock_guard lock(m_mutex);
    return static_cast<std::size_t>(std::count_if(m_jobs.begin(), m_jobs.end(), [](const auto& each) {
        return each.first.job == each.second->asker.job && each.first.link == each.second->asker.link;
    }));
}

} // namespace hearth::link
