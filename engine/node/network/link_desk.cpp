// SPDX-License-Identifier: Apache-2.0
#include "node/network/link_desk.h"

#include "core/log.h"
#include "node/jobs/purchase_plan.h"
#include "node/network/peer_tasks.h"

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr core::Nanoseconds shun_time = 10 * core::minute;
constexpr unsigned most_tasks = 64; // receipts and vouchers of one peer that wait

link::JobMessage too_many() {
    return link::Failed{fail(Code::busy, core::say("node_jobs_peer_under", {std::to_string(most_tasks)}),
                             core::say("try_again_later_ask"))};
}

} // namespace

LinkDesk::LinkDesk(link::JobRoute* executor, link::SealingKeys* keys, Show show, Take take, Certified relays_to,
                   const core::Clock& clock)
    : m_executor(executor), m_keys(keys), m_show(std::move(show)), m_take(std::move(take)), m_clock(clock) {
    if (!relays_to) return;
    link::RelayOptions options;
    options.certified = std::move(relays_to);
    options.clock = &m_clock;
    m_state->relay = std::make_shared<link::Relay>(
        [weak = std::weak_ptr(m_state)] {
            const auto state = weak.lock();
            return state ? state->links() : std::vector<LinkPtr>();
        },
        std::move(options));
}

void LinkDesk::tick() {
    if (m_state->relay) m_state->relay->expire();
}

LinkDesk::Jobs LinkDesk::State::of(const LinkPtr& link) const {
    const std::lock_guard lock(mutex);
    const auto found = jobs.find(link);
    return found == jobs.end() ? nullptr : found->second;
}

link::LinkEvents LinkDesk::events() {
    link::LinkEvents events;
    events.up = [this](const LinkPtr& link) { begin(link); };
    events.job = [state = m_state](const LinkPtr& link, link::Arrival arrival) {
        if (state->relay && state->relay->take(link, arrival)) return;
        if (const Jobs jobs = state->of(link)) jobs->arrived(std::move(arrival));
    };
    events.down = [state = m_state](const LinkPtr& link, const core::Error& error) {
        Jobs jobs;
        {
            const std::lock_guard lock(state->mutex);
            if (auto gone = state->jobs.extract(link)) jobs = std::move(gone.mapped());
        }
        core::log::info("links", "down", {{"peer", link->peer().hex()}, {"reason", error.message}});
        if (state->relay) state->relay->lost(link);
        if (jobs) jobs->lost(error);
    };
    return events;
}

void LinkDesk::begin(const LinkPtr& link) {
    core::log::info("links", "up", {{"peer", link->peer().hex()}});
    link::LinkJobs::Options options;
    options.executor = m_executor;
    options.keys = m_keys;
    options.new_id = fresh_job_id;
    options.clock = &m_clock;
    options.on_altered = [weak = std::weak_ptr(m_state), clock = &m_clock](const core::PublicKey& gateway,
                                                                           const std::vector<core::PublicKey>& nodes) {
        if (const auto state = weak.lock()) state->shun(gateway, nodes, clock->monotonic());
    };
    if (m_state->relay)
        options.reach = [relay = m_state->relay](const core::PublicKey& peer) { return relay->reach(peer); };
    const PeerTasks tasks(m_queue.door(), most_tasks);
    options.show = [tasks, show = m_show, peer = link->peer()](const link::Fetch& fetch,
                                                               std::function<void(link::JobMessage)> answer) {
        const bool waits = tasks.post([show, peer, fetch, answer] {
            const auto file = show(peer, fetch);
            if (!file) return answer(link::Failed{file.error()});
            answer(link::Result{*file, file->signed_receipt.receipt.stop_reason, {}});
        });
        if (!waits) answer(too_many());
    };
    options.take = [tasks, take = m_take](core::Bytes voucher, std::function<void(link::JobMessage)> answer) {
        const bool waits = tasks.post([take, voucher = std::move(voucher), answer] {
            if (const core::Status kept = take(voucher); !kept) return answer(link::Failed{kept.error()});
            answer(link::Result{});
        });
        if (!waits) answer(too_many());
    };
    const std::lock_guard lock(m_state->mutex);
    m_state->jobs.try_emplace(link, link::LinkJobs::make(link, std::move(options)));
}

std::vector<LinkDesk::LinkPtr> LinkDesk::State::links() const {
    const std::lock_guard lock(mutex);
    std::vector<LinkPtr> links;
    for (const auto& [link, made] : jobs)
        links.push_back(link);
    return links;
}

std::vector<LinkDesk::LinkPtr> LinkDesk::links() const {
    return m_state->links();
}

void LinkDesk::State::shun(const core::PublicKey& gateway, const std::vector<core::PublicKey>& nodes,
                           core::Nanoseconds now) {
    const std::lock_guard lock(mutex);
    std::erase_if(shunned, [now](const auto& each) { return each.second <= now; });
    for (const core::PublicKey& node : nodes)
        shunned[{gateway, node}] = now + shun_time;
}

bool LinkDesk::shuns(const core::PublicKey& gateway, const core::PublicKey& node) const {
    const core::Nanoseconds now = m_clock.monotonic();
    const std::lock_guard lock(m_state->mutex);
    const auto at = m_state->shunned.find({gateway, node});
    return at != m_state->shunned.end() && now < at->second;
}

core::Result<std::shared_ptr<link::JobEnd>> LinkDesk::ask_behind(const LinkPtr& gateway, link::JobMessage question,
                                                                 std::shared_ptr<link::JobEnd> caller,
                                                                 std::vector<link::SealingCard> cards) {
    const Jobs jobs = m_state->of(gateway);
    if (!jobs) return fail(Code::unavailable, core::say("link_node_gone"), core::say("send_request_again"));
    return jobs->ask_behind(fresh_job_id(), std::move(question), std::move(caller), std::move(cards));
}

core::Result<std::shared_ptr<link::JobEnd>> LinkDesk::ask(const LinkPtr& link, link::JobMessage question,
                                                          std::shared_ptr<link::JobEnd> caller) {
    const Jobs jobs = m_state->of(link);
    if (!jobs) return fail(Code::unavailable, core::say("link_node_gone"), core::say("send_request_again"));
    return jobs->exchange()->open(fresh_job_id(), std::move(question), std::move(caller));
}

} // namespace hearth::node
