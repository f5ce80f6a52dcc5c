// SPDX-License-Identifier: Apache-2.0
#include "node/door/offline_desk.h"

#include "core/log.h"
#include "ledger/offline_transaction.h"
#include "node/money/channels.h"
#include "node/money/governance.h"
#include "node/money/shown_certificate.h"

#include <future>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::figure;
using core::say;

constexpr std::uint64_t most_blocks = 100'000'000; // some years

std::uint64_t next_number(const ledger::State& state, const core::PublicKey& account) {
    const ledger::Account* found = state.account(account);
    return found != nullptr ? found->sequence : 0;
}

core::Error unreadable() {
    return fail(Code::unavailable, say("ledger_cannot_read_now"), say("check_disk_then_restart"));
}

/// Said before it is submitted, so that whoever carries the file knows what to do about it.
core::Status check_fits(const ledger::OfflineTransaction& file, const std::string& chain, core::Height height,
                        std::uint64_t next) {
    const ledger::Transaction& tx = file.transaction;
    if (file.chain_id != chain)
        return fail(Code::refused, say("offline_other_chain", {file.chain_id, chain}), say("send_it_where_chain_is"));
    if (tx.valid_until <= height)
        return fail(Code::refused, say("offline_expired", {figure(tx.valid_until), figure(height)}),
                    say("make_offline_file_anew"));
    if (tx.sequence < next)
        return fail(Code::conflict, say("offline_number_used", {figure(tx.sequence), figure(next)}),
                    say("make_offline_file_anew"));
    if (tx.sequence > next)
        return fail(Code::conflict, say("offline_number_ahead", {figure(tx.sequence), figure(next)}),
                    say("send_earlier_ones_first"));
    return {};
}

} // namespace

core::Result<ledger::Message> OfflineDesk::message_of(const control::GovernanceAct& wish) const {
    const auto next = m_identity.next_node_key();
    const auto node_key = next ? next : m_identity.node_key();
    if (wish.act == "register") return ledger::Message(m_view.registration_of(*node_key));
    if (is_channel_act(wish.act)) return channel_message(wish, m_ledger.chain_id());
    control::GovernanceAct act = wish;
    if (!act.node_key) act.node_key = m_identity.node_key()->public_key().hex();
    if (act.act != "bond") return governance_message(act);
    if (!m_bond) return fail(Code::unsupported, say("no_validator_here"));
    HEARTH_TRY(const auto answering, core::PublicKey::parse(*act.node_key));
    HEARTH_TRY(const ledger::BondValidator bond, m_bond(answering));
    return ledger::Message(bond);
}

core::Result<std::string> OfflineDesk::prepare(const control::OfflineWish& wish) const {
    if (wish.blocks == 0 || wish.blocks > most_blocks)
        return fail(Code::invalid_argument, say("offline_blocks_between", {"1", figure(most_blocks)}));
    const ledger::Head head = m_ledger.head();
    ledger::OfflineTransaction file;
    file.chain_id = m_ledger.chain_id();
    file.made_at = head.height;
    ledger::Transaction& tx = file.transaction;
    tx.sender = m_identity.operator_account();
    tx.valid_until = head.height + wish.blocks;
    HEARTH_TRY(tx.message, message_of(wish.act));
    std::optional<core::Status> possible;
    m_ledger.read([&](const ledger::State& state) {
        tx.sequence = next_number(state, tx.sender);
        tx.fee = core::Amount::from_units(state.params().get("tx.fee"));
        const ledger::BlockContext next{file.chain_id, head.height + 1, head.epoch, head.time, {}};
        possible = state.check({tx, {}}, next, ledger::State::Signature::good);
    });
    if (!possible) return unreadable();
    HEARTH_CHECK(*possible);
    return file.text();
}

core::Result<control::GovernanceReceipt> OfflineDesk::send(const std::string& text) {
    HEARTH_TRY(const ledger::OfflineTransaction file, ledger::OfflineTransaction::parse(text));
    HEARTH_TRY(const std::vector<core::Sentence> words, file.words());
    HEARTH_TRY(const ledger::SignedTransaction tx, file.signed_by_sender());
    std::optional<core::Status> fits;
    const core::Height height = m_ledger.head().height;
    m_ledger.read([&](const ledger::State& state) {
        fits = check_fits(file, m_ledger.chain_id(), height, next_number(state, file.transaction.sender));
    });
    if (!fits) return unreadable();
    HEARTH_CHECK(*fits);
    HEARTH_CHECK(keep_certificate(tx, Sent::not_yet, m_identity, m_store));
    std::promise<core::Result<ledger::TxResult>> answer;
    m_ledger.submit(tx, [&answer](core::Result<ledger::TxResult> result) { answer.set_value(std::move(result)); });
    HEARTH_TRY(const ledger::TxResult done, answer.get_future().get());
    HEARTH_CHECK(done.status);
    if (const core::Status kept = keep_certificate(tx, Sent::taken, m_identity, m_store); !kept)
        core::log::warning("node", "certificate not kept", {{"reason", kept.error().message}});
    core::log::info("node", "transaction from elsewhere", {{"tx", done.tx_hash.hex()}, {"height", done.height}});
    control::GovernanceReceipt receipt;
    receipt.tx = done.tx_hash.hex();
    receipt.account = file.transaction.sender.hex();
    receipt.height = done.height;
    if (const auto* vote = std::get_if<ledger::CastVote>(&file.transaction.message)) receipt.proposal = vote->proposal;
    receipt.sentence = say("block_holds_this", {figure(done.height), words.front()});
    return receipt;
}

} // namespace hearth::node
