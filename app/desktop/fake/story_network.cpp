// SPDX-License-Identifier: Apache-2.0
#include "fake/story_parts.h"

namespace hearth::desktop::fake {

using core::say;

control::NetworkView solo_network(const control::NodeStatus& status, core::Nanoseconds now) {
    control::NetworkView view;
    view.mode = "solo";
    view.chain = "hearth-solo-" + made_id("sequencer key", 1).substr(0, 12);
    view.height = status.height;
    view.epoch = status.epoch;
    view.app_hash = made_id("app hash", 1);
    view.last_block_at = now - 4 * second;
    view.roles = {"executor", "auditor"};
    return view;
}

control::NetworkView busy_network(const control::NodeStatus& status, core::Nanoseconds now) {
    control::NetworkView view = solo_network(status, now);
    view.mode = "network";
    view.chain = "hearth-ember-1";
    view.genesis = made_id("genesis", 1);
    view.founded_at = now - 41 * 86'400 * second;
    view.roles = {"executor", "auditor", "full node"};
    for (std::uint64_t i = 1; i <= 4; ++i)
        view.validators.push_back({made_id("validator", i), i == 1 ? std::uint64_t{30} : 10, false, i != 3, {}, {}});
    view.validators.back().power = 0;
    view.validators.back().offences.push_back(
        {"duplicate_vote", 41'206, 41'208, "400000000", say("validator_signed_twice", {"41206", "0.4 EMB"})});
    view.peers.emplace();
    const char* const names[] = {"north", "gateway-anna", "a-full-node-whose-name-runs-on", "east"};
    for (std::uint64_t i = 0; i < 4; ++i) {
        const std::string id = made_id("peer", i).substr(0, 40);
        const std::string address = "203.0.113." + std::to_string(10 + i) + ":26656";
        view.peers->push_back({id, names[i], address, i % 2 == 0, status.height - (i == 3 ? 12 : 0)});
        if (i % 2 == 0) view.seeds.push_back(id + "@" + address);
    }
    control::LinkView up;
    up.node_key = made_id("gateway", 1);
    up.address = "gateway.example.net:8748";
    up.state = control::LinkState::up;
    up.latency_us = 23'400;
    up.roles = {"gateway", "full node"};
    up.open_jobs = 1;
    control::LinkView waiting;
    waiting.node_key = made_id("gateway", 2);
    waiting.address = "203.0.113.77:8748";
    waiting.state = control::LinkState::waiting;
    waiting.reason = say("gateway_no_answer");
    view.links = {up, waiting};
    view.gateways = {{up.node_key, made_id("operator", 7), {up.address}},
                     {waiting.node_key, made_id("operator", 8), {waiting.address}}};
    view.gateways_known = view.gateways.size();
    const std::string own = made_id("node", 1);
    view.validators[2].offences = {
        {"duplicate_vote", 88'120, 88'122, "2500000000", say("validator_signed_twice", {"88120", "2.5 EMB"})}};
    view.channels = {{made_id("channel", 1),
                      made_id("gateway", 1),
                      own,
                      false,
                      true,
                      "100000000",
                      "31200000",
                      88'000,
                      status.epoch + 4'000,
                      {},
                      "33900000"},
                     {made_id("channel", 2), made_id("caller", 1), made_id("node", 2), true, false, "100000000", "0",
                      88'400, status.epoch + 90, status.height + 700, "4100000"}};
    view.listen = "0.0.0.0:26656";
    return view;
}

control::HoldingsView some_holdings(const control::NetworkView& network) {
    control::HoldingsView view;
    view.chain = network.chain;
    view.height = network.height;
    view.accounts = "98310000000";
    if (network.mode == "solo") return view;
    view.accounts = "41200000000";
    view.escrows = "310000000";
    view.channels = "65800000";
    view.stakes = "25000000000";
    view.rewards = "4100000";
    view.rewards_due = 12;
    view.earning_channels = 1;
    return view;
}

control::InvitationView some_invitation(core::Nanoseconds now) {
    control::InvitationView view;
    view.chain = "hearth-ember-1";
    view.genesis = made_id("genesis", 1);
    view.founded_at = now - 41 * 86'400 * second;
    view.validators = 4;
    view.seeds = {made_id("peer", 0).substr(0, 40) + "@203.0.113.10:26656"};
    view.gateways = {made_id("gateway", 1) + "@gateway.example.net:8748"};
    return view;
}

} // namespace hearth::desktop::fake
