// SPDX-License-Identifier: Apache-2.0
#include "node/auditor.h"

#include "audit/verdict.h"
#include "core/clock.h"
#include "core/log.h"
#include "proof/receipt.h"

#include <chrono>
#include <condition_variable>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr core::Nanoseconds patience_per_token = 200'000'000;
constexpr unsigned max_attempts = 3;

/// One replay at the second worker; the caller waits for it.
class ReplayRun final : public WorkerJob {
public:
    explicit ReplayRun(const proof::ReceiptFile& file) : m_file(file) {}

    void on_ready(std::shared_ptr<Lease> lease) override {
        worker::Replay message;
        message.job = lease->number();
        message.prompt_ids = m_file.input_ids;
        message.output_ids = m_file.output_ids;
        message.params = m_file.request.decode;
        message.key = proof::seed_commitment(m_file.request, m_file.beacon);
        message.chain_start = audit::chain_start_of(m_file);
        message.alternatives = m_file.request.scores;
        message.scores = m_file.scores;
        const auto tokens =
            static_cast<core::Nanoseconds>(message.prompt_ids.size() + message.output_ids.size());
        const core::Status sent = lease->send(message, tokens * patience_per_token);
        const std::lock_guard lock(m_mutex);
        m_lease = std::move(lease);
        m_computing = true;
        if (!sent) m_error = sent.error();
        m_changed.notify_all();
    }
    void on_message(worker::Message message) override {
        const auto* replayed = std::get_if<worker::Replayed>(&message);
        if (replayed == nullptr) return;
        const std::lock_guard lock(m_mutex);
        m_result = *replayed;
        m_changed.notify_all();
    }
    void on_failed(const core::Error& error) override {
        const std::lock_guard lock(m_mutex);
        m_error = error;
        m_changed.notify_all();
    }

    core::Result<worker::Replayed> wait(const std::function<bool(bool computing)>& go_on) {
        std::unique_lock lock(m_mutex);
        while (!m_result && !m_error) {
            m_changed.wait_for(lock, std::chrono::milliseconds(200));
            const bool computing = m_computing;
            lock.unlock();
            const bool wanted = go_on(computing);
            lock.lock();
            if (!wanted) m_error = fail(Code::cancelled, "The replay was cancelled.");
        }
        const auto lease = std::move(m_lease);
        lock.unlock();
        if (m_result) return *m_result;
        return *m_error;
    }

private:
    const proof::ReceiptFile m_file;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::shared_ptr<Lease> m_lease;
    bool m_computing = false;
    std::optional<worker::Replayed> m_result;
    std::optional<core::Error> m_error;
};

const char* outcome_name(audit::Outcome outcome) {
    switch (outcome) {
    case audit::Outcome::passed:
        return "passed";
    case audit::Outcome::suspect:
        return "suspect";
    case audit::Outcome::failed:
        return "failed";
    }
    return "failed";
}

} // namespace

Auditor::Auditor(AuditorRooms rooms) : m_rooms(rooms), m_queue(std::make_unique<TaskQueue>()) {
    m_rooms.settlement.on_drawn([this](const core::ReceiptId& receipt) { enqueue(receipt); });
}

Auditor::~Auditor() {
    m_rooms.settlement.on_drawn({});
    m_stopping = true;
    m_queue.reset();
}

void Auditor::enqueue(const core::ReceiptId& receipt) {
    if (m_rooms.enabled) m_queue->post([this, receipt] { audit(receipt); });
}

void Auditor::audit_drawn() {
    const auto drawn = m_rooms.settlement.drawn_without_verdict();
    if (!drawn) {
        core::log::error("auditor", "drawn receipts cannot be read", {{"reason", drawn.error().message}});
        return;
    }
    for (const core::ReceiptId& receipt : *drawn)
        enqueue(receipt);
}

core::Result<VerdictRecord> Auditor::compute(const std::string& receipt_id,
                                             const control::OnProgress& progress) {
    HEARTH_TRY(const core::Bytes raw, m_rooms.store.receipt_file(receipt_id));
    HEARTH_TRY(const proof::ReceiptFile file, proof::ReceiptFile::decode_bytes(raw));
    const proof::Receipt& receipt = file.signed_receipt.receipt;
    HEARTH_TRY(const StoredModel model, m_rooms.models.find(receipt.model_id.hex()));
    const auto run = std::make_shared<ReplayRun>(file);
    HEARTH_CHECK(m_rooms.replayer.submit({receipt.model_id, receipt.profile, model.folder}, run));
    HEARTH_TRY(const worker::Replayed replayed, run->wait([&](bool computing) {
        const control::Progress where{
            computing ? "computing the answer again" : "loading the model in a fresh worker", 0, 0};
        return !m_stopping && (!progress || progress(where));
    }));
    const audit::Verdict verdict =
        audit::judge({receipt.profile, replayed.compared, replayed.equal, replayed.first_difference, replayed.worst_deficit,
                      replayed.scores, replayed.equal_scores, replayed.worst_score,
                      audit::commits_to(receipt, replayed.chain_root)});
    if (replayed.scores != file.scores.size())
        return fail(Code::corrupt, "The replay compared " + std::to_string(replayed.scores) + " of " +
                                       std::to_string(file.scores.size()) + " scores; that proves nothing.");
    if (replayed.compared != receipt.n_out)
        return fail(Code::corrupt, "The replay compared " + std::to_string(replayed.compared) + " of " +
                                       std::to_string(receipt.n_out) + " tokens; that proves nothing.");
    return VerdictRecord{core::system_clock().now(), verdict.level,     outcome_name(verdict.outcome),
                         verdict.sentence,           replayed.compared + replayed.scores, replayed.equal + replayed.equal_scores};
}

core::Result<VerdictRecord> Auditor::replay(const std::string& receipt_id,
                                            const control::OnProgress& progress) {
    HEARTH_TRY(const VerdictRecord verdict, compute(receipt_id, progress));
    HEARTH_CHECK(m_rooms.store.put_verdict(receipt_id, verdict));
    HEARTH_TRY(const core::ReceiptId id, core::ReceiptId::parse(receipt_id));
    HEARTH_CHECK(m_rooms.settlement.index(id));
    return verdict;
}

void Auditor::audit(const core::ReceiptId& receipt) {
    if (m_stopping) return;
    const std::string id = receipt.hex();
    auto verdict = m_rooms.store.verdict(id);
    if (!verdict) verdict = replay(id, {});
    core::Status done = verdict ? core::Status() : core::Status(verdict.error());
    if (verdict) {
        ledger::PostVerdict post;
        post.receipt_id = receipt;
        // A suspect answer is demoted to what its signature is worth; only a failed one loses its reward.
        const std::uint8_t reached = verdict->level == "E4" ? 4 : 2;
        post.level = verdict->outcome == "passed" ? reached : std::uint8_t{1};
        post.passed = verdict->outcome != "failed";
        post.compared = verdict->compared;
        post.equal = verdict->equal;
        done = m_rooms.settlement.post_verdict(post);
        if (done) done = m_rooms.settlement.index(receipt);
    }
    if (done) {
        m_attempts.erase(receipt);
        core::log::info("auditor", "verdict posted", {{"receipt", id}, {"outcome", verdict->outcome}});
        return;
    }
    const bool again = ++m_attempts[receipt] < max_attempts && !m_stopping;
    core::log::warning("auditor", "audit did not happen",
                       {{"receipt", id}, {"reason", done.error().message}, {"again", again ? 1 : 0}});
    if (again) m_queue->post([this, receipt] { audit(receipt); });
}

} // namespace hearth::node
