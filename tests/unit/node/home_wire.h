// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/link_jobs.h"
#include "link/stream_pipe.h"
#include "node/jobs/executor.h"
#include "node/jobs/purchase_plan.h"
#include "support.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <sys/socket.h>

namespace hearth::test {

/// One end of a link between two homes over a socket, with its jobs.
class HomeWire {
public:
    using Spoil = std::function<void(link::JobMessage&)>;

    /// `spoil` changes what this end receives.
    HomeWire(int fd, link::Side side, link::JobRoute* executor, Spoil spoil = {})
        : m_fd(fd), m_spoil(std::move(spoil)), m_pipe(fd, side, core::SigningKey::generate().public_key(), events()) {
        link::LinkJobs::Options options;
        options.executor = executor;
        options.new_id = node::fresh_job_id;
        if (auto* own = dynamic_cast<node::Executor*>(executor))
            options.take = [own](const core::Bytes& voucher, const std::function<void(link::JobMessage)>& answer) {
                const core::Status kept = own->take_voucher(voucher);
                answer(kept ? link::JobMessage(link::Result{}) : link::JobMessage(link::Failed{kept.error()}));
            };
        jobs = link::LinkJobs::make(m_pipe.link(), std::move(options));
        m_ready.set_value();
    }
    void cut() { ::shutdown(m_fd, SHUT_RDWR); }

    std::shared_ptr<link::LinkJobs> jobs;
    std::atomic<bool> deaf = false;   ///< what comes is lost
    std::atomic<bool> reached = true; ///< as the transport says

private:
    link::LinkEvents events() {
        link::LinkEvents events;
        events.job = [this](const std::shared_ptr<link::Link>&, link::Arrival arrival) {
            m_made.wait();
            if (m_spoil) m_spoil(std::get<link::JobMessage>(arrival.content));
            if (!deaf) jobs->arrived(std::move(arrival));
        };
        events.down = [this](const std::shared_ptr<link::Link>&, const core::Error& error) {
            m_made.wait();
            jobs->lost(error);
        };
        return events;
    }

    const int m_fd; ///< the pipe's
    const Spoil m_spoil;
    std::promise<void> m_ready;
    std::shared_future<void> m_made = m_ready.get_future().share();
    link::StreamPipe m_pipe;
};

/// Asks other homes, whose models are known, in the order in which they stand here.
class WireRoute final : public link::JobRoute {
public:
    std::vector<link::OfferedModel> offers;
    struct Way {
        HomeWire* wire = nullptr;
        core::PublicKey node;
        link::Avoid others = {}; ///< that the question may reach in its place
    };
    std::vector<Way> ways;

    std::vector<link::OfferedModel> models() override { return offers; }
    core::Result<link::OfferedModel> find(const std::string& wanted) override {
        for (const link::OfferedModel& offer : offers)
            if (wanted.empty() || offer.name == wanted) return offer;
        return core::fail(core::Code::not_found, "Nobody runs that model.");
    }
    core::Result<link::OpenedJob> open(const std::string& job_id, link::Ask ask, std::shared_ptr<link::JobEnd> caller,
                                       const link::Terms& terms) override {
        for (const Way& way : ways) {
            if (terms.avoid.contains(way.node)) continue;
            auto opened = way.wire->jobs->exchange()->open(job_id, ask, caller);
            if (opened)
                return link::OpenedJob{*opened, way.node, [wire = way.wire] { return wire->reached.load(); },
                                       way.others};
        }
        return core::fail(core::Code::unavailable, "Nobody is left to ask.");
    }
    std::atomic<bool> loses_vouchers = false; ///< they reach nobody
    bool leads_to(const core::PublicKey& node) const override {
        return std::any_of(ways.begin(), ways.end(), [&](const Way& way) { return way.node == node; });
    }
    void pay(const core::PublicKey& node, core::Bytes voucher, std::function<void(core::Status)> answer) override {
        const auto end = std::make_shared<link::PayEnd>(std::move(answer));
        for (const Way& way : ways)
            if (way.node == node && !loses_vouchers &&
                way.wire->jobs->exchange()->open(node::fresh_job_id(), link::Pay{voucher}, end))
                return;
        end->receive(link::Failed{core::fail(core::Code::unavailable, "Nobody is left to pay.")});
    }
};

} // namespace hearth::test
