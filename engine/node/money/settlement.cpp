// SPDX-License-Identifier: Apache-2.0
#include "node/money/settlement.h"

#include "core/log.h"
#include "proof/merkle.h"

#include <algorithm>
#include <charconv>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Status;

constexpr core::Height validity_blocks = 1000;
constexpr core::Nanoseconds first_retry = 1'000'000'000, longest_retry = 60'000'000'000;
constexpr const char* roots_setting = "roots_posted_before_epoch";

} // namespace

Settlement::Settlement(ledger::Sequencer& sequencer, Identity& identity, Store& store, control::EventFan& events)
    : m_sequencer(sequencer), m_identity(identity), m_store(store), m_events(events),
      m_queue(std::make_unique<core::TaskQueue>()) {
    m_sequencer.on_events(
        [this](const std::vector<ledger::LedgerEvent>& happened, core::Height) { take_events(happened); });
}

Settlement::~Settlement() {
    m_sequencer.on_events({});
    m_queue.reset();
}

void Settlement::on_assigned(std::function<void(const core::ReceiptId&)> listener) {
    const std::lock_guard lock(m_listener_mutex);
    m_on_assigned = std::move(listener);
}

bool Settlement::is_own(const core::PublicKey& node_key) const {
    return m_identity.node_key(node_key) != nullptr;
}

std::vector<core::ReceiptId> Settlement::audit_duties() const {
    std::vector<core::ReceiptId> duties;
    m_sequencer.read([&](const ledger::State& state) {
        for (const core::PublicKey& key : state.nodes_of(m_identity.operator_key().public_key())) {
            const auto of_key = state.duties_of(key);
            duties.insert(duties.end(), of_key.begin(), of_key.end());
        }
    });
    std::sort(duties.begin(), duties.end());
    return duties;
}

bool Settlement::has_duty(const core::ReceiptId& receipt) const {
    bool waits = false;
    m_sequencer.read([&](const ledger::State& state) {
        const ledger::Reward* reward = state.reward(receipt);
        for (const core::PublicKey& key : state.nodes_of(m_identity.operator_key().public_key()))
            waits = waits || (reward != nullptr && ledger::waiting_duty(*reward, key) != nullptr);
    });
    return waits;
}

Status Settlement::look(const std::function<void(const ledger::State&)>& read) const {
    bool seen = false;
    m_sequencer.read([&](const ledger::State& state) {
        seen = true;
        read(state);
    });
    if (seen) return {};
    return fail(Code::unavailable, "The ledger cannot be read now.", "Check the disk, then restart the service.");
}

std::optional<ledger::Reward> Settlement::reward(const core::ReceiptId& receipt) const {
    std::optional<ledger::Reward> found;
    m_sequencer.read([&](const ledger::State& state) {
        if (const ledger::Reward* reward = state.reward(receipt)) found = *reward;
    });
    return found;
}

/// On the committing thread, perhaps inside the ledger's lock: the work is done elsewhere.
void Settlement::take_events(const std::vector<ledger::LedgerEvent>& happened) {
    for (const ledger::LedgerEvent& event : happened) {
        if (event.receipt_id.is_zero()) continue;
        const bool for_us = event.kind == ledger::EventKind::assigned && is_own(event.account);
        m_queue->post([this, id = event.receipt_id, kind = event.kind, for_us] {
            if (const Status indexed = index(id, kind); !indexed && indexed.error().code != Code::not_found) {
                core::log::error("settlement", "index failed", {{"reason", indexed.error().message}});
                m_retry = true;
            }
            std::function<void(const core::ReceiptId&)> listener;
            {
                const std::lock_guard lock(m_listener_mutex);
                listener = m_on_assigned;
            }
            if (for_us && listener) listener(id);
        });
    }
    m_queue->post([this] { m_events.publish("earnings"); });
}

core::Result<ledger::TxResult> Settlement::submit(const core::SigningKey& key, ledger::Message message) {
    const std::lock_guard lock(m_submitting); // the sequence number must be the sender's next
    ledger::Transaction tx;
    tx.sender = key.public_key();
    m_sequencer.read([&](const ledger::State& state) {
        if (const ledger::Account* account = state.account(tx.sender)) tx.sequence = account->sequence;
        tx.fee = core::Amount::from_units(state.params().get("tx.fee"));
    });
    tx.valid_until = m_sequencer.head().height + validity_blocks;
    tx.message = std::move(message);
    return m_sequencer.submit(ledger::SignedTransaction::sign(std::move(tx), m_sequencer.chain_id(), key));
}

bool Settlement::registered() const {
    const core::PublicKey key = m_identity.node_key()->public_key();
    bool known = false;
    m_sequencer.read([&](const ledger::State& state) { known = state.node(key) != nullptr; });
    return known;
}

Status Settlement::register_key(const core::SigningKey& key) {
    bool known = false;
    m_sequencer.read([&](const ledger::State& state) { known = state.node(key.public_key()) != nullptr; });
    if (known) return {};
    const core::SigningKey& owner = m_identity.operator_key();
    HEARTH_CHECK(submit(
        owner, ledger::RegisterNode::certified(key, m_identity.payout(), m_sequencer.chain_id(), owner.public_key())));
    core::log::info("settlement", "node key registered", {{"key", key.public_key().hex()}});
    return {};
}

Status Settlement::finish_rotation() {
    const auto next = m_identity.next_node_key();
    if (!next) return {};
    HEARTH_CHECK(register_key(*next));
    return m_identity.finish_rotation();
}

