// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/jobs/executor.h"
#include "node/jobs/job_plan.h"

#include <atomic>
#include <set>

namespace hearth::node {

/// One answer on its way from request to settled receipt. Worker frames arrive on the supervisor's thread;
/// every step that touches disk or ledger runs on the executor's queue, in order.
class JobRun final : public WorkerJob, public std::enable_shared_from_this<JobRun> {
public:
    JobRun(Executor& executor, JobPlan plan, std::shared_ptr<gateway::GenerationSink> sink);

    const JobPlan& plan() const { return m_plan; }
    WorkerTarget target() const;
    core::Nanoseconds created_at() const { return m_created_at; }
    /// Where it is being computed; empty while it waits.
    std::string device() const;
    /// Asks for a worker.
    core::Status start();
    /// The caller hung up, or the node must stop: ends at the next token. Any thread.
    void cancel();

    void on_ready(std::shared_ptr<Lease> lease) override;
    void on_message(worker::Message message) override;
    void on_failed(const core::Error& error) override;
    void on_lost(const core::Error& error) override;

private:
    enum class Phase { counting, open, generating, over };
    void post(std::function<void()> step);
    // On the queue:
    void admit(std::vector<std::uint32_t> prompt_ids);
    core::Status open(std::vector<std::uint32_t> prompt_ids);
    core::Status generate();
    core::Status send_generate();
    bool move_on(const core::Error& error, bool lost);
    bool may_move(const core::Error& error) const;
    bool dies_again();
    core::Status submit(bool resumes);
    void end_unless_lost(const core::Status& sent);
    bool is_new(const worker::Token& token);
    bool only_scores() const { return m_file.request.scores && m_file.request.decode.max_tokens == 0; }
    void finish(const worker::Finished& finished);
    bool scored(const worker::Finished& finished) const;
    core::Status check_answer(const worker::Finished& finished) const;
    core::Status commit(const worker::Finished& finished);
    void end_empty(const worker::Finished& finished);
    void end(const core::Error& error);
    void leave();
    proof::Receipt make_receipt(const worker::Finished& finished) const;
    gateway::GenerationEnd make_end(const worker::Finished& finished) const;
    core::Status step(const char* name, core::Status status);
    std::shared_ptr<Lease> lease() const;

    Executor& m_executor;
    ExecutorRooms& m_rooms;
    const JobPlan m_plan;
    const std::shared_ptr<gateway::GenerationSink> m_sink;
    const core::Nanoseconds m_created_at;

    mutable std::mutex m_mutex;
    std::shared_ptr<Lease> m_lease;
    std::vector<std::uint32_t> m_ids;               ///< of the answer, passed on so far
    std::vector<proof::PromptScore> m_scores;       ///< of the prompt, passed on so far
    std::size_t m_prompt_seen = 0, m_prompt_at = 0; ///< its tokens that were passed on; that this worker reported
    std::string m_device;                           ///< where it computes
    std::set<std::string> m_failed_on;              ///< devices
    std::uint32_t m_deaths = 0;                     ///< of workers, since the answer last grew
    std::size_t m_ids_at_death = 0;
    std::atomic<bool> m_cancelled = false, m_generating = false;
    std::atomic<bool> m_opened = false; ///< has its prompt's ids and its escrow
    std::atomic<core::Nanoseconds> m_first_token_at = 0;

    Phase m_phase = Phase::counting;
    bool m_recorded = false; ///< the job stands in the store
    std::shared_ptr<const core::SigningKey> m_key;
    proof::ReceiptFile m_file; ///< grows step by step
    core::EscrowId m_escrow;
    ledger::Tariff m_tariff;
    core::Height m_escrow_height = 0; ///< of the block whose beacon the sampler's key is made with
    core::Nanoseconds m_generate_at = 0;
    core::ReceiptId m_receipt;
};

} // namespace hearth::node
