// SPDX-License-Identifier: Apache-2.0
#include "node/money/earning_channels.h"

#include "core/log.h"
#include "node/money/channels.h"
#include "node/state/job_progress.h"
#include "node/state/stored_receipt.h"

#include <algorithm>

namespace hearth::node {
namespace {
using core::Amount;
using core::Code;
using core::fail;
using core::Status;

/// Before a channel's end: nothing new is begun on it; what waits is settled.
constexpr core::Epoch settle_margin = 3;

/// What the ledger says of what it was sent, and not why it could not be asked.
bool is_refusal(Code code) {
    return code == Code::refused || code == Code::unsupported || code == Code::corrupt ||
           code == Code::invalid_argument || code == Code::too_large;
}

} // namespace

struct EarningChannels::Batch {
    core::ChannelId id;
    TxSender::Key key;
    ledger::SettleByVoucher message;
    std::vector<std::string> jobs;
};

std::uint64_t EarningChannels::Account::earned() const {
    std::uint64_t units = paid; // all of it fits into the channel's deposit
    for (const Answer& answer : waiting)
        units += answer.price.units();
    return units;
}

std::uint64_t EarningChannels::Account::unpaid() const {
    const std::uint64_t in_all = earned(), covered = std::max(vouched(), paid);
    return in_all > covered ? in_all - covered : 0;
}

EarningChannels::EarningChannels(Private, Settlement& settlement, Identity& identity, Store& store, Trust trust)
    : m_settlement(settlement), m_identity(identity), m_store(store), m_most_unpaid(trust.most_unpaid),
      m_owed(
          store, trust.debts_last, [&settlement] { return settlement.head().time; }, std::move(trust.forgiven)) {}

std::shared_ptr<EarningChannels> EarningChannels::make(Settlement& settlement, Identity& identity, Store& store,
                                                       Trust trust) {
    return std::make_shared<EarningChannels>(Private(), settlement, identity, store, std::move(trust));
}

/// The price of an answer that was signed before a restart and is a channel's to settle. One that cannot be read keeps
/// no other one waiting.
core::Result<std::optional<Amount>> EarningChannels::waits(const JobRecord& job) const {
    const std::optional<Amount> no;
    HEARTH_TRY(const auto escrow, m_settlement.escrow(job.escrow));
    if (escrow) return no;
    HEARTH_TRY(const auto channel, m_settlement.channel(ledger::channel_of(job.escrow)));
    if (!channel) return no;
    const auto file = stored_receipt(m_store, job.receipt_id);
    if (!file) {
        core::log::error("channels", "a receipt cannot be read",
                         {{"job", job.job_id}, {"reason", file.error().message}});
        return no;
    }
    const proof::Receipt& receipt = file->signed_receipt.receipt;
    if (receipt.client_key != channel->payer || receipt.height != channel->height) return no;
    if (m_settlement.reward(receipt.id())) return no;
    return std::optional(receipt.price);
}

Status EarningChannels::load() {
    if (m_loaded) return {};
    HEARTH_TRY(const auto jobs, m_store.moving_money());
    Accounts found;
    for (const JobRecord& job : jobs) {
        if (job.money_state != control::MoneyState::none || job.receipt_id.empty()) continue;
        HEARTH_TRY(const std::optional<Amount> price, waits(job));
        if (price) found[ledger::channel_of(job.escrow)].waiting.push_back({job.job_id, *price});
    }
    for (auto& [id, account] : found) {
        HEARTH_TRY(const auto channel, m_settlement.channel(id));
        if (channel) HEARTH_CHECK(refresh(account, id, *channel));
    }
    m_accounts = std::move(found);
    m_loaded = true;
    return {};
}

Status EarningChannels::refresh(Account& account, const core::ChannelId& id, const ledger::Channel& channel) const {
    account.payer = channel.payer;
    if (!account.sending) account.paid = channel.paid.units();
    if (account.best) return {};
    HEARTH_TRY(account.best, voucher_in(m_store, id));
    return {};
}

core::Result<EarningChannels::Account*> EarningChannels::account(const core::ChannelId& id,
                                                                 const ledger::Channel& channel) {
    Account& account = m_accounts[id];
    HEARTH_CHECK(refresh(account, id, channel));
    return &account;
}

/// On all its channels, with what is being computed.
core::Uint128 EarningChannels::uncovered_by(const core::PublicKey& payer) const {
    core::Uint128 units = 0;
    for (const auto& [id, account] : m_accounts) {
        const core::Uint128 in_all = core::Uint128{account.earned()} + account.running;
        const std::uint64_t covered = std::max(account.vouched(), account.paid);
        if (account.payer == payer && in_all > covered) units += in_all - covered;
    }
    return units;
}

void EarningChannels::owe(const core::PublicKey& payer, std::uint64_t units) {
    const Status kept = m_owed.add(payer, Amount::from_units(units));
    if (!kept) core::log::error("channels", "not written down", {{"reason", kept.error().message}});
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
    if (m_settlement.rules() < ledger::answering_rules)
        return fail(Code::refused, core::say("ledger_rules_settle_by_escrow"), core::say("wait_for_newer_rules"));
    if (channel.closes) return fail(Code::refused, core::say("channel_closing_already"), core::say("open_new_channel"));
    if (channel.expires_epoch < m_settlement.head().epoch + settle_margin)
        return fail(Code::refused, core::say("channel_about_to_end", {std::to_string(channel.expires_epoch)}),
                    core::say("open_new_channel"));
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(load());
    HEARTH_TRY(Account * account, this->account(id, channel));
    if (core::Uint128{account->earned()} + account->running + most.units() > channel.deposit.units())
        return fail(Code::conflict, core::say("channel_is_used_up", {channel.deposit.text()}),
                    core::say("ask_payer_to_top_up"));
    HEARTH_CHECK(check_trust(channel.payer, most));
    account->running += most.units();
    return std::make_shared<Place>(shared_from_this(), id, most);
}

/// What a voucher can still cover, and what none ever will; the payer is told how it is served again.
Status EarningChannels::check_trust(const core::PublicKey& payer, Amount most) {
    constexpr core::Nanoseconds day = core::Nanoseconds{86'400} * 1'000'000'000;
    HEARTH_TRY(const OwedBook::Debt debt, m_owed.of(payer));
    const core::Uint128 unpaid = uncovered_by(payer) + debt.amount.units();
    if (unpaid + most.units() <= m_most_unpaid.units()) return {};
    const Amount owed = Amount::from_units(static_cast<std::uint64_t>(std::min<core::Uint128>(unpaid, UINT64_MAX)));
    core::log::warning("channels", "a payer owes vouchers",
                       {{"payer", payer.hex()}, {"owed", owed.text()}, {"most", m_most_unpaid.text()}});
    const core::Sentence words = core::say("payer_owes_vouchers", {owed.text(), m_most_unpaid.text()});
    if (!debt.left) return fail(Code::refused, words, core::say("send_the_owed_voucher"));
    return fail(Code::refused, words,
                core::say("owed_voucher_or_days", {std::to_string((*debt.left + day - 1) / day), debt.amount.text()}));
}

EarningChannels::Place::Place(std::shared_ptr<EarningChannels> channels, const core::ChannelId& id, Amount most)
    : m_channels(std::move(channels)), m_id(id), m_most(most) {}

EarningChannels::Place::~Place() {
    const std::lock_guard lock(m_channels->m_mutex);
    stop_counting();
}

/// The payer stops counting it as soon as it hears of its end, and may ask for more at once.
void EarningChannels::Place::stop_counting() {
    if (std::exchange(m_counts, false)) m_channels->m_accounts[m_id].running -= m_most.units();
}

void EarningChannels::Place::earned(const std::string& job_id, Amount price) {
    const core::Epoch now = m_channels->m_settlement.head().epoch;
    const std::lock_guard lock(m_channels->m_mutex);
    Account& account = m_channels->m_accounts[m_id];
    if (account.waiting.empty()) account.since = now;
    account.waiting.push_back({job_id, price});
    stop_counting();
}

void EarningChannels::Place::owed(Amount price) {
    const std::lock_guard lock(m_channels->m_mutex);
    if (price != Amount()) m_channels->owe(m_channels->m_accounts[m_id].payer, price.units());
    stop_counting();
}

core::Result<core::Bytes> EarningChannels::signed_receipt(const Answer& answer) const {
    HEARTH_TRY(const JobRecord job, m_store.job(answer.job_id));
    HEARTH_TRY(const proof::ReceiptFile file, stored_receipt(m_store, job.receipt_id));
    return file.signed_receipt.encode();
}

/// Those that the best voucher covers, oldest first. One that it does not leaves its place to smaller ones.
std::vector<EarningChannels::Answer*> EarningChannels::Account::payable(const ledger::Channel& channel,
                                                                        std::size_t most) {
    std::vector<Answer*> covered;
    core::Uint128 in_all = channel.paid.units();
    for (Answer& answer : waiting) {
        if (covered.size() == most) break;
        if (answer.aside || in_all + answer.price.units() > vouched()) continue;
        in_all += answer.price.units();
        covered.push_back(&answer);
    }
    return covered;
}

std::optional<EarningChannels::Batch> EarningChannels::next_batch(const core::ChannelId& id, Account& account,
                                                                  const ledger::Channel& channel) {
    const ledger::Head head = m_settlement.head();
    const bool ends = channel.closes || channel.expires_epoch < head.epoch + settle_margin;
    const bool is_time = ends || head.epoch > account.since || account.singly > 0;
    constexpr std::size_t most = ledger::SettleByVoucher::max_receipts;
    if (!account.best || (!is_time && account.waiting.size() < most)) return std::nullopt;
    const std::vector<Answer*> covered = account.payable(channel, account.singly > 0 ? 1 : most);
    // The voucher for the newest answer may be on its way.
    if (!is_time && covered.size() < most) return std::nullopt;
    account.since = head.epoch;
    if (covered.empty()) account.singly = 0;
    Batch batch{id, m_identity.node_key(channel.payee), {id, account.best->amount, account.best->signature, {}}, {}};
    for (Answer* answer : covered) {
        auto receipt = signed_receipt(*answer);
        if (!receipt) {
            core::log::error("channels", "a receipt cannot be read",
                             {{"job", answer->job_id}, {"reason", receipt.error().message}});
            answer->aside = true;
            continue;
        }
        batch.message.signed_receipts.push_back(std::move(*receipt));
        batch.jobs.push_back(answer->job_id);
    }
    if (batch.jobs.empty() || !batch.key) return std::nullopt;
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
                        {{"channel", batch.id.hex()}, {"answers", batch.jobs.size()}});
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
    if (const auto channel = m_settlement.channel(batch.id); channel && *channel)
        account.paid = (*channel)->paid.units();
    if (account.singly > 0) --account.singly;
    if (!result && is_refusal(result.error().code)) set_aside(account, batch);
}

/// One receipt that the ledger never takes must not keep the others waiting: they are sent one by one, until it is
/// known which one that is.
void EarningChannels::set_aside(Account& account, const Batch& batch) {
    if (batch.jobs.size() > 1) {
        account.singly = batch.jobs.size();
        return;
    }
    for (Answer& answer : account.waiting)
        if (answer.job_id == batch.jobs.front()) answer.aside = true;
}

/// The channel has ended: what no voucher brought in by then is lost.
void EarningChannels::give_up(const Account& account) {
    if (account.unpaid() > 0) owe(account.payer, account.unpaid());
    for (const Answer& answer : account.waiting) {
        core::log::error("channels", "an answer stays unpaid", {{"job", answer.job_id}});
        const Status kept = m_store.change_job(answer.job_id, [](JobRecord& record) {
            if (record.money_state == control::MoneyState::none)
                progress::give_up(record, core::say("channel_ended_unpaid"));
        });
        if (!kept) core::log::error("channels", "not written down", {{"reason", kept.error().message}});
    }
}

} // namespace hearth::node