Status Settlement::rotate_node_key() {
    HEARTH_TRY([[maybe_unused]] const auto next, m_identity.begin_rotation());
    return finish_rotation();
}

core::Result<ledger::Tariff> Settlement::offer(const core::SigningKey& node_key, const core::ModelId& model,
                                               const std::string& profile) {
    const proof::Profile* known = proof::find_profile(profile);
    if (known == nullptr) return fail(Code::unsupported, "There is no profile \"" + profile + "\".");
    ledger::Tariff wanted;
    bool offered = false;
    m_sequencer.read([&](const ledger::State& state) {
        wanted = ledger::usual_tariff(state.params());
        const ledger::Tariff* now = state.tariff(node_key.public_key(), model, known->id);
        offered = now != nullptr && *now == wanted;
    });
    if (!offered) HEARTH_CHECK(submit(node_key, ledger::OfferTariff{model, profile, wanted}));
    return wanted;
}

core::Result<ledger::TxResult> Settlement::open_escrow(const ledger::OpenEscrow& escrow) {
    return submit(m_identity.caller_key(), escrow);
}

Status Settlement::refund(const std::string& job_id) {
    HEARTH_TRY(const JobRecord job, m_store.job(job_id));
    bool held = false;
    HEARTH_CHECK(look([&](const ledger::State& state) { held = state.escrow(job.escrow) != nullptr; }));
    if (held) {
        const auto key = m_identity.node_key(job.executor);
        if (!key)
            return fail(Code::not_found, "The node key that served the job is not here.",
                        "The escrow returns by itself when it expires.");
        HEARTH_CHECK(submit(*key, ledger::CancelEscrow{job.escrow}));
    }
    return m_store.change_job(job_id, [](JobRecord& record) { record.money_state = "refunded"; });
}

Status Settlement::settle(const std::string& job_id) {
    const Status done = settle_once(job_id);
    if (!done) m_retry = true;
    return done;
}

Status Settlement::settle_once(const std::string& job_id) {
    HEARTH_TRY(const JobRecord job, m_store.job(job_id));
    HEARTH_TRY(const core::ReceiptId id, core::ReceiptId::parse(job.receipt_id));
    bool settled = false;
    const auto is_settled = [&](const ledger::State& state) { settled = state.reward(id) != nullptr; };
    HEARTH_CHECK(look(is_settled));
    if (settled) return index(id);
    if (!job.money_state.empty()) return rest(job);
    HEARTH_TRY(const core::Bytes raw, m_store.receipt_file(job.receipt_id));
    HEARTH_TRY(const proof::ReceiptFile file, proof::ReceiptFile::decode_bytes(raw));
    const auto key = m_identity.node_key(job.executor);
    if (!key) return fail(Code::not_found, "The node key that signed the receipt is not here.");
    const auto sent = submit(*key, ledger::SettleReceipt{file.signed_receipt.encode()});
    // Another thread may have been faster.
    if (!sent) HEARTH_CHECK(look(is_settled));
    if (!sent && !settled) return sent.error();
    return index(id);
}

Status Settlement::post_verdict(const ledger::PostVerdict& verdict) {
    HEARTH_CHECK(submit(m_identity.operator_key(), verdict));
    return {};
}

Status Settlement::tick(core::Nanoseconds now) {
    const core::Epoch before = m_sequencer.head().epoch;
    HEARTH_CHECK(m_sequencer.tick());
    if (m_retry && now >= m_retry_at) {
        m_retry = false;
        const Status settled = settle_what_waits();
        if (!settled) m_retry = true;
        m_retry_pause = m_retry ? std::clamp(2 * m_retry_pause, first_retry, longest_retry) : 0;
        m_retry_at = now + m_retry_pause;
        HEARTH_CHECK(settled);
    }
    if (m_sequencer.head().epoch == before) return {};
    m_events.publish("status");
    m_queue->drain(); // the index must know what was settled in the epochs that ended
    return post_roots();
}

/// One root for each ended epoch in which this node's keys settled something.
Status Settlement::post_roots() {
    const core::Epoch now = m_sequencer.head().epoch;
    HEARTH_TRY(const std::string text, m_store.setting(roots_setting));
    core::Epoch next = 0; // a broken note costs only work: the ledger refuses a root that it has
    std::from_chars(text.data(), text.data() + text.size(), next);
    HEARTH_TRY(const auto epochs, m_store.epochs_with_receipts(next, now));
    for (const auto& [epoch, executor] : epochs) {
        HEARTH_TRY(const auto ids, m_store.receipts_of_epoch(epoch, executor));
        std::vector<core::Hash> leaves;
        for (const std::string& id : ids) {
            HEARTH_TRY(const core::Hash hash, core::Hash::parse(id));
            leaves.push_back(proof::merkle_leaf(hash.view()));
        }
        const auto key = m_identity.node_key(executor);
        if (!key) continue;
        const auto posted = submit(*key, ledger::PostEpochRoot{epoch, proof::merkle_root(leaves), leaves.size()});
        if (!posted && posted.error().code == Code::io) return posted.error();
        if (!posted && posted.error().code != Code::conflict)
            core::log::warning("settlement", "root not posted",
                               {{"epoch", epoch}, {"executor", executor.hex()}, {"reason", posted.error().message}});
    }
    return m_store.set_setting(roots_setting, std::to_string(now));
}

} // namespace hearth::node
