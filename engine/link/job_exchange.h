// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/job_route.h"

#include <functional>
#include <map>
#include <mutex>

namespace hearth::link {

/// The jobs that two peers do for each other over one connection: hands what is asked here to the peer, and what the
/// peer asks to whoever executes here. Thread-safe. The connection brings receive() in order and may end with lost().
class JobExchange : public std::enable_shared_from_this<JobExchange> {
public:
    /// Must not block for long. An error means that the connection is gone; lost() follows.
    using Send = std::function<core::Status(const std::string& job_id, const JobMessage& message)>;

    /// Looks for a receipt that the peer fetches and answers, perhaps later, with a `Result` or a failure.
    using Show = std::function<void(const Fetch& fetch, std::function<void(JobMessage)> answer)>;

    /// The nodes that the peer may reach through this home. Must not block.
    using Reach = std::function<core::Result<Found>(const core::PublicKey& peer)>;

    /// Keeps a voucher that the peer pays with, and answers likewise.
    using Take = std::function<void(core::Bytes voucher, std::function<void(JobMessage)> answer)>;

    /// `executor`: null where nothing is executed; outlives the exchange, as what `send` needs does. `most`: jobs of
    /// the peer at the same time.
    static std::shared_ptr<JobExchange> make(JobRoute* executor, const core::PublicKey& peer, Send send,
                                             std::size_t most = 64, Show show = {}, Reach reach = {}, Take take = {});

    /// As JobRoute::open, at the peer; what it refuses comes to `caller`.
    core::Result<std::shared_ptr<JobEnd>> open(const std::string& job_id, JobMessage question,
                                               std::shared_ptr<JobEnd> caller);
    /// From the peer. What fits to no job is dropped: it may have ended here meanwhile.
    void receive(const std::string& job_id, JobMessage message);
    /// Every job ends: those asked here and those of the peer have failed.
    void lost(const core::Error& error);

private:
    class Peer;
    using Ends = std::map<std::string, std::shared_ptr<JobEnd>>;

    JobExchange(JobRoute* executor, const core::PublicKey& peer, Send send, std::size_t most, Show show, Reach reach,
                Take take);
    void begin(const std::string& job_id, Ask ask);
    void show(const std::string& job_id, const Fetch& fetch);
    void take(const std::string& job_id, core::Bytes voucher);
    std::function<void(JobMessage)> answer_to(const std::string& job_id);
    void tell_reach(const std::string& job_id);
    void tell(const std::string& job_id, const JobMessage& message);
    std::shared_ptr<JobEnd> find(const std::string& job_id, bool answers, bool last);

    JobRoute* const m_executor;
    const core::PublicKey m_peer;
    const Send m_send;
    const std::size_t m_most;
    const Show m_show;
    const Reach m_reach;
    const Take m_take;
    std::mutex m_mutex;
    bool m_lost = false;
    Ends m_asked;  ///< here; the ends are callers
    Ends m_served; ///< for the peer; the ends are executions, null while one is being opened
};

} // namespace hearth::link
