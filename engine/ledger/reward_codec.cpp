// SPDX-License-Identifier: Apache-2.0
#include "ledger/message_codec.h"
#include "ledger/state_codec.h"

namespace hearth::ledger::codec {

using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

namespace {

constexpr std::size_t max_audits = 1024;

Value from_terms(const EscrowTerms& t) {
    Map map{{0, profile_name(t.profile)},
            {1, t.tariff.prompt_token.units()},
            {2, t.tariff.completion_token.units()},
            {3, t.height}};
    if (t.beacon) map.emplace_back(4, *t.beacon);
    return map;
}

core::Result<EscrowTerms> read_terms(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "terms"));
    EscrowTerms t;
    HEARTH_TRY(t.profile, read_profile(f, 0));
    HEARTH_TRY(t.tariff.prompt_token, read_amount(f, 1, "prompt_token"));
    HEARTH_TRY(t.tariff.completion_token, read_amount(f, 2, "completion_token"));
    HEARTH_TRY(t.height, f.uint(3, "height"));
    if (f.has(4)) {
        HEARTH_TRY(t.beacon, f.id<core::Hash>(4, "beacon"));
    }
    HEARTH_CHECK(f.finish());
    return t;
}

core::Result<std::optional<EscrowTerms>> read_terms(Fields& f, std::uint64_t key) {
    if (!f.has(key)) return std::optional<EscrowTerms>();
    HEARTH_TRY(const Value* value, f.any(key, "terms"));
    HEARTH_TRY(const EscrowTerms terms, read_terms(*value));
    return std::optional(terms);
}

Value from_audits(const std::vector<AuditDuty>& audits) {
    core::cbor::Array list;
    for (const AuditDuty& duty : audits)
        list.push_back(Map{{0, duty.auditor},
                           {1, duty.jury},
                           {2, static_cast<std::uint64_t>(duty.result)},
                           {3, static_cast<std::uint64_t>(duty.level)}});
    return list;
}

core::Result<std::vector<AuditDuty>> read_audits(Fields& f, std::uint64_t key) {
    std::vector<AuditDuty> audits;
    if (!f.has(key)) return audits;
    HEARTH_TRY(const core::cbor::Array* list, f.array(key, "audits", max_audits));
    for (const Value& item : *list) {
        HEARTH_TRY(auto duty, Fields::of(item, "audit"));
        AuditDuty& read = audits.emplace_back();
        HEARTH_TRY(read.auditor, duty.id<core::PublicKey>(0, "auditor"));
        HEARTH_TRY(read.jury, duty.boolean(1, "jury"));
        HEARTH_TRY(const std::uint64_t result, duty.uint(2, "result", 3));
        read.result = static_cast<AuditDuty::Result>(result);
        HEARTH_TRY(const std::uint64_t level, duty.uint(3, "level", 4));
        read.level = static_cast<proof::Level>(level);
        HEARTH_CHECK(duty.finish());
    }
    return audits;
}

} // namespace

Value from_record(const core::EscrowId& id, const Escrow& e) {
    Map map{{0, id},
            {1, e.payer},
            {2, e.executor},
            {3, e.model_id},
            {4, e.request_hash},
            {5, e.held.units()},
            {6, e.expires_epoch}};
    if (e.terms) map.emplace_back(7, from_terms(*e.terms));
    if (e.credits) map.emplace_back(8, e.credits);
    return map;
}

core::Result<std::pair<core::EscrowId, Escrow>> to_escrow(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "escrow"));
    Escrow e;
    HEARTH_TRY(const auto id, f.id<core::EscrowId>(0, "id"));
    HEARTH_TRY(e.payer, f.id<core::PublicKey>(1, "payer"));
    HEARTH_TRY(e.executor, f.id<core::PublicKey>(2, "executor"));
    HEARTH_TRY(e.model_id, f.id<core::ModelId>(3, "model_id"));
    HEARTH_TRY(e.request_hash, f.id<core::Hash>(4, "request_hash"));
    HEARTH_TRY(e.held, read_amount(f, 5, "held"));
    HEARTH_TRY(e.expires_epoch, f.uint(6, "expires_epoch"));
    HEARTH_TRY(e.terms, read_terms(f, 7));
    HEARTH_TRY(e.credits, read_flag(f, 8, "credits"));
    HEARTH_CHECK(f.finish());
    return std::pair(id, e);
}

Value from_record(const core::ReceiptId& id, const Reward& r) {
    Map map{{0, id},
            {1, r.executor},
            {2, r.payer},
            {3, r.price.units()},
            {4, r.settled_epoch},
            {5, r.height},
            {6, static_cast<std::uint64_t>(r.state)},
            {7, r.drawn},
            {8, static_cast<std::uint64_t>(r.level)},
            {9, r.exact},
            {10, r.due_epoch},
            {11, r.closed_epoch}};
    // What the first rules did not know is left out where it is not used, so that their records keep their hashes.
    if (r.terms) map.emplace_back(12, from_terms(*r.terms));
    if (!r.audits.empty()) map.emplace_back(13, from_audits(r.audits));
    if (r.window_end != 0) map.emplace_back(14, r.window_end);
    if (r.staked != core::Amount()) map.emplace_back(15, r.staked.units());
    if (r.credits) map.emplace_back(16, r.credits);
    return map;
}

core::Result<std::pair<core::ReceiptId, Reward>> to_reward(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "reward"));
    Reward r;
    HEARTH_TRY(const auto id, f.id<core::ReceiptId>(0, "id"));
    HEARTH_TRY(r.executor, f.id<core::PublicKey>(1, "executor"));
    HEARTH_TRY(r.payer, f.id<core::PublicKey>(2, "payer"));
    HEARTH_TRY(r.price, read_amount(f, 3, "price"));
    HEARTH_TRY(r.settled_epoch, f.uint(4, "settled_epoch"));
    HEARTH_TRY(r.height, f.uint(5, "height"));
    HEARTH_TRY(const std::uint64_t state, f.uint(6, "state", static_cast<std::uint64_t>(RewardState::disputed)));
    r.state = static_cast<RewardState>(state);
    HEARTH_TRY(r.drawn, f.boolean(7, "drawn"));
    HEARTH_TRY(const std::uint64_t level, f.uint(8, "level", 4));
    r.level = static_cast<proof::Level>(level);
    HEARTH_TRY(r.exact, f.boolean(9, "exact"));
    HEARTH_TRY(r.due_epoch, f.uint(10, "due_epoch"));
    HEARTH_TRY(r.closed_epoch, f.uint(11, "closed_epoch"));
    HEARTH_TRY(r.terms, read_terms(f, 12));
    HEARTH_TRY(r.audits, read_audits(f, 13));
    if (f.has(14)) {
        HEARTH_TRY(r.window_end, f.uint(14, "window_end"));
    }
    if (f.has(15)) {
        HEARTH_TRY(r.staked, read_amount(f, 15, "staked"));
    }
    HEARTH_TRY(r.credits, read_flag(f, 16, "credits"));
    HEARTH_CHECK(f.finish());
    return std::pair(id, r);
}

} // namespace hearth::ledger::codec
