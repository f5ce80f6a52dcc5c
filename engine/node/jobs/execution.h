// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/jobs/execution_plan.h"
#include "node/jobs/executor.h"

#include <atomic>
#include <set>

namespace hearth::node {

/// The executor's half of one job, from question to settled receipt: it counts, quotes, waits for the assignment and
/// its escrow, computes, signs, stores and settles. Worker frames arrive on the supervisor's thread; every step that
/// touches disk or ledger runs on the executor's queue, in order.
class Execution final : public WorkerJob, public link::JobEnd, public std::enable_shared_from_this<Execution> {
public:
    Execution(Executor& executor, ExecutionPlan plan, std::shared_ptr<link::JobEnd> caller);

    const ExecutionPlan& plan() const { return m_plan; }
    WorkerTarget target() const;
    core::Hash asker() const override { return m_plan.asker(); }
    core::Nanoseconds created_at() const { return m_created_at; }
    /// Where it is being computed; empty while it waits.
    std::string device() const;
    /// Asks for a worker.
    core::Status start();
    /// The caller left: ends at the next token. Any thread.
    void cancel();
    /// The node must stop: likewise, but a caller on another machine, who can go on with another node, is told so and
    /// pays nothing. Any thread.
    void stop();
    /// A block came, or time passed: looks again for the escrow, if it waits for that. Any thread.
    void look_again();

    void receive(link::JobMessage message) override;
    void on_ready(std::shared_ptr<Lease> lease) override;
    void on_message(worker::Message message) override;
    void on_failed(const core::Error& error) override;
    void on_lost(const core::Error& error) override;

private:
    enum class Phase { counting, quoting, quoted, assigned, generating, over };
    void post(std::function<void()> step);
    void break_off();
    void forsake(const core::Error& error, bool by_caller);
    // On the queue:
    void admit(std::vector<std::uint32_t> prompt_ids);
    core::Status fit(std::size_t prompt_tokens);
    void quote(const core::Result<ledger::Tariff>& tariff);
    core::Status record() const;
    void assign(link::Assign assign);
    void await_escrow();
    core::Result<core::Hash> beacon_of(const std::optional<ledger::Escrow>& escrow) const;
    core::Status check_escrow(const ledger::Escrow& escrow) const;
    void await_channel(const ledger::Channel& channel);
    core::Status check_channel(const ledger::Channel& channel) const;
    core::Status begin();
    core::Status send_generate();
    bool move_on(const core::Error& error, bool lost);
    bool may_move(const core::Error& error) const;
    bool dies_again();
    core::Status submit(bool resumes);
    void end_unless_lost(const core::Status& sent);
    bool is_new(const worker::Token& token);
    /// No token is to follow the prompt.
    bool only_prompt() const {
        return m_file.request.asks_values() || (m_file.request.scores && m_file.request.decode.max_tokens == 0);
    }
    bool are_values(const worker::Finished& finished) const;
    void finish(const worker::Finished& finished);
    bool scored(const worker::Finished& finished) const;
    core::Status check_answer(const worker::Finished& finished) const;
    core::Status check_beginning(const worker::Finished& finished) const;
    core::Status commit(const worker::Finished& finished);
    void settle();
    void refund();
    void end_empty(const worker::Finished& finished);
    void end(const core::Error& error);
    void tell(link::JobMessage message);
    void leave();
    proof::Receipt make_receipt(const worker::Finished& finished) const;
    core::Status step(const char* name, core::Status status);
    std::function<void(core::Status)> told(const char* step);
    std::shared_ptr<Lease> lease() const;

    Executor& m_executor;
    ExecutorRooms& m_rooms;
    const core::TaskQueue::Door m_door; ///< what comes when the executor is gone is dropped
    const ExecutionPlan m_plan;
    const core::Nanoseconds m_created_at;

    mutable std::mutex m_mutex;
    std::shared_ptr<link::JobEnd> m_caller; ///< until it was told the end
    std::shared_ptr<Lease> m_lease;
    std::vector<std::uint32_t> m_ids;               ///< of the answer, passed on so far
    std::vector<proof::PromptScore> m_scores;       ///< of the prompt, passed on so far
    std::uint64_t m_sent = 0;                       ///< tokens passed on, the prompt's too
    std::size_t m_prompt_seen = 0, m_prompt_at = 0; ///< its tokens that were passed on; that this worker reported
    std::string m_device;                           ///< where it computes
    std::set<std::string> m_failed_on;              ///< devices
    std::uint32_t m_deaths = 0;                     ///< of workers, since the answer last grew
    std::size_t m_ids_at_death = 0;
    std::atomic<bool> m_cancelled = false, m_generating = false;
    std::atomic<bool> m_counted = false; ///< has its prompt's ids
    std::atomic<core::Nanoseconds> m_first_token_at = 0;
    Phase m_phase = Phase::counting;
    bool m_recorded = false;               ///< the job stands in the store
    std::optional<core::Error> m_forsaken; ///< the caller gave it up, or was lost: nothing is signed
    std::shared_ptr<const core::SigningKey> m_key;
    link::Quote m_quote;
    proof::ReceiptFile m_file; ///< grows step by step
    core::EscrowId m_escrow;
    std::optional<core::Signature> m_order;          ///< of the payer, where a channel is to pay
    std::shared_ptr<EarningChannels::Place> m_place; ///< where a payment channel pays
    ledger::Tariff m_tariff;
    core::Height m_escrow_height = 0; ///< of the block whose beacon the sampler's key is made with
    core::Nanoseconds m_assigned_at = 0, m_generate_at = 0;
};

} // namespace hearth::node
