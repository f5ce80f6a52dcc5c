// SPDX-License-Identifier: Apache-2.0
#include "node/money/settlement.h"

#include "core/log.h"
#include "node/state/stored_receipt.h"

#include <algorithm>
#include <future>
#include <set>

namespace hearth::node {

using core::Code;
using core::fail;
using core::Status;

namespace {

constexpr std::size_t most_reports = 10'000;
constexpr const char* settlement_thread = "settlement";

/// What those hear who asked for something that threw.
core::Error settlement_defect() {
    return fail(Code::internal, core::say("control_call_defect"), core::say("report_this"));
}

} // namespace

Settlement::Settlement(ledger::Ledger& ledger, Identity& identity, Store& store, control::EventFan& events,
                       std::uint64_t known_from, const core::Clock& clock)
    : LedgerView(ledger, identity), m_store(store), m_events(events), m_known_from(known_from), m_clock(clock),
      m_queue(std::make_unique<core::TaskQueue>(settlement_thread, most_reports)),
      m_sender(std::make_unique<TxSender>(ledger)) {
    m_ledger.on_events(
        [this](const std::vector<ledger::LedgerEvent>& happened, core::Height) { take_events(happened); });
}

Settlement::~Settlement() {
    m_ledger.on_events({});
    m_sender.reset();
    m_queue.reset();
}

void Settlement::on_assigned(std::function<void(const core::ReceiptId&)> listener) {
    const std::lock_guard lock(m_listener_mutex);
    m_on_assigned = std::move(listener);
}

void Settlement::on_block(std::function<void()> listener) {
    const std::lock_guard lock(m_listener_mutex);
    m_on_block = std::move(listener);
}

/// On the committing thread, perhaps inside the ledger's lock: the work is done elsewhere.
void Settlement::take_events(const std::vector<ledger::LedgerEvent>& happened) {
    std::set<std::uint64_t> proposals;
    bool told = true;
    for (const ledger::LedgerEvent& event : happened) {
        if (event.proposal != 0) proposals.insert(event.proposal);
        if (event.kind == ledger::EventKind::jailed)
            core::log::warning("settlement", "validator at fault",
                               {{"validator", event.account.hex()}, {"taken", event.amount.text()}});
        if (event.kind == ledger::EventKind::audit_paid && is_own(event.account))
            core::log::info("settlement", "audit paid",
                            {{"receipt", event.receipt_id.hex()}, {"amount", event.amount.text()}});
        if (event.kind == ledger::EventKind::channel_closing)
            told &= m_queue->post([this, id = event.channel] {
                const auto channel = paying_us(id);
                if (!channel || !channel->closes) return;
                core::log::warning("settlement", "a payer closes a channel: redeem its last voucher in time",
                                   {{"channel", id.hex()}, {"last_block", *channel->closes}});
                m_events.publish("governance");
            });
        if (event.receipt_id.is_zero()) continue;
        const bool for_us = event.kind == ledger::EventKind::assigned && is_own(event.account);
        told &= m_queue->post([this, id = event.receipt_id, kind = event.kind, for_us] {
            if (const Status indexed = index(id, kind); !indexed) {
                core::log::error("settlement", "index failed", {{"reason", indexed.error().message}});
                m_retry.ask();
            }
            std::function<void(const core::ReceiptId&)> listener;
            {
                const std::lock_guard lock(m_listener_mutex);
                listener = m_on_assigned;
            }
            if (for_us && listener) listener(id);
        });
    }
    told &= m_queue->post([this, proposals] {
        m_events.publish("earnings");
        for (const std::uint64_t proposal : proposals)
            m_events.publish("governance", std::to_string(proposal));
        std::function<void()> listener;
        {
            const std::lock_guard lock(m_listener_mutex);
            listener = m_on_block;
        }
        if (listener) listener();
    });
    if (!told) m_retry.ask(); // a tick asks the ledger instead
}

/// The identity outlives everything that signs.
TxSender::Key Settlement::operator_key() const {
    return {std::shared_ptr<void>(), m_identity.operator_key()};
}

void Settlement::register_key(const core::SigningKey& key, Done done) {
    if (is_registered(key.public_key()) && !renewal_is_due(key.public_key())) return done({});
    const TxSender::Key owner = operator_key();
    if (!owner)
        return done(fail(Code::refused, core::say("node_key_waits_for_operator"), core::say("register_elsewhere")));
    m_sender->send(owner, registration_of(key),
                   [id = key.public_key(), done = std::move(done)](const core::Result<ledger::TxResult>& sent) {
                       if (sent) core::log::info("settlement", "node key registered", {{"key", id.hex()}});
                       done(sent ? Status() : Status(sent.error()));
                   });
}

/// A network may need its time, or be away: then a tick tries again, later each time, and yet soon: until then nobody
/// sends work.
void Settlement::enrol(core::Nanoseconds now) {
    if (rules() < m_known_from || m_enrolled || m_enrolling.exchange(true)) return;
    const core::PublicKey key = m_identity.node_key()->public_key();
    const bool by_hand = !m_identity.operator_key() && (!is_registered(key) || renewal_is_due(key));
    if (!by_hand) m_enrolment.ask();
    if (by_hand || !m_enrolment.is_due(now)) { // by hand: until somebody has signed it elsewhere
        m_enrolling = false;
        return;
    }
    register_key(*m_identity.node_key(), [this, now](const Status& registered) {
        m_enrolment.tried(registered.ok(), now);
        m_enrolled = registered.ok();
        m_enrolling = false;
        if (!registered) m_key_faults.keep(registered.error());
    });
}

/// On the thread that registered the key, where it was not registered yet.
void Settlement::finish_rotation(Done done) {
    const auto next = m_identity.next_node_key();
    if (!next) return done({});
    const core::PublicKey id = next->public_key();
    if (!m_rotating.join(id, std::move(done))) return;
    const auto take = [this, id](const Status& registered) {
        Status ended = settlement_defect();
        core::guarded(settlement_thread, [&] { ended = registered ? m_identity.finish_rotation(id) : registered; });
        m_rotating.answer(id, ended);
    };
    if (is_registered(id)) return take({}); // its renewal is not this one's matter
    register_key(*next, take);
}

/// What a crash interrupted, or whose registration came from elsewhere. Its end may come while the sender goes: it
/// sends nothing itself. What the ledger refuses is tried again, later each time.
void Settlement::continue_rotation(core::Nanoseconds now) {
    if (!m_identity.next_node_key() || rotation_waits() || m_finishing) return;
    m_key_faults.ask();
    if (!m_key_faults.is_due(now)) return;
    m_finishing = true;
    finish_rotation([this, now](const Status& finished) {
        m_key_faults.tried(finished.ok(), now);
        m_finishing = false;
        if (!finished) return m_key_faults.keep(finished.error());
        m_offers.ask(); // the former key offers nothing any more
        m_events.publish("status");
    });
}

Status Settlement::rotate_node_key() {
    HEARTH_TRY([[maybe_unused]] const auto next, m_identity.begin_rotation());
    std::promise<Status> answer;
    finish_rotation([&answer](const Status& finished) { answer.set_value(finished); });
    return answer.get_future().get();
}

void Settlement::offer(const TxSender::Key& node_key, const core::ModelId& model, const std::string& profile,
                       Offered done) {
    const proof::Profile* known = proof::find_profile(profile);
    if (known == nullptr) return done(fail(Code::unsupported, core::say("no_profile", {profile})));
    ledger::Params rules;
    std::optional<ledger::Tariff> now;
    const Status seen = look([&](const ledger::State& state) {
        rules = state.params();
        if (const ledger::Tariff* found = state.tariff(node_key->public_key(), model, known->id)) now = *found;
    });
    if (!seen) return done(seen.error());
    const std::optional<ledger::Tariff> asks = asked(model, rules);
    if (!asks) return done(fail(Code::not_found, core::say("model_not_node_any")));
    const ledger::Tariff wanted = *asks;
    if (now == wanted) return done(wanted);
    const ledger::TariffKey offer{node_key->public_key(), model, known->id};
    if (!m_offering.join(offer, std::move(done))) return;
    m_sender->send(node_key, ledger::OfferTariff{model, profile, wanted},
                   [this, offer, wanted](const core::Result<ledger::TxResult>& sent) {
                       m_offering.answer(offer, sent ? core::Result<ledger::Tariff>(wanted) : sent.error());
                   });
}

/// Credits are good for nothing else. What others of this home's escrows are asking for meanwhile is not counted.
void Settlement::open_escrow(const ledger::OpenEscrow& escrow, TxSender::Done done) {
    const core::SigningKey& caller = m_identity.caller_key();
    const std::uint64_t cap = escrow.cap.units(), asked = m_credits_asked.fetch_add(cap);
    const auto in_all = core::Amount::from_wide(core::Uint128{asked} + cap);
    ledger::OpenEscrow message = escrow;
    read([&](const ledger::State& state) {
        message.credits = in_all && ledger::credits_cover(state, caller.public_key(), *in_all);
    });
    if (!message.credits) m_credits_asked -= cap;
    m_sender->send(
        {std::shared_ptr<void>(), &caller}, message,
        [this, cap, credits = message.credits, done = std::move(done)](const core::Result<ledger::TxResult>& opened) {
            if (credits) m_credits_asked -= cap;
            done(opened);
        });
}

void Settlement::send(const TxSender::Key& key, ledger::Message message, TxSender::Done done) {
    m_sender->send(key, std::move(message), std::move(done));
}

/// By the executor, which may do so at once.
void Settlement::return_escrow(const core::EscrowId& escrow, const core::PublicKey& executor, Done done) {
    const auto held = this->escrow(escrow);
    if (!held) return done(held.error());
    if (!*held) return done({});
    const auto key = m_identity.node_key(executor);
    if (!key)
        return done(fail(Code::not_found, core::say("node_key_served_job"), core::say("escrow_returns_itself_when")));
    m_sender->send(key, ledger::CancelEscrow{escrow},
                   [done = std::move(done)](const core::Result<ledger::TxResult>& sent) {
                       done(sent ? Status() : Status(sent.error()));
                   });
}

void Settlement::refund(const std::string& job_id, Done done) {
    const auto job = m_store.job(job_id);
    if (!job) return done(job.error());
    if (job->escrow.is_zero()) return done({});
    return_escrow(job->escrow, job->executor, [this, job_id, done = std::move(done)](const Status& returned) {
        if (!returned) return done(returned);
        done(m_store.change_job(job_id, [](JobRecord& record) { record.money_state = control::MoneyState::refunded; }));
    });
}

void Settlement::settle(const std::string& job_id, Done done) {
    if (!m_settling.join(job_id, std::move(done))) return;
    settle_once(job_id, [this, job_id](const Status& settled) {
        if (!settled) m_retry.ask();
        m_settling.answer(job_id, settled);
    });
}

struct Settlement::Unsettled {
    core::ReceiptId receipt;
    TxSender::Key key;
    ledger::SettleReceipt message;
};

/// What is to be sent; nothing when the ledger has it already, or never will.
core::Result<std::optional<Settlement::Unsettled>> Settlement::unsettled(const std::string& job_id) {
    HEARTH_TRY(const JobRecord job, m_store.job(job_id));
    HEARTH_TRY(const core::ReceiptId id, core::ReceiptId::parse(job.receipt_id));
    bool settled = false;
    HEARTH_CHECK(look([&](const ledger::State& state) { settled = state.reward(id) != nullptr; }));
    if (settled) HEARTH_CHECK(index(id));
    if (!settled && job.money_state != control::MoneyState::none) HEARTH_CHECK(rest(job));
    if (settled || job.money_state != control::MoneyState::none) return std::optional<Unsettled>();
    HEARTH_TRY(const auto held, escrow(job.escrow));
    HEARTH_TRY(const auto paying, channel(ledger::channel_of(job.escrow)));
    if (!held && paying) return std::optional<Unsettled>(); // with others, by its channel's voucher
    HEARTH_TRY(const proof::ReceiptFile file, stored_receipt(m_store, job.receipt_id));
    const auto key = m_identity.node_key(job.executor);
    if (!key) return fail(Code::not_found, core::say("node_key_signed_receipt"));
    return std::optional(Unsettled{id, key, {file.signed_receipt.encode()}});
}

void Settlement::settle_once(const std::string& job_id, Done done) {
    core::Result<std::optional<Unsettled>> found = settlement_defect();
    core::guarded(settlement_thread, [&] { found = unsettled(job_id); });
    if (!found) return done(found.error());
    if (!*found) return done({});
    m_sender->send((*found)->key, (*found)->message,
                   [this, id = (*found)->receipt, done = std::move(done)](const core::Result<ledger::TxResult>& sent) {
                       Status ended = settlement_defect();
                       core::guarded(settlement_thread, [&] { ended = settled(id, sent); });
                       done(ended);
                   });
}

Status Settlement::settled(const core::ReceiptId& receipt, const core::Result<ledger::TxResult>& sent) {
    bool known = sent.ok();
    if (!known) // another home with these keys may have been faster
        HEARTH_CHECK(look([&](const ledger::State& state) { known = state.reward(receipt) != nullptr; }));
    return known ? index(receipt) : Status(sent.error());
}

Status Settlement::post_verdict(const ledger::PostVerdict& verdict) {
    const TxSender::Key owner = operator_key();
    HEARTH_CHECK(m_sender->send_and_wait(owner ? owner : m_identity.node_key(), verdict));
    return {};
}

/// Each step is taken whatever became of those before it; the gravest fault is told at the end.
Status Settlement::tick(core::Nanoseconds now) {
    Status fault = m_ledger.tick();
    const auto note = [&fault](const Status& step) { fault = graver(fault, step); };
    enrol(now);
    continue_rotation(now);
    note(m_key_faults.take());
    if (m_offers.is_due(now)) {
        const Status refreshed = refresh_offers();
        m_offers.tried(refreshed.ok(), now);
        note(refreshed);
    }
    const Status late = m_retry.take();
    note(late);
    if (late && m_retry.is_due(now)) {
        const Status settled = settle_what_waits();
        m_retry.tried(settled.ok(), now);
        note(settled);
    }
    if (!late) m_retry.ask();
    // In a network others' blocks end epochs, between two ticks.
    const core::Epoch epoch = m_ledger.head().epoch;
    if (m_epoch == epoch) return fault;
    if (renewal_is_due(m_identity.node_key()->public_key())) m_enrolled = false;
    m_events.publish("status");
    m_queue->drain();
    const Status indexed = index_settled();
    note(indexed);
    if (!indexed) return fault; // the epochs that ended wait for the next tick
    m_epoch = epoch;
    note(post_roots());
    return fault;
}

} // namespace hearth::node
