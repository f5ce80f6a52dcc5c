// SPDX-License-Identifier: Apache-2.0
#include "node/money/earning_channels.h"

#include "core/log.h"
#include "node/money/channels.h"
#include "node/state/job_progress.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Amount;
using core::Code;
using core::fail;
using core::Status;

/// Before a channel's end: nothing new is begun on it; what waits is settled.
constexpr core::Epoch settle_margin = 3;

} // namespace

struct EarningChannels::Batch {
    core::ChannelId id;
    TxSender::Key key;
    ledger::SettleByVoucher message;
    std::size_t answers = 0;
};

std::uint64_t EarningChannels::Account::earned() const {
    std::uint64_t units = paid; // all of it fits into the channel's deposit
    for (const Answer& answer : waiting)
        units += answer.price.units();
    return units;
}

EarningChannels::EarningChannels(Private, Settlement& settlement, Identity& identity, Store& store, Amount most_unpaid)
    : m_settlement(settlement), m_identity(identity), m_store(store), m_most_unpaid(most_unpaid) {}

std::shared_ptr<EarningChannels> EarningChannels::make(Settlement& settlement, Identity& identity, Store& store,
                                                       Amount most_unpaid) {
    return std::make_shared<EarningChannels>(Private(), settlement, identity, store, most_unpaid);
}

/// Answers that were signed before a restart and are not settled.
Status EarningChannels::load() {
    if (m_loaded) return {};
    HEARTH_TRY(const auto jobs, m_store.moving_money());
    for (const JobRecord& job : jobs) {
        if (!job.money_state.empty() || job.receipt_id.empty()) continue;
        const core::ChannelId id = ledger::channel_of(job.escrow);
        HEARTH_TRY(const auto channel, m_settlement.channel(id));
        HEARTH_TRY(const core::ReceiptId receipt, core::ReceiptId::parse(job.receipt_id));
        if (!channel || m_settlement.reward(receipt)) continue;
        HEARTH_TRY(const core::Bytes raw, m_store.receipt_file(job.receipt_id));
        HEARTH_TRY(const proof::ReceiptFile file, proof::ReceiptFile::decode_bytes(raw));
        m_accounts[id].waiting.push_back({job.job_id, file.signed_receipt.receipt.price});
    }
    for (auto& [id, waits] : m_accounts) {
        HEARTH_TRY(const auto channel, m_settlement.channel(id));
        if (!channel) continue;
        HEARTH_TRY([[maybe_unused]] const Account* known, account(id, *channel));
    }
    m_loaded = true;
    return {};
}

core::Result<EarningChannels::Account*> EarningChannels::account(const core::ChannelId& id,
                                                                 const ledger::Channel& channel) {
    Account& account = m_accounts[id];
    if (!account.sending) account.paid = channel.paid.units();
    if (account.best) return &account;
    HEARTH_TRY(const std::string kept, m_store.setting(voucher_setting(id)));
    if (kept.empty()) return &account;
    HEARTH_TRY(const core::Bytes raw, core::from_hex(kept));
    HEARTH_TRY(account.best, ledger::Voucher::decode(raw));
    return &account;
}

Status EarningChannels::take(core::ByteView bytes) {
    HEARTH_TRY(const ledger::Voucher voucher, ledger::Voucher::decode(bytes));
    HEARTH_TRY(const auto channel, m_settlement.channel(voucher.channel));
    if (!channel) return fail(Code::not_found, core::say("no_such_channel", {voucher.channel.hex()}));
    if (m_identity.node_key(channel->payee) == nullptr)
        return fail(Code::refused, core::say("channel_pays_another_node"));
    const ledger::Head head = m_settlement.head();
    const std::string chain = m_settlement.chain_id();
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(load());
    HEARTH_TRY(Account * account, this->account(voucher.channel, *channel));
    HEARTH_CHECK(ledger::check_voucher(voucher, {chain, voucher.channel, *channel,
                                                 Amount::from_units(account->vouched()), head.height + 1, head.epoch}));
    HEARTH_CHECK(m_store.set_setting(voucher_setting(voucher.channel), core::to_hex(voucher.encode())));
    account->best = voucher;
    return {};
}

core::Result<std::shared_ptr<EarningChannels::Place>>
EarningChannels::admit(const core::ChannelId& id, const ledger::Channel& channel, Amount most) {
    if (m_identity.node_key(channel.payee) == nullptr)
        return fail(Code::refused, core::say("channel_pays_another_node"));
    if (channel.closes) return fail(Code::refused, core::say("channel_closing_already"), core::say("open_new_channel"));
    if (channel.expires_epoch < m_settlement.head().epoch + settle_margin)
        return fail(Code::refused, core::say("channel_about_to_end", {std::to_string(channel.expires_epoch)}),
                    core::say("open_new_channel"));
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(load());
    HEARTH_TRY(Account * account, this->account(id, channel));
    const core::Uint128 in_all = core::Uint128{account->earned()} + account->running + most.units();
    if (in_all > channel.deposit.units())
        return fail(Code::refused, core::say("channel_is_used_up", {channel.deposit.text()}),
                    core::say("ask_payer_to_top_up"));
    if (in_all > core::Uint128{account->vouched()} + m_most_unpaid.units()) {
        const std::uint64_t earned = account->earned(), vouched = account->vouched();
        const Amount owed = Amount::from_units(earned > vouched ? earned - vouched : 0);
        core::log::warning("channels", "a payer owes vouchers",
                           {{"channel", id.hex()}, {"owed", owed.text()}, {"most", m_most_unpaid.text()}});
        return fail(Code::refused, core::say("payer_owes_vouchers", {owed.text(), m_most_unpaid.text()}),
                    core::say("send_the_owed_voucher"));
    }
    account->running += most.units();
    return std::make_shared<Place>(shared_from_this(), id, most);
}

