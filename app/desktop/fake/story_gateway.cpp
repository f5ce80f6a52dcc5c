// SPDX-License-Identifier: Apache-2.0
#include "fake/story_parts.h"

namespace hearth::desktop::fake {

using core::say;

namespace {

constexpr core::Nanoseconds day = 86'400 * second;

control::ApiKeyInfo key(const std::string& name, core::Nanoseconds at, const std::string& spent) {
    control::ApiKeyInfo info;
    info.key_id = made_id("api key " + name, 1).substr(0, 12);
    info.name = name;
    info.created_at = at;
    info.spent = spent;
    return info;
}

} // namespace

core::Sentence no_answer(const std::string& url) {
    return say("network_at", {url, say("cannot_reached"), "Connection refused"});
}

namespace {

/// Level and sentence of a network as its owner should have added it.
std::pair<const char*, const char*> worth_of_kind(const std::string& kind) {
    if (kind == "openai") return {"E0", "server_said_so"};
    if (kind == "chutes") return {"E0", "worth_of_chutes"};
    if (kind == "toploc") return {"E0", "worth_of_toploc"};
    if (kind == "hearth") return {"E1", "worth_of_hearth"};
    if (kind == "atoma") return {"E1", "worth_of_atoma"};
    if (kind == "opengradient") return {"E1", "worth_of_opengradient"};
    if (kind == "cocoon" || kind == "morpheus") return {"E3", "worth_of_connection"};
    return {"E1", "worth_of_signed_bytes"};
}

} // namespace

control::UpstreamInfo ready_network(const std::string& name, const std::string& kind, const std::string& url) {
    control::UpstreamInfo network;
    network.name = name;
    network.kind = kind;
    network.url = url;
    network.models = {"llama-3.2-3b-instruct", "qwen2.5-7b-instruct"};
    network.model_count = network.models.size();
    network.list_age_ms = 42'000;
    network.state = control::UpstreamState::ready;
    const auto worth = worth_of_kind(kind);
    network.level = worth.first;
    network.evidence = say(worth.second);
    const bool shown_before = kind == "cocoon" || kind == "morpheus";
    network.tier = shown_before ? "P2" : "P0";
    network.note = core::both(say("offers_some", {"2", "llama-3.2-3b-instruct, qwen2.5-7b-instruct"}),
                              shown_before ? core::Sentence() : say("owner_reads"));
    return network;
}

/// Of callers without a key; one of each outcome, and a few that went well.
std::vector<control::PaymentRow> paid_calls(core::Nanoseconds now) {
    std::vector<control::PaymentRow> rows;
    const auto row = [&](control::PaymentState state, const char* amount) -> control::PaymentRow& {
        const std::uint64_t number = rows.size() + 1;
        control::PaymentRow& one = rows.emplace_back();
        one.payment_id = made_id("payment", number);
        one.payer = "0x" + made_id("payer", number % 3).substr(0, 40);
        one.state = state;
        one.scheme = "upto";
        one.amount = amount;
        one.prompt_tokens = 40 * number;
        one.completion_tokens = 90 * number;
        one.at = now - static_cast<core::Nanoseconds>(number * number) * 700 * second;
        return one;
    };
    row(control::PaymentState::reserved, "");
    row(control::PaymentState::owed, "412");
    for (const char* amount : {"1830", "96", "20000", "733"})
        row(control::PaymentState::settled, amount).transaction = "0x" + made_id("transaction", rows.size());
    row(control::PaymentState::refused, "512").reason = "insufficient_funds";
    row(control::PaymentState::settled, "240");
    row(control::PaymentState::lost, "");
    return rows;
}

GatewayStory busy_gateway(core::Nanoseconds now) {
    GatewayStory story;
    story.upstreams = {
        ready_network("box", "openai", "http://10.0.0.7:8080/v1"),
        ready_network("red", "redpill", "https://api.redpill.example/v1"),
        ready_network("a-network-whose-name-runs-on", "opengradient", "https://llm.opengradient.example/v1")};
    story.upstreams[0].latency_us = 38'000;
    story.upstreams[1].latency_us = 412'000;
    story.upstreams[1].has_key = true;
    story.upstreams[1].signers = {"0x" + made_id("signer", 1).substr(0, 40)};
    story.upstreams[1].models.assign(100, {});
    for (std::size_t i = 0; i < story.upstreams[1].models.size(); ++i)
        story.upstreams[1].models[i] = "phala/model-number-" + std::to_string(i + 1);
    story.upstreams[1].model_count = 143;
    for (control::UpstreamInfo& network : story.upstreams)
        network.added_at = now - 9 * day;
    story.api_keys = {key("laptop", now - 30 * day, "412000000"), key("telegram-bot", now - 12 * day, "1890000000"),
                      key("old-phone", now - 60 * day, "3000000")};
    story.api_keys[0].budget = "5000000000";
    story.api_keys[0].concurrency = 2;
    story.api_keys[0].per_minute = 60;
    story.api_keys[1].budget = "2000000000";
    story.api_keys[1].reserved = "1200000";
    story.api_keys[2].revoked_at = now - 20 * day;
    const core::Nanoseconds today = now / day * day;
    for (core::Nanoseconds back = 29; back >= 0; --back) {
        const auto i = static_cast<std::uint64_t>(back);
        if (back % 7 == 3) continue; // nothing was asked
        story.spending.push_back(
            {today - back * day, story.api_keys[0].key_id, 3 + i % 5, std::to_string(9'000'000 + i * 731'000)});
        if (back < 12)
            story.spending.push_back(
                {today - back * day, story.api_keys[1].key_id, 40 + i, std::to_string(150'000'000 + i * 4'100'000)});
        if (back % 4 == 0) story.spending.push_back({today - back * day, "", 2, "4200000"});
    }
    story.payments = paid_calls(now);
    return story;
}

GatewayStory failing_gateway(core::Nanoseconds now) {
    GatewayStory story = busy_gateway(now);
    control::UpstreamInfo& resting = story.upstreams[0];
    resting.state = control::UpstreamState::resting;
    resting.reason = no_answer(resting.url);
    resting.breakers = {{"llama-3.2-3b-instruct", control::BreakerState::open, 4, 23'000},
                        {"qwen2.5-7b-instruct", control::BreakerState::half_open, 3, {}}};
    resting.latency_us.reset();
    control::UpstreamInfo& keyless = story.upstreams[1];
    keyless.state = control::UpstreamState::key_missing;
    keyless.reason = say("upstream_key_gone");
    story.upstreams[2].state = control::UpstreamState::not_asked_yet;
    story.upstreams[2].list_age_ms.reset();
    story.upstreams[2].models.clear();
    story.upstreams[2].model_count = 0;
    return story;
}

} // namespace hearth::desktop::fake
