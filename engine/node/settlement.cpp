// SPDX-License-Identifier: Apache-2.0
#include "node/settlement.h"

#include "core/log.h"
#include "proof/merkle.h"

#include <charconv>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Status;

constexpr core::Height validity_blocks = 1000;
constexpr const char* roots_setting = "roots_posted_before_epoch";

} // namespace

Settlement::Settlement(ledger::Sequencer& sequencer, Identity& identity, Store& store,
                       control::EventFan& events)
    : m_sequencer(sequencer), m_identity(identity), m_store(store), m_events(events),
      m_queue(std::make_unique<TaskQueue>()) {
    m_sequencer.on_events(
        [this](const std::vector<ledger::LedgerEvent>& happened, core::Height) { take_events(happened); });
}

Settlement::~Settlement() {
    m_sequencer.on_events({});
    m_queue.reset();
}

void Settlement::on_drawn(std::function<void(const core::ReceiptId&)> listener) {
    const std::lock_guard lock(m_listener_mutex);
    m_on_drawn = std::move(listener);
}

/// On the committing thread, perhaps inside the ledger's lock: the work is done elsewhere.
void Settlement::take_events(const std::vector<ledger::LedgerEvent>& happened) {
    for (const ledger::LedgerEvent& event : happened) {
        if (event.receipt_id.is_zero()) continue;
        m_queue->post([this, id = event.receipt_id, kind = event.kind, drawn = event.kind == "drawn"] {
            if (const Status indexed = index(id, kind); !indexed && indexed.error().code != Code::not_found) {
                core::log::error("settlement", "index failed", {{"reason", indexed.error().message}});
                m_retry = true;
            }
            std::function<void(const core::ReceiptId&)> listener;
            {
                const std::lock_guard lock(m_listener_mutex);
                listener = m_on_drawn;
            }
            if (drawn && listener) listener(id);
        });
    }
    m_queue->post([this] { m_events.publish("earnings"); });
}

Status Settlement::submit(const core::SigningKey& key, ledger::Message message) {
    const std::lock_guard lock(m_submitting); // the sequence number must be the sender's next
    ledger::Transaction tx;
    tx.sender = key.public_key();
    m_sequencer.read([&](const ledger::State& state) {
        if (const ledger::Account* account = state.account(tx.sender)) tx.sequence = account->sequence;
        tx.fee = core::Amount::from_units(state.params().get("tx.fee"));
    });
    tx.valid_until = m_sequencer.head().height + validity_blocks;
    tx.message = std::move(message);
    HEARTH_TRY(const ledger::TxResult result, m_sequencer.submit(ledger::SignedTransaction::sign(
                                                  std::move(tx), m_sequencer.chain_id(), key)));
    return result.status;
}

bool Settlement::registered() const {
    const core::PublicKey key = m_identity.node_key()->public_key();
    bool known = false;
    m_sequencer.read([&](const ledger::State& state) { known = state.node(key) != nullptr; });
    return known;
}

Status Settlement::register_key(const core::PublicKey& key) {
    bool known = false;
    m_sequencer.read([&](const ledger::State& state) { known = state.node(key) != nullptr; });
    if (known) return {};
    HEARTH_CHECK(submit(m_identity.operator_key(), ledger::RegisterNode{key, m_identity.payout()}));
    core::log::info("settlement", "node key registered", {{"key", key.hex()}});
    return {};
}

Status Settlement::finish_rotation() {
    const auto next = m_identity.next_node_key();
    if (!next) return {};
    HEARTH_CHECK(register_key(next->public_key()));
    return m_identity.finish_rotation();
}

Status Settlement::rotate_node_key() {
    HEARTH_TRY([[maybe_unused]] const auto next, m_identity.begin_rotation());
    return finish_rotation();
}

core::Amount Settlement::price(std::uint64_t prompt_tokens, std::uint64_t completion_tokens) const {
    core::Amount price;
    m_sequencer.read([&](const ledger::State& state) {
        price = ledger::price_of(prompt_tokens, completion_tokens, state.params());
    });
    return price;
}

Status Settlement::open_escrow(const ledger::OpenEscrow& escrow) {
    return submit(m_identity.caller_key(), escrow);
}

Status Settlement::refund(const std::string& job_id) {
    HEARTH_TRY(const JobRecord job, m_store.job(job_id));
    bool held = false;
    m_sequencer.read([&](const ledger::State& state) { held = state.escrow(job.escrow) != nullptr; });
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
    HEARTH_TRY(const JobRecord job, m_store.job(job_id));
    HEARTH_TRY(const core::ReceiptId id, core::ReceiptId::parse(job.receipt_id));
    bool settled = false;
    m_sequencer.read([&](const ledger::State& state) { settled = state.reward(id) != nullptr; });
    if (!settled && !job.money_state.empty()) return rest(job);
    if (!settled) {
        HEARTH_TRY(const core::Bytes raw, m_store.receipt_file(job.receipt_id));
        HEARTH_TRY(const proof::ReceiptFile file, proof::ReceiptFile::decode_bytes(raw));
        const auto key = m_identity.node_key(job.executor);
        if (!key) return fail(Code::not_found, "The node key that signed the receipt is not here.");
        if (const Status sent = submit(*key, ledger::SettleReceipt{file.signed_receipt.encode()}); !sent) {
            m_retry = true;
            return sent;
        }
    }
    return index(id);
}

Status Settlement::post_verdict(const ledger::PostVerdict& verdict) {
    return submit(m_identity.operator_key(), verdict);
}

Status Settlement::tick() {
    const core::Epoch before = m_sequencer.head().epoch;
    HEARTH_CHECK(m_sequencer.tick());
    if (m_retry.exchange(false)) {
        HEARTH_TRY(const auto jobs, m_store.moving_money());
        for (const JobRecord& job : jobs)
            HEARTH_CHECK(settle(job.job_id));
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
    core::Epoch next = 0; // an unreadable note costs only the posting of what was posted before
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
        const Status posted =
            submit(*key, ledger::PostEpochRoot{epoch, proof::merkle_root(leaves), leaves.size()});
        if (!posted && posted.error().code != Code::conflict) return posted;
    }
    return m_store.set_setting(roots_setting, std::to_string(now));
}

} // namespace hearth::node
