// SPDX-License-Identifier: Apache-2.0
#include "ledger/governance_codec.h"
#include "ledger/message_codec.h"

namespace hearth::ledger::codec {

using core::Code;
using core::fail;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

namespace {

constexpr std::size_t max_key_bytes = 80;

core::Result<BallotKey> read_key(Fields& f) {
    BallotKey key;
    HEARTH_TRY(key.first, f.uint(0, "proposal"));
    HEARTH_TRY(key.second, f.id<core::PublicKey>(1, "voter"));
    return key;
}

} // namespace

Value from_record(const BallotKey& key, const Ballot& b) {
    return Map{{0, key.first}, {1, key.second}, {2, static_cast<std::uint64_t>(b.choice)}, {3, b.epoch}};
}

core::Result<std::pair<BallotKey, Ballot>> to_ballot(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "ballot"));
    Ballot b;
    HEARTH_TRY(const BallotKey key, read_key(f));
    HEARTH_TRY(const std::uint64_t choice, f.uint(2, "choice", static_cast<std::uint64_t>(Choice::abstain)));
    b.choice = static_cast<Choice>(choice);
    HEARTH_TRY(b.epoch, f.uint(3, "epoch"));
    HEARTH_CHECK(f.finish());
    return std::pair(key, b);
}

Value from_record(const BallotKey& key, const Weight& w) {
    return Map{{0, key.first}, {1, key.second}, {2, w.stake}, {3, w.work}};
}

core::Result<std::pair<BallotKey, Weight>> to_weight(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "weight"));
    Weight w;
    HEARTH_TRY(const BallotKey key, read_key(f));
    HEARTH_TRY(w.stake, f.uint(2, "stake"));
    HEARTH_TRY(w.work, f.uint(3, "work"));
    HEARTH_CHECK(f.finish());
    return std::pair(key, w);
}

Value from_record(const core::PublicKey& from, const core::PublicKey& to) {
    return Map{{0, from}, {1, to}};
}

core::Result<std::pair<core::PublicKey, core::PublicKey>> to_delegation(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "delegation"));
    HEARTH_TRY(const auto from, f.id<core::PublicKey>(0, "from"));
    HEARTH_TRY(const auto to, f.id<core::PublicKey>(1, "to"));
    HEARTH_CHECK(f.finish());
    return std::pair(from, to);
}

Value from_record(const std::string& key, const Listing& l) {
    return Map{{0, key}, {1, l.name}, {2, l.since}};
}

core::Result<std::pair<std::string, Listing>> to_listing(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "listing"));
    Listing l;
    HEARTH_TRY(const std::string key, f.text(0, "key", max_key_bytes));
    HEARTH_TRY(l.name, f.text(1, "name", max_listed_name_bytes));
    HEARTH_TRY(l.since, f.uint(2, "since"));
    HEARTH_CHECK(f.finish());
    return std::pair(key, std::move(l));
}

Value from_record(const Governance& g) {
    Map map{{0, g.next}, {1, g.turnout_ppm.stake}, {2, g.turnout_ppm.work}, {3, g.window}, {4, g.spent.units()}};
    if (g.guardian) map.emplace_back(5, *g.guardian);
    if (g.upgrade) map.emplace_back(6, from_content(*g.upgrade));
    return map;
}

core::Result<Governance> to_governance(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "governance"));
    Governance g;
    HEARTH_TRY(g.next, f.uint(0, "next"));
    HEARTH_TRY(g.turnout_ppm.stake, f.uint(1, "turnout of the stake house"));
    HEARTH_TRY(g.turnout_ppm.work, f.uint(2, "turnout of the work house"));
    HEARTH_TRY(g.window, f.uint(3, "window"));
    HEARTH_TRY(g.spent, read_amount(f, 4, "spent"));
    if (f.has(5)) {
        HEARTH_TRY(g.guardian, f.id<core::PublicKey>(5, "guardian"));
    }
    if (f.has(6)) {
        HEARTH_TRY(const Value* decided, f.any(6, "upgrade"));
        HEARTH_TRY(const ProposalContent content, to_content(*decided));
        const auto* upgrade = std::get_if<UpgradeRules>(&content);
        if (upgrade == nullptr) return fail(Code::corrupt, "The upgrade that was decided is none.");
        g.upgrade = *upgrade;
    }
    HEARTH_CHECK(f.finish());
    return g;
}

} // namespace hearth::ledger::codec
