// SPDX-License-Identifier: Apache-2.0
#include "ledger/state_codec.h"

#include "ledger/message_codec.h"

#include <array>

namespace hearth::ledger::codec {

using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

namespace {

constexpr std::size_t max_unbondings = 32;

Value from_unbonding(const std::vector<Unbonding>& parts) {
    core::cbor::Array list;
    for (const Unbonding& part : parts)
        list.push_back(Map{{0, part.amount.units()}, {1, part.release}});
    return list;
}

/// `sum`: what the parts are added to.
core::Result<std::vector<Unbonding>> read_unbonding(Fields& f, std::uint64_t key, core::Amount sum) {
    std::vector<Unbonding> parts;
    if (!f.has(key)) return parts;
    HEARTH_TRY(const core::cbor::Array* list, f.array(key, "unbonding", max_unbondings));
    for (const Value& item : *list) {
        HEARTH_TRY(auto fields, Fields::of(item, "unbonding"));
        Unbonding part;
        HEARTH_TRY(part.amount, read_amount(fields, 0, "amount"));
        HEARTH_TRY(part.release, fields.uint(1, "release"));
        HEARTH_CHECK(fields.finish());
        HEARTH_TRY(sum, sum.plus(part.amount));
        if (!parts.empty() && part.release <= parts.back().release)
            return core::fail(core::Code::corrupt, "The parts of a stake are out of order.");
        parts.push_back(part);
    }
    return parts;
}

} // namespace

core::Result<proof::ProfileId> read_profile(Fields& f, std::uint64_t key) {
    HEARTH_TRY(const std::string name, f.text(key, "profile", proof::max_profile_bytes));
    const proof::Profile* found = proof::find_profile(name);
    if (found == nullptr)
        return core::fail(core::Code::corrupt, "The stored state names the unknown profile \"" + name + "\".");
    return found->id;
}

Value profile_name(proof::ProfileId id) {
    return std::string(proof::profile(id).name);
}

Value from_lately(const Lately& l) {
    return core::cbor::Array{l.since, l.now.units(), l.before.units()};
}

core::Result<Lately> read_lately(Fields& f, std::uint64_t key, const char* name) {
    HEARTH_TRY(const core::cbor::Array* list, f.array(key, name, 3));
    std::array<std::uint64_t, 3> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i >= list->size() || (*list)[i].as_uint() == nullptr)
            return core::fail(core::Code::corrupt, core::say("field_has_other_numbers", {name}));
        numbers[i] = *(*list)[i].as_uint();
    }
    return Lately{numbers[0], core::Amount::from_units(numbers[1]), core::Amount::from_units(numbers[2])};
}

Value from_record(const core::PublicKey& key, const Account& a) {
    Map map{{0, key}, {1, a.balance.units()}, {2, a.sequence}};
    if (a.credits != core::Amount()) map.emplace_back(3, a.credits.units());
    return map;
}

core::Result<std::pair<core::PublicKey, Account>> to_account(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "account"));
    Account a;
    HEARTH_TRY(const auto key, f.id<core::PublicKey>(0, "key"));
    HEARTH_TRY(a.balance, read_amount(f, 1, "balance"));
    HEARTH_TRY(a.sequence, f.uint(2, "sequence"));
    if (f.has(3)) {
        HEARTH_TRY(a.credits, read_amount(f, 3, "credits"));
    }
    HEARTH_CHECK(f.finish());
    return std::pair(key, a);
}

Value from_record(const core::PublicKey& key, const NodeRecord& n) {
    Map map{{0, key}, {1, n.operator_key}, {2, n.payout}, {3, n.receipts}, {4, n.failed}};
    if (n.registered_epoch != 0) map.emplace_back(5, n.registered_epoch);
    if (n.paid_receipts != 0) map.emplace_back(6, n.paid_receipts);
    if (n.paid_fees != core::Amount()) map.emplace_back(7, n.paid_fees.units());
    if (n.stake != core::Amount()) map.emplace_back(8, n.stake.units());
    if (!n.unbonding.empty()) map.emplace_back(9, from_unbonding(n.unbonding));
    if (n.certified_until) map.emplace_back(10, *n.certified_until);
    if (n.replaced) map.emplace_back(11, n.replaced);
    if (n.audit_paid != core::Amount()) map.emplace_back(12, n.audit_paid.units());
    if (n.wrong_epoch) map.emplace_back(13, *n.wrong_epoch);
    if (n.minted != core::Amount()) map.emplace_back(14, n.minted.units());
    if (n.locked_until) map.emplace_back(15, *n.locked_until);
    if (n.work != Lately{}) map.emplace_back(16, from_lately(n.work));
    return map;
}

