// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/job_exchange.h"
#include "link/link.h"
#include "link/sealing_keys.h"

namespace hearth::link {

/// The jobs of one link, as an exchange knows them: by name instead of number, and sealed where the executor has a
/// sealing card. Feed it from LinkEvents: arrived() from `job`, lost() from `down`. Thread-safe.
class LinkJobs : public std::enable_shared_from_this<LinkJobs> {
public:
    struct Options {
        JobRoute* executor = nullptr;        ///< as JobExchange::make()
        SealingKeys* keys = nullptr;         ///< of the executor; null = sealed questions are refused
        const core::Clock* clock = nullptr;  ///< null = the system's
        std::function<std::string()> new_id; ///< names a job that the peer opens; needed with an executor
        std::size_t most = 64;               ///< jobs of the peer at the same time
        JobExchange::Show show;              ///< empty: no receipts are shown
        JobExchange::Take take = {};         ///< empty: no vouchers are taken
        JobExchange::Reach reach = {};       ///< empty: nothing is relayed
        /// The peer, a gateway, passed on what does not open: it, or one of these nodes behind it (the one that
        /// answers, once that is known), is not to be believed.
        std::function<void(const core::PublicKey& gateway, const std::vector<core::PublicKey>& nodes)> on_altered = {};
    };
    static std::shared_ptr<LinkJobs> make(std::shared_ptr<Link> link, Options options);

    const std::shared_ptr<JobExchange>& exchange() const { return m_exchange; }
    /// Asks one of these executors, whom the peer relays to; `caller` hears from one of them or why none answers.
    /// Errors: those of JobExchange::open().
    core::Result<std::shared_ptr<JobEnd>> ask_behind(const std::string& id, JobMessage question,
                                                     std::shared_ptr<JobEnd> caller, std::vector<SealingCard> cards);
    void arrived(Arrival arrival);
    void lost(const core::Error& error);

private:
    struct Job {
        std::string id;
        std::optional<SealedPurchase> purchase;
        std::optional<SealedExecution> execution;
        std::vector<core::PublicKey> behind; ///< who may answer, in a relayed job
    };
    LinkJobs(std::shared_ptr<Link> link, Options options);
    core::Status send(const std::string& id, const JobMessage& message);
    core::Result<JobId> number_of(const std::string& id, const JobMessage& message);
    core::Status send_to(JobId number, Job& job, const JobMessage& message);
    /// Errors end the job.
    core::Result<JobMessage> open(Job& job, Arrival& arrival);
    core::Result<JobMessage> open_relayed(Job& job, core::ByteView sealed);
    void end(JobId number);

    const std::shared_ptr<Link> m_link;
    const Options m_options;
    std::shared_ptr<JobExchange> m_exchange;
    std::mutex m_mutex;
    std::map<JobId, Job> m_jobs;
    std::map<std::string, JobId> m_numbers;
    std::map<std::string, std::vector<SealingCard>> m_behind; ///< of jobs that are about to be asked
};

} // namespace hearth::link
