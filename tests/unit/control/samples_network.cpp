// SPDX-License-Identifier: Apache-2.0
#include "samples.h"

#include <limits>

namespace hearth::test {
using namespace control;

namespace {

const std::string some_hash = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
constexpr core::Nanoseconds some_time = 1'790'000'000'123'456'789;
constexpr std::uint64_t huge = std::numeric_limits<std::uint64_t>::max();

} // namespace

GovernanceView sample_governance() {
    ProposalView p;
    p.id = 7;
    p.title = "Later";
    p.kind = "parameter";
    p.summary = core::say("moves_parameter", {"vesting.epochs", "10", "12", "epochs", "When it is paid."});
    p.changes = {{"vesting.epochs", 10, 12, "epochs", "When it is paid."}};
    p.state = ProposalState::voting;
    p.proposer = some_hash;
    p.deposit = "1000000000";
    p.height = 9;
    p.starts_epoch = 2;
    p.deadline_epoch = 61;
    p.executes_epoch = 76;
    p.extended = true;
    p.needed_ppm = 500'000;
    p.houses = {{"stake", 400, 100, 0, 18'446'744'073'709'551'615U, 500'000, 100'000, 250'000, 300, 100},
                {"work", 0, 0, 0, 0, 0, 100'000, 1'000'000, 0, 0}};
    p.own_vote = "yes";
    p.own_reason = core::say("weight_of_stake", {"0.0000003 EMB"});
    ProposalView other;
    other.id = 6;
    other.kind = "text";
    other.text = "Hello.";
    other.state = ProposalState::rejected;
    other.deposit = "0";
    GovernanceView view;
    view.chain = "hearth-ember-1";
    view.height = 12;
    view.epoch = 3;
    view.account = some_hash;
    view.delegate = some_hash;
    view.deposit = "2000000000";
    view.epoch_length = 60'000'000'000;
    view.may_veto = true;
    view.balance = "7000000000";
    view.stakes = {{some_hash, true, "18446744073709551615", {{"5000000000", 30'243}}, 500}};
    view.unbonding_epochs = 30'240;
    view.channels = {
        {some_hash, some_hash, std::string(64, 'e'), true, false, "18446744073709551615", "1500000000", 9, 10'090, huge,
         "1600000000"},
        {std::string(64, 'a'), std::string(64, 'e'), some_hash, false, true, "5000000000", "0", 10, 99, std::nullopt}};
    view.proposals = {p, other};
    return view;
}

UpstreamInfo sample_upstream() {
    UpstreamInfo upstream;
    upstream.name = "box";
    upstream.kind = "openai";
    upstream.url = "http://10.0.0.7:8080/v1";
    upstream.has_key = true;
    upstream.added_at = some_time;
    upstream.models = {"llama", "qwen"};
    upstream.model_count = 2;
    upstream.signers = {"0x00"};
    upstream.measurements = {"mrtd=00"};
    upstream.list_age_ms = 1500;
    upstream.state = UpstreamState::failing;
    upstream.reason = core::say("the_worker_has_stopped");
    upstream.latency_us = 900;
    upstream.level = "E0";
    upstream.evidence = core::say("server_said_so");
    upstream.breakers = {{"llama", BreakerState::open, 3, 4000}};
    upstream.tier = "P2";
    upstream.prices = {{"", "100000000", "400000000"}};
    upstream.note = core::both(core::say("offers_one", {"m"}), core::say("owner_reads"));
    return upstream;
}

SpendDay sample_spend_day() {
    return {some_time, "0f0e0d0c0b0a", 7, "12000"};
}

PaymentRow sample_payment() {
    return {"ab", PaymentState::settled, "0xaa", "upto", "230", 7, 4, "0xfeed", "late", some_time};
}

NetworkEvidence sample_network_evidence(const std::string& id) {
    return {id, some_time, "box", "phala", "llama", "E1", true, "It is whole."};
}

GovernanceAct sample_governance_act() {
    ProposalDraft draft;
    draft.title = "Thanks";
    draft.kind = "spend";
    draft.changes = {{"tx.fee", 7}};
    draft.to = some_hash;
    draft.amount = "18446744073709551615";
    draft.model_id = some_hash;
    draft.name = "small";
    draft.listed = false;
    draft.rules = 4;
    draft.height = 1000;
    draft.program = some_hash;
    draft.text = "Grüße";
    return {"propose",    draft,     7,         "abstain", some_hash,
            "1500000000", some_hash, some_hash, huge,      ChannelWish{some_hash, some_hash, huge, "a400", "ff"}};
}

IdentityView sample_identity() {
    return {some_hash, true, false, "words", some_time};
}

GovernanceReceipt sample_governance_receipt() {
    return {some_hash, some_hash, 13,
            7,         some_hash, core::say("block_holds_vote", {"13", core::say("choice_yes"), "7"})};
}

NetworkView sample_network() {
    NetworkView view;
    view.mode = "network";
    view.chain = "hearth-test";
    view.genesis = some_hash;
    view.founded_at = some_time;
    view.last_block_at = some_time + 1;
    view.height = 12;
    view.epoch = 3;
    view.app_hash = some_hash;
    view.trouble = core::say("no_block_yet");
    view.repair = core::say("ledger_goes_on");
    view.clock = core::say("clock_ahead", {"3600"});
    view.catching_up = true;
    view.under_way = 2;
    view.roles = {"executor", "full node"};
    view.validators = {{some_hash, huge, true, false, some_hash, {}}, {some_hash, 1, false, std::nullopt, {}, {}}};
    view.validators[1].offences = {
        {"duplicate_vote", 7, 9, "18446744073709551615", core::say("validator_signed_twice", {"7", "2.5 EMB"})}};
    view.peers = {{{"ab12", "some\x1b[2J node", "10.0.0.7:26656", true, huge}, {"ab13", "", "", false, std::nullopt}}};
    view.seeds = {"ab12@10.0.0.7:26656"};
    LinkView up;
    up.node_key = some_hash;
    up.address = "10.0.0.8:26670";
    up.state = LinkState::up;
    up.latency_us = 23'400;
    up.roles = {"gateway", "full node"};
    up.models = 1;
    up.free_places = 2;
    up.open_jobs = 3;
    up.draining = true;
    LinkView away;
    away.address = "10.0.0.9:26670";
    away.state = LinkState::waiting;
    away.reason = "The gateway did not answer in time.";
    view.links = {up, away};
    view.gateways = {{some_hash, some_hash, {"gateway.example.net:8748", "[2001:db8::1]:8748"}}};
    view.gateways_known = 17;
    view.channels = {{some_hash, some_hash, std::string(64, 'e'), true, false, "5000000000", "1500000000", 9, 10'090,
                      huge, "18446744073709551615"}};
    view.listen = "0.0.0.0:26656";
    view.link_listen = "0.0.0.0:26670";
    return view;
}

Bundle sample_bundle() {
    return {1'700'000'000'000'000'000,
            {{"log.txt", "first\nsecond\n", {{"secret", 2}, {"user", 1}}}, {"checks.json", "[]\n", {}}}};
}

UpdateView sample_update() {
    UpdateView view;
    view.state = UpdateState::downloaded;
    view.sentence = core::say("update_downloaded", {"0.2.0"});
    view.applying = core::say("update_run_command", {"/tmp/hearth_0.2.0_amd64.deb"});
    view.problem = core::say("update_bad_signature");
    view.version = "0.1.0";
    view.offered = "0.2.0";
    view.notes = "Answers begin sooner.";
    view.mode = "ask";
    view.bytes = view.done = 4'000'000;
    view.checked_at = some_time;
    view.can_download = view.can_apply = true;
    return view;
}

InvitationView sample_invitation() {
    return {"hearth-test",
            some_hash,
            some_time,
            4,
            {"ab12@10.0.0.7:26656"},
            {some_hash + "@10.0.0.8:26670"},
            core::say("in_another_network")};
}

HoldingsView sample_holdings() {
    return {"hearth-test", 7, "1", "2", "3", "4", "5", "6", 7, 8, 9, 40};
}

HomeChange sample_home_change() {
    return {"join", ChangeState::failed, core::say("network_engine_ends", {"exit 1"}), core::say("network_engine_log"),
            "/left"};
}

} // namespace hearth::test
