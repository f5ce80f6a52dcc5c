// SPDX-License-Identifier: Apache-2.0
#include "node/network/link_desk.h"

#include "core/log.h"
#include "node/jobs/purchase_plan.h"

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

} // namespace

LinkDesk::LinkDesk(link::JobRoute* executor, link::SealingKeys* keys, Show show, Take take)
    : m_executor(executor), m_keys(keys), m_show(std::move(show)), m_take(std::move(take)) {}

LinkDesk::Jobs LinkDesk::State::of(const LinkPtr& link) const {
    const std::lock_guard lock(mutex);
    const auto found = jobs.find(link);
    return found == jobs.end() ? nullptr : found->second;
}

link::LinkEvents LinkDesk::events() {
    link::LinkEvents events;
    events.up = [this](const LinkPtr& link) { begin(link); };
    events.job = [state = m_state](const LinkPtr& link, link::Arrival arrival) {
        if (const Jobs jobs = state->of(link)) jobs->arrived(std::move(arrival));
    };
    events.down = [state = m_state](const LinkPtr& link, const core::Error& error) {
        Jobs jobs;
        {
            const std::lock_guard lock(state->mutex);
            if (auto gone = state->jobs.extract(link)) jobs = std::move(gone.mapped());
        }
        core::log::info("links", "down", {{"peer", link->peer().hex()}, {"reason", error.message}});
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
    options.show = [door = m_queue.door(), show = m_show,
                    peer = link->peer()](const core::ReceiptId& receipt, std::function<void(link::JobMessage)> answer) {
        door.post([show, peer, receipt, answer = std::move(answer)] {
            const auto file = show(peer, receipt);
            if (!file) return answer(link::Failed{file.error()});
            answer(link::Result{*file, file->signed_receipt.receipt.stop_reason, {}});
        });
    };
    options.take = [door = m_queue.door(), take = m_take](core::Bytes voucher,
                                                          std::function<void(link::JobMessage)> answer) {
        door.post([take, voucher = std::move(voucher), answer = std::move(answer)] {
            if (const core::Status kept = take(voucher); !kept) return answer(link::Failed{kept.error()});
            answer(link::Result{});
        });
    };
    const std::lock_guard lock(m_state->mutex);
    m_state->jobs.try_emplace(link, link::LinkJobs::make(link, std::move(options)));
}

std::vector<LinkDesk::LinkPtr> LinkDesk::links() const {
    const std::lock_guard lock(m_state->mutex);
    std::vector<LinkPtr> links;
    for (const auto& [link, jobs] : m_state->jobs)
        links.push_back(link);
    return links;
}

core::Result<std::shared_ptr<link::JobEnd>> LinkDesk::ask(const LinkPtr& link, link::JobMessage question,
                                                          std::shared_ptr<link::JobEnd> caller) {
    const Jobs jobs = m_state->of(link);
    if (!jobs) return fail(Code::unavailable, core::say("link_node_gone"), core::say("send_request_again"));
    return jobs->exchange()->open(fresh_job_id(), std::move(question), std::move(caller));
}

} // namespace hearth::node
