// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "node/jobs/execution_plan.h"
#include "node/jobs/purchase.h"
#include "proof/profile.h"

namespace hearth::node {
namespace {

using core::Code;
using core::Status;

constexpr core::Nanoseconds request_lifetime = 3'600'000'000'000;
constexpr core::Epoch escrow_epochs = 200; // then the money of an executor that never came back returns by itself

core::EscrowId escrow_of(const std::string& job_id, const core::Hash& request_hash) {
    return core::id_cast<core::EscrowId>(core::tagged_hash("escrow/1", {core::as_bytes(job_id), request_hash.view()}));
}

/// At the edge a conflict means a budget that is used up; one with the ledger is not the caller's doing. Who asks signs
/// no transactions and is told of none.
core::Error of_ledger(core::Error error) {
    if (error.code == Code::timed_out)
        return core::fail(Code::timed_out, core::say("answer_payment_waits"), core::say("ask_when_blocks"));
    if (error.code == Code::conflict) error.code = Code::unavailable;
    return error;
}

} // namespace

/// Fixes the request, writes the purchase down, then locks the money: in this order, so that a crash leaves no escrow
/// that nobody knows.
Status Purchase::open(const Side& side) {
    const link::Quote& quote = side->quote;
    proof::Request& request = side->request;
    request.model_id = side->ask.model_id;
    request.profile = side->ask.profile;
    request.decode = quote.decode;
    side->salt_in = core::random_hash();
    request.in_commit = proof::input_commitment(side->salt_in, quote.input_ids);
    const ledger::Tariff tariff{quote.prompt_token, quote.completion_token};
    HEARTH_TRY(request.price_cap, tariff.price(quote.input_ids.size(), request.decode.max_tokens));
    request.client_nonce = core::random_hash();
    request.client_key = m_rooms.identity.caller_key().public_key();
    request.expires_at = m_rooms.clock.now() + request_lifetime;
    request.seed = m_plan.seed;
    if (side->ask.score_prompt) request.scores = side->ask.top_logprobs.value_or(0);
    if (!side->ask.constraint.empty()) request.constraint = proof::constraint_hash(side->ask.constraint);
    request.embed = side->ask.embed;
    request.run = side->ask.run;
    {
        const std::lock_guard lock(m_mutex);
        request.begun = m_journal.before();
    }
    if (pays_by_channel(*side, tariff)) side->channel = m_rooms.channels->use(quote.node_key, request.price_cap);
    side->escrow =
        side->channel ? ledger::escrow_of(side->channel->channel()) : escrow_of(m_plan.job_id, request.hash());
    HEARTH_CHECK(record(*side));
    if (!side->channel) return pay_by_escrow(side, tariff);
    side->escrow_height = side->channel->height;
    side->beacon = side->channel->beacon;
    assigned(side);
    return {};
}

/// The ledger compares the price with what the node offers only where it opens an escrow. An answer that might cost
/// nothing is no channel's: no voucher would bound it. Credits are used up first, by escrows.
bool Purchase::pays_by_channel(const PurchaseSide& side, const ledger::Tariff& asked) const {
    const core::PublicKey& node = side.quote.node_key;
    if (!m_rooms.channels || m_rival || m_rooms.identity.node_key(node) != nullptr) return false;
    const proof::Profile* profile = proof::find_profile(side.request.profile);
    if (profile == nullptr || !always_costs(side.request, side.quote.input_ids.size(), asked)) return false;
    bool offered = false;
    m_rooms.settlement.read([&](const ledger::State& state) {
        const ledger::Tariff* tariff = state.tariff(node, side.request.model_id, profile->id);
        offered = tariff != nullptr && *tariff == asked &&
                  !ledger::credits_cover(state, m_rooms.identity.caller_key().public_key(), side.request.price_cap);
    });
    return offered;
}

Status Purchase::pay_by_escrow(const Side& side, const ledger::Tariff& tariff) {
    const proof::Request& request = side->request;
    side->on_its_way = side->pays = true;
    const core::Epoch expires = m_rooms.settlement.head().epoch + escrow_epochs;
    m_rooms.settlement.open_escrow({side->escrow, side->quote.node_key, request.model_id, request.hash(),
                                    request.price_cap, expires, ledger::AcceptedTariff{request.profile, tariff}},
                                   [self = shared_from_this(), side](const core::Result<ledger::TxResult>& opened) {
                                       self->post([self, side, opened] { self->paid(side, opened); });
                                   });
    return {};
}

/// Where another node was to be paid before, its escrow comes back by itself, or by that node's hand.
Status Purchase::record(const PurchaseSide& side) {
    const core::Amount cap = side.request.price_cap;
    const core::Amount counted = m_recorded ? m_record.charged : core::Amount(); // in the budget already
    if (cap <= counted) return note(side);
    return m_rooms.api_keys.spend(m_plan.caller, core::Amount::from_units(cap.units() - counted.units()),
                                  [&] { return note(side); });
}

/// Of two nodes that are asked at a time the store knows the one that was written down last.
Status Purchase::note(const PurchaseSide& side) {
    m_record.executor = side.quote.node_key;
    m_record.escrow = side.escrow;
    m_record.charged = side.request.price_cap;
    if (m_recorded) return step("purchase moved", m_rooms.store.move_purchase(m_record));
    m_record.job_id = m_plan.job_id;
    m_record.caller = m_plan.caller;
    m_record.model_id = m_plan.model.model_id.hex();
    m_record.model_name = m_plan.model.name;
    m_record.profile = side.request.profile;
    m_record.created_at = m_plan.ask.asked_at;
    HEARTH_CHECK(step("purchase stored", m_rooms.store.add_purchase(m_record)));
    m_recorded = true;
    return {};
}

void Purchase::paid(const Side& side, const core::Result<ledger::TxResult>& opened) {
    side->on_its_way = false;
    side->pays = !opened && (opened.error().code == Code::unavailable || opened.error().code == Code::timed_out);
    if (opened) {
        side->escrow_height = opened->height;
        side->beacon = opened->beacon;
    }
    const Status durable = step("escrow opened", opened ? Status() : Status(of_ledger(opened.error())));
    settle_race();
    const bool is_heard = !m_over && side_of(side->turn) == side;
    if (!is_heard || side->phase != Phase::paying) {
        if (m_over && m_main == side && !side->pays) drop();
        if (durable)
            paid_in_vain(*side);
        else if (side->given_up)
            say(*side, link::Failed{*side->given_up});
        return;
    }
    if (!durable) {
        if (!leave_race(side, durable.error(), true)) end(durable.error(), true);
        return;
    }
    assigned(side);
}

void Purchase::assigned(const Side& side) {
    side->phase = Phase::assigned;
    link::Assign assign = assignment(*side);
    {
        const std::lock_guard lock(m_mutex);
        side->may_answer = true;
        side->heard_at = m_rooms.clock.monotonic();
    }
    if (!std::exchange(m_started, true))
        m_sink->started(static_cast<std::uint32_t>(side->quote.input_ids.size()), m_plan.job_id, other_home(*side));
    say(*side, std::move(assign));
    if (m_cancelled) say(*side, link::Cancel{});
}

link::Assign Purchase::assignment(const PurchaseSide& side) {
    link::Assign assign{side.request, side.salt_in, side.escrow, side.escrow_height, {}, {}};
    if (side.channel) {
        const core::Hash order =
            ledger::order_digest(m_rooms.settlement.chain_id(), side.channel->channel(), side.request.hash());
        assign.order = m_rooms.identity.caller_key().sign(order.view());
    }
    const std::lock_guard lock(m_mutex);
    assign.known_ids = m_journal.known_ids();
    return assign;
}

} // namespace hearth::node