core::Result<std::pair<core::PublicKey, NodeRecord>> to_node(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "node"));
    NodeRecord n;
    HEARTH_TRY(const auto key, f.id<core::PublicKey>(0, "key"));
    HEARTH_TRY(n.operator_key, f.id<core::PublicKey>(1, "operator"));
    HEARTH_TRY(n.payout, f.id<core::PublicKey>(2, "payout"));
    HEARTH_TRY(n.receipts, f.uint(3, "receipts"));
    HEARTH_TRY(n.failed, f.uint(4, "failed"));
    if (f.has(5)) {
        HEARTH_TRY(n.registered_epoch, f.uint(5, "registered_epoch"));
    }
    if (f.has(6)) {
        HEARTH_TRY(n.paid_receipts, f.uint(6, "paid_receipts"));
    }
    if (f.has(7)) {
        HEARTH_TRY(n.paid_fees, read_amount(f, 7, "paid_fees"));
    }
    if (f.has(8)) {
        HEARTH_TRY(n.stake, read_amount(f, 8, "stake"));
    }
    HEARTH_TRY(n.unbonding, read_unbonding(f, 9, n.stake));
    if (f.has(10)) {
        HEARTH_TRY(n.certified_until, f.uint(10, "certified_until"));
    }
    if (f.has(11)) {
        HEARTH_TRY(n.replaced, f.boolean(11, "replaced"));
    }
    if (f.has(12)) {
        HEARTH_TRY(n.audit_paid, read_amount(f, 12, "audit_paid"));
    }
    if (f.has(13)) {
        HEARTH_TRY(n.wrong_epoch, f.uint(13, "wrong_epoch"));
    }
    if (f.has(14)) {
        HEARTH_TRY(n.minted, read_amount(f, 14, "minted"));
    }
    if (f.has(15)) {
        HEARTH_TRY(n.locked_until, f.uint(15, "locked_until"));
    }
    if (f.has(16)) {
        HEARTH_TRY(n.work, read_lately(f, 16, "work"));
    }
    HEARTH_CHECK(f.finish());
    return std::pair(key, n);
}

Value from_record(const RootKey& key, const EpochRoot& r) {
    Map map{{0, key.first}, {1, key.second}, {2, r.root}, {3, r.count}};
    if (r.log) {
        map.emplace_back(4, r.log->size);
        map.emplace_back(5, r.log->root);
        map.emplace_back(6, r.height);
    }
    return map;
}

core::Result<std::pair<RootKey, EpochRoot>> to_root(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "epoch root"));
    RootKey key;
    EpochRoot r;
    HEARTH_TRY(key.first, f.uint(0, "epoch"));
    HEARTH_TRY(key.second, f.id<core::PublicKey>(1, "executor"));
    HEARTH_TRY(r.root, f.id<core::Hash>(2, "root"));
    HEARTH_TRY(r.count, f.uint(3, "count"));
    if (f.has(4)) {
        r.log.emplace();
        HEARTH_TRY(r.log->size, f.uint(4, "log_size"));
        HEARTH_TRY(r.log->root, f.id<core::Hash>(5, "log_root"));
        HEARTH_TRY(r.height, f.uint(6, "height"));
    }
    HEARTH_CHECK(f.finish());
    return std::pair(key, r);
}

Value from_record(const TariffKey& key, const Tariff& t) {
    return Map{{0, key.node},
               {1, key.model},
               {2, profile_name(key.profile)},
               {3, t.prompt_token.units()},
               {4, t.completion_token.units()}};
}

core::Result<std::pair<TariffKey, Tariff>> to_tariff(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "tariff"));
    TariffKey key;
    Tariff t;
    HEARTH_TRY(key.node, f.id<core::PublicKey>(0, "node"));
    HEARTH_TRY(key.model, f.id<core::ModelId>(1, "model"));
    HEARTH_TRY(key.profile, read_profile(f, 2));
    HEARTH_TRY(t.prompt_token, read_amount(f, 3, "prompt_token"));
    HEARTH_TRY(t.completion_token, read_amount(f, 4, "completion_token"));
    HEARTH_CHECK(f.finish());
    return std::pair(key, t);
}

Value from_record(const PendingDraw& d) {
    return Map{{0, d.epoch}, {1, d.height}};
}

core::Result<PendingDraw> to_draw(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "draw"));
    PendingDraw d;
    HEARTH_TRY(d.epoch, f.uint(0, "epoch"));
    HEARTH_TRY(d.height, f.uint(1, "height"));
    HEARTH_CHECK(f.finish());
    return d;
}

Value from_record(const Issuance& i) {
    return Map{{0, i.window}, {1, i.minted.units()}, {2, i.counted}, {3, i.audits}, {4, i.lost}, {5, i.halted}};
}

core::Result<Issuance> to_issuance(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "issuance"));
    Issuance i;
    HEARTH_TRY(i.window, f.uint(0, "window"));
    HEARTH_TRY(i.minted, read_amount(f, 1, "minted"));
    HEARTH_TRY(i.counted, f.uint(2, "counted"));
    HEARTH_TRY(i.audits, f.uint(3, "audits"));
    HEARTH_TRY(i.lost, f.uint(4, "lost", i.audits));
    HEARTH_TRY(i.halted, f.uint(5, "halted"));
    HEARTH_CHECK(f.finish());
    return i;
}

Value from_record(const Remint& r) {
    return Map{{0, from_lately(r.bought)}, {1, r.counted}, {2, r.ahead.units()}};
}

core::Result<Remint> to_remint(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "remint"));
    Remint r;
    HEARTH_TRY(r.bought, read_lately(f, 0, "bought"));
    HEARTH_TRY(r.counted, f.uint(1, "counted"));
    HEARTH_TRY(r.ahead, read_amount(f, 2, "ahead"));
    HEARTH_CHECK(f.finish());
    return r;
}

} // namespace hearth::ledger::codec
