// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/auditor.h"

#include "audit/verdict.h"
#include "core/log.h"
#include "proof/check.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr core::Nanoseconds replay_patience = 200'000'000;
constexpr core::Nanoseconds first_pause = 5'000'000'000, longest_pause = 600'000'000'000;
constexpr std::size_t most_waiting = 1000;

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
        message.constraint = m_file.constraint;
        message.embed = m_file.request.asks_values();
        const auto tokens = static_cast<core::Nanoseconds>(message.prompt_ids.size() + message.output_ids.size());
        // Tensors take the time that the worker gives a run, however many words they are.
        const core::Status sent = lease->send(message, m_file.request.run ? 0 : tokens * replay_patience);
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
            if (!wanted) m_error = fail(Code::cancelled, core::say("replay_cancelled"));
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

/// The receipt file keeps the name that the model had, so that people need not search by hash. An exact profile is a
/// part of what the model is.
core::Error model_missing(const proof::ReceiptFile& file) {
    const proof::Receipt& receipt = file.signed_receipt.receipt;
    const bool exact = proof::is_exact(receipt.profile);
    const core::Sentence hint = exact ? core::say("import_again_profile", {file.model_name, receipt.profile})
                                      : core::say("import_again", {file.model_name});
    return fail(Code::not_found,
                core::say("model_computed_answer_not", {file.model_name, receipt.model_id.hex().substr(0, 12)}), hint);
}

VerdictRecord record_of(const audit::Verdict& verdict, std::uint32_t compared, std::uint32_t equal,
                        core::Nanoseconds now) {
    return {now, std::string(proof::level_name(verdict.level)), verdict.outcome, verdict.sentence, compared, equal};
}

} // namespace

Auditor::Auditor(AuditorRooms rooms)
    : m_rooms(rooms), m_queue(std::make_unique<core::TaskQueue>("audits", most_waiting)) {
    m_rooms.settlement.on_assigned([this](const core::ReceiptId& receipt) { enqueue(receipt); });
}

Auditor::~Auditor() {
    m_rooms.settlement.on_assigned({});
    m_stopping = true;
    m_queue.reset();
}

void Auditor::enqueue(const core::ReceiptId& receipt) {
    if (!m_rooms.enabled) return;
    {
        const std::lock_guard lock(m_mutex);
        Open& open = m_open[receipt];
        if (std::exchange(open.queued, true)) return;
    }
    if (m_queue->post([this, receipt] { audit(receipt); })) return;
    const std::lock_guard lock(m_mutex);
    m_open[receipt].queued = false; // a tick comes back to it
}

std::pair<std::size_t, core::Error> Auditor::delayed() const {
    std::pair<std::size_t, core::Error> delayed;
    const std::lock_guard lock(m_mutex);
    for (const auto& [receipt, open] : m_open) {
        if (!open.last) continue;
        ++delayed.first;
        delayed.second = *open.last;
    }
    return delayed;
}

void Auditor::tick(core::Nanoseconds now) {
    if (!m_rooms.enabled) return;
    const std::vector<core::ReceiptId> duties = m_rooms.settlement.audit_duties();
    std::vector<core::ReceiptId> due;
    {
        const std::lock_guard lock(m_mutex);
        m_now = now;
        // What the ledger gave to another node, or decided, is not tried again.
        std::erase_if(m_open, [&](const auto& entry) {
            return !entry.second.queued && !std::binary_search(duties.begin(), duties.end(), entry.first);
        });
        for (const core::ReceiptId& receipt : duties) {
            const auto open = m_open.find(receipt);
            if (open == m_open.end() || (!open->second.queued && open->second.again_at <= now)) due.push_back(receipt);
        }
    }
    for (const core::ReceiptId& receipt : due)
        enqueue(receipt);
}

