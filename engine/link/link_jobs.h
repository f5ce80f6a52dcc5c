// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/job_exchange.h"
#include "link/link.h"

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
        JobExchange::Take take;              ///< empty: no vouchers are taken
    };
    static std::shared_ptr<LinkJobs> make(std::shared_ptr<Link> link, Options options);

    const std::shared_ptr<JobExchange>& exchange() const { return m_exchange; }
    void arrived(Arrival arrival);
    void lost(const core::Error& error);

private:
    struct Job {
        std::string id;
        std::optional<SealedPurchase> purchase;
        std::optional<SealedExecution> execution;
    };
    LinkJobs(std::shared_ptr<Link> link, Options options);
    core::Status send(const std::string& id, const JobMessage& message);
    core::Result<JobId> number_of(const std::string& id, const JobMessage& message);
    core::Status send_to(JobId number, Job& job, const JobMessage& message);
    /// Errors end the job.
    core::Result<JobMessage> open(Job& job, Arrival& arrival);
    void end(JobId number);

    const std::shared_ptr<Link> m_link;
    const Options m_options;
    std::shared_ptr<JobExchange> m_exchange;
    std::mutex m_mutex;
    std::map<JobId, Job> m_jobs;
    std::map<std::string, JobId> m_numbers;
};

} // namespace hearth::link