EarningChannels::Place::Place(std::shared_ptr<EarningChannels> channels, const core::ChannelId& id, Amount most)
    : m_channels(std::move(channels)), m_id(id), m_most(most) {}

EarningChannels::Place::~Place() {
    const std::lock_guard lock(m_channels->m_mutex);
    m_channels->m_accounts[m_id].running -= m_most.units();
}

void EarningChannels::Place::earned(const std::string& job_id, Amount price) {
    const core::Epoch now = m_channels->m_settlement.head().epoch;
    const std::lock_guard lock(m_channels->m_mutex);
    Account& account = m_channels->m_accounts[m_id];
    if (account.waiting.empty()) account.since = now;
    account.waiting.push_back({job_id, price});
}

core::Result<core::Bytes> EarningChannels::signed_receipt(const Answer& answer) const {
    HEARTH_TRY(const JobRecord job, m_store.job(answer.job_id));
    HEARTH_TRY(const core::Bytes raw, m_store.receipt_file(job.receipt_id));
    HEARTH_TRY(const proof::ReceiptFile file, proof::ReceiptFile::decode_bytes(raw));
    return file.signed_receipt.encode();
}

std::optional<EarningChannels::Batch> EarningChannels::next_batch(const core::ChannelId& id, Account& account,
                                                                  const ledger::Channel& channel) {
    const ledger::Head head = m_settlement.head();
    const bool ends = channel.closes || channel.expires_epoch < head.epoch + settle_margin;
    const bool fills = account.waiting.size() >= ledger::SettleByVoucher::max_receipts;
    const bool is_time = ends || head.epoch > account.since;
    if (!account.best || (!is_time && !fills)) return std::nullopt;
    Batch batch{id, m_identity.node_key(channel.payee), {id, account.best->amount, account.best->signature, {}}};
    std::uint64_t in_all = channel.paid.units();
    for (const Answer& answer : account.waiting) {
        in_all += answer.price.units();
        if (in_all > account.vouched() || batch.answers == ledger::SettleByVoucher::max_receipts) break;
        auto receipt = signed_receipt(answer);
        if (!receipt) {
            core::log::error("channels", "a receipt cannot be read",
                             {{"job", answer.job_id}, {"reason", receipt.error().message}});
            break;
        }
        batch.message.signed_receipts.push_back(std::move(*receipt));
        ++batch.answers;
    }
    // The voucher for the newest answer may be on its way.
    if (!is_time && batch.answers < ledger::SettleByVoucher::max_receipts) return std::nullopt;
    account.since = head.epoch;
    if (batch.answers == 0 || !batch.key) return std::nullopt;
    account.sending = true;
    return batch;
}

void EarningChannels::tick() {
    std::vector<Batch> batches;
    {
        const std::lock_guard lock(m_mutex);
        if (const Status loaded = load(); !loaded) {
            core::log::warning("channels", "not read yet", {{"reason", loaded.error().message}});
            return;
        }
        for (auto at = m_accounts.begin(); at != m_accounts.end();) {
            auto& [id, account] = *at;
            const auto channel = m_settlement.channel(id);
            if (account.sending || account.waiting.empty() || !channel) {
                ++at;
                continue;
            }
            if (!*channel && account.running == 0) {
                give_up(account);
                at = m_accounts.erase(at);
                continue;
            }
            if (*channel)
                if (auto batch = next_batch(id, account, **channel)) batches.push_back(std::move(*batch));
            ++at;
        }
    }
    for (Batch& batch : batches)
        send(std::move(batch));
}

/// The ledger may answer before it returns: no lock is held.
void EarningChannels::send(Batch batch) {
    const auto shared = std::make_shared<const Batch>(std::move(batch));
    m_settlement.send(shared->key, shared->message,
                      [weak = weak_from_this(), shared](const core::Result<ledger::TxResult>& result) {
                          if (const auto self = weak.lock()) self->sent(*shared, result);
                      });
}

/// What became of it the ledger tells: an earlier attempt may have reached it although its answer did not come.
void EarningChannels::sent(const Batch& batch, const core::Result<ledger::TxResult>& result) {
    if (result)
        core::log::info("channels", "answers settled by a voucher",
                        {{"channel", batch.id.hex()}, {"answers", batch.answers}});
    else
        core::log::warning("channels", "answers not settled yet",
                           {{"channel", batch.id.hex()}, {"reason", result.error().message}});
    const std::lock_guard lock(m_mutex);
    Account& account = m_accounts[batch.id];
    account.sending = false;
    std::erase_if(account.waiting, [&](const Answer& answer) {
        const auto job = m_store.job(answer.job_id);
        const auto receipt = job ? core::ReceiptId::parse(job->receipt_id) : core::Result<core::ReceiptId>(job.error());
        return receipt && m_settlement.reward(*receipt).has_value();
    });
}

/// The channel has ended: what no voucher brought in by then is lost.
void EarningChannels::give_up(const Account& account) {
    for (const Answer& answer : account.waiting) {
        core::log::error("channels", "an answer stays unpaid", {{"job", answer.job_id}});
        const Status kept = m_store.change_job(answer.job_id, [](JobRecord& record) {
            if (record.money_state.empty()) progress::give_up(record, core::say("channel_ended_unpaid"));
        });
        if (!kept) core::log::error("channels", "not written down", {{"reason", kept.error().message}});
    }
}

} // namespace hearth::node