core::Result<VerdictRecord> Auditor::compute(const proof::ReceiptFile& file, const control::OnProgress& progress) {
    const proof::Receipt& receipt = file.signed_receipt.receipt;
    // What was signed must be what is replayed: its prices follow from counts that a file could belie.
    for (const proof::CheckRow& row : proof::check_receipt_file(file))
        if (row.outcome == proof::CheckRow::Outcome::failed)
            return record_of({audit::Outcome::failed, proof::Level::none, row.detail}, 0, 0, m_rooms.clock.now());
    if (const auto reward = m_rooms.settlement.reward(receipt.id()); reward && reward->terms) {
        std::optional<core::Hash> beacon = reward->terms->beacon;
        if (!beacon) // a channel's: the state does not repeat what its block brought
            if (const auto known = m_rooms.settlement.beacon(reward->terms->height)) beacon = *known;
        if (const auto refuted = audit::refute_beacon(file, reward->terms->height, beacon))
            return record_of(*refuted, 0, 0, m_rooms.clock.now());
    }
    const auto model = m_rooms.models.find(receipt.model_id.hex());
    if (!model) return model_missing(file);
    // Whoever wrote the file chose its profile; a worker that fails at it would be disabled for the next receipt too.
    if (!model->has_profile(receipt.profile))
        return fail(Code::unsupported,
                    core::say("model_no_profile", {model->record.name, receipt.profile.substr(0, 64)}),
                    core::say("it_has", {model->profile_list()}));
    const auto run = std::make_shared<ReplayRun>(file);
    HEARTH_CHECK(m_rooms.replayer.submit({receipt.model_id, receipt.profile, model->folder}, run));
    HEARTH_TRY(const worker::Replayed replayed, run->wait([&](bool computing) {
        const core::Sentence stage = core::say(computing ? "stage_computing_again" : "stage_loading_fresh_worker");
        return !m_stopping && (!progress || progress({stage, 0, 0}));
    }));
    const audit::Verdict verdict =
        audit::judge({receipt.profile, replayed.compared, replayed.equal, replayed.first_difference,
                      replayed.worst_deficit, replayed.scores, replayed.equal_scores, replayed.worst_score,
                      audit::commits_to(receipt, replayed.chain_root), file.request.embed, file.request.run});
    if (replayed.scores != file.scores.size())
        return fail(Code::corrupt, core::say("replay_compared_scores_proves",
                                             {std::to_string(replayed.scores), std::to_string(file.scores.size())}));
    if (replayed.compared != file.output_ids.size())
        return fail(Code::corrupt,
                    core::say("replay_compared_tokens_proves",
                              {std::to_string(replayed.compared), std::to_string(file.output_ids.size())}));
    return record_of(verdict, replayed.compared + replayed.scores, replayed.equal + replayed.equal_scores,
                     m_rooms.clock.now());
}

core::Result<VerdictRecord> Auditor::replay(const std::string& receipt_id, const control::OnProgress& progress) {
    HEARTH_TRY(const proof::ReceiptFile file, m_rooms.evidence.file(receipt_id));
    if (file.signed_receipt.receipt.id().hex() != receipt_id)
        return fail(Code::corrupt, core::say("file_kept_receipt_holds", {receipt_id.substr(0, 12)}));
    HEARTH_TRY(const VerdictRecord verdict, compute(file, progress));
    HEARTH_CHECK(m_rooms.store.put_verdict(receipt_id, verdict));
    HEARTH_TRY(const core::ReceiptId id, core::ReceiptId::parse(receipt_id));
    HEARTH_CHECK(m_rooms.settlement.index(id));
    return verdict;
}

core::Status Auditor::judge(const core::ReceiptId& receipt) {
    if (!m_rooms.settlement.has_duty(receipt)) return {}; // answered meanwhile, or given to another one
    const std::string id = receipt.hex();
    const auto reward = m_rooms.settlement.reward(receipt);
    const bool disputed = reward && reward->state == ledger::RewardState::disputed;
    auto verdict = m_rooms.store.verdict(id);
    // A dispute is about the first verdict: it takes a replay of its own.
    const bool known = verdict && !disputed;
    if (!known) verdict = replay(id, {});
    if (!verdict) return verdict.error();
    core::Status posted = post(receipt, *verdict);
    if (!posted && known && posted.error().code == Code::refused) { // one that this ledger does not take
        verdict = replay(id, {});
        if (!verdict) return verdict.error();
        posted = post(receipt, *verdict);
    }
    HEARTH_CHECK(posted);
    core::log::info("auditor", "verdict posted", {{"receipt", id}, {"outcome", audit::outcome_name(verdict->outcome)}});
    return m_rooms.settlement.index(receipt);
}

core::Status Auditor::post(const core::ReceiptId& receipt, const VerdictRecord& verdict) {
    ledger::PostVerdict message;
    message.receipt_id = receipt;
    // A suspect answer is worth no more than its signature, and another replay decides whether it is paid.
    const auto reached = proof::find_level(verdict.level);
    message.passed = verdict.outcome != audit::Outcome::failed;
    message.level = message.passed ? proof::Level::signature : proof::Level::none;
    if (verdict.outcome == audit::Outcome::passed && reached) message.level = *reached;
    message.compared = verdict.compared;
    message.equal = verdict.equal;
    return m_rooms.settlement.post_verdict(message);
}

void Auditor::audit(const core::ReceiptId& receipt) {
    if (m_stopping) return;
    core::Status done = fail(Code::internal, core::say("replay_defect"), core::say("answer_end_defect_hint"));
    core::guarded("audits", [&] { done = judge(receipt); });
    if (!done) core::guarded("audits", [&] { m_rooms.settlement.delay_replay(receipt, done.error()); });
    const std::lock_guard lock(m_mutex);
    if (done) {
        m_open.erase(receipt);
        return;
    }
    Open& open = m_open[receipt];
    open.queued = false;
    open.again_at = m_now + std::min(longest_pause, first_pause << std::min(open.failures, 10u));
    ++open.failures;
    open.last = done.error();
    core::log::warning("auditor", "audit did not happen",
                       {{"receipt", receipt.hex()}, {"reason", done.error().message}, {"failures", open.failures}});
}

} // namespace hearth::node
