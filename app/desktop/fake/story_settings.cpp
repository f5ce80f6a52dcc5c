// SPDX-License-Identifier: Apache-2.0
#include "fake/story_settings.h"

#include <algorithm>

namespace hearth::desktop::fake {
namespace {

using control::RuleState;
using control::SettingInfo;
using core::say;

SettingInfo setting(const char* key, const char* kind, std::vector<std::string> value, bool at_once) {
    SettingInfo info;
    info.key = key;
    info.kind = kind;
    info.value = info.default_value = std::move(value);
    info.at_once = at_once;
    return info;
}

SettingInfo number(const char* key, std::int64_t value, std::int64_t min, std::int64_t max, bool at_once = false) {
    SettingInfo info = setting(key, "number", {std::to_string(value)}, at_once);
    info.min = min;
    info.max = max;
    return info;
}

RuleState rule(const char* name, bool enabled, const char* reason) {
    return {name, enabled, true, false, say(enabled ? reason : "rule_off"), std::nullopt};
}

} // namespace

std::vector<SettingInfo> usual_settings() {
    return {setting("api.listen", "text", {"127.0.0.1:8747"}, false),
            setting("models.default", "text", {""}, true),
            setting("hub.endpoint", "text", {"https://huggingface.co"}, true),
            setting("hub.mirrors", "list", {}, true),
            setting("hub.proxy", "text", {""}, true),
            setting("hub.token", "secret", {}, true),
            number("models.disk_gib", 0, 0, 1'000'000, true),
            setting("node.executor", "switch", {"true"}, false),
            setting("node.auditor", "switch", {"true"}, false),
            setting("node.gateway", "switch", {"true"}, false),
            setting("devices.disabled", "list", {}, true),
            setting("worker.devices", "list", {}, false),
            setting("updates.check", "switch", {"true"}, true),
            setting("updates.apply", "text", {"ask"}, true),
            setting("privacy.nodes", "list", {}, false),
            setting("log.level", "text", {"info"}, false),
            number("worker.threads", 0, 0, 1024, true),
            number("worker.memory_limit_mb", 0, 0, std::int64_t{1} << 30, true),
            number("worker.max_jobs", 16, 1, 256, true),
            setting("work.hours", "list", {}, true),
            number("work.idle_minutes", 0, 0, 1440, true),
            setting("work.on_battery", "switch", {"false"}, true),
            setting("work.on_metered", "switch", {"true"}, true),
            setting("work.beside_full_screen", "switch", {"true"}, true),
            setting("work.not_beside", "list", {}, true),
            setting("power.price_per_kwh", "text", {"0.32"}, true),
            setting("power.currency", "text", {"EUR"}, true),
            number("power.watts", 65, 0, 10'000, true),
            setting("power.emb_worth", "text", {""}, true),
            setting("prices.prompt_million", "text", {""}, true),
            setting("prices.completion_million", "text", {""}, true),
            setting("prices.models", "list", {}, true),
            setting("payment.pay_to", "text", {""}, false),
            setting("payment.network", "text", {"eip155:8453"}, false),
            setting("payment.asset", "text", {"0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"}, false),
            setting("payment.asset_name", "text", {"USD Coin"}, false),
            setting("payment.asset_version", "text", {"2"}, false),
            number("payment.decimals", 6, 0, 18),
            setting("payment.schemes", "list", {"upto", "exact"}, false),
            setting("payment.most", "text", {"0.02"}, false),
            setting("payment.prompt_million", "text", {"0.1"}, false),
            setting("payment.completion_million", "text", {"0.4"}, false),
            setting("payment.emb", "text", {""}, false),
            setting("payment.facilitator", "text", {""}, false),
            setting("payment.facilitator_address", "text", {""}, false)};
}

void sell_calls(std::vector<SettingInfo>& settings, const std::string& facilitator) {
    for (SettingInfo& info : settings) {
        if (info.key == "payment.pay_to") info.value = {"0x209693Bc6afc0C5328bA36FaF03C514EF312287C"};
        if (info.key == "payment.facilitator") info.value = {facilitator};
        if (info.key == "payment.facilitator_address") info.value = {"0x2F5d1eF0b58Dd7Db1dF1d4f0AC6a1Cfe7A9DbC21"};
    }
}

control::WorkRules rules_of(const std::vector<SettingInfo>& settings) {
    control::WorkRules rules;
    for (const SettingInfo& info : settings) {
        const std::string first = info.value.empty() ? "" : info.value.front();
        if (info.key == "work.hours") rules.hours = info.value;
        if (info.key == "work.not_beside") rules.not_beside = info.value;
        if (info.key == "work.idle_minutes") rules.idle_minutes = static_cast<std::uint32_t>(std::stoul(first));
        if (info.key == "work.on_battery") rules.on_battery = first == "true";
        if (info.key == "work.on_metered") rules.on_metered = first == "true";
        if (info.key == "work.beside_full_screen") rules.beside_full_screen = first == "true";
    }
    return rules;
}

control::WorkTimes times_of(const control::NodeStatus& status, const control::WorkRules& rules) {
    control::WorkTimes times;
    times.rules = rules;
    times.sentence = say("no_rule_rests");
    times.states = {rule("pause", true, "not_paused"),
                    rule("snooze", true, "not_snoozed"),
                    rule("temperature", true, "not_too_hot"),
                    rule("programs", !rules.not_beside.empty(), "no_program"),
                    rule("full screen", !rules.beside_full_screen, "wayland_tells_nobody"),
                    rule("battery", !rules.on_battery, "on_mains"),
                    rule("metered", !rules.on_metered, "not_metered"),
                    rule("idle", rules.idle_minutes > 0, "unused_long"),
                    rule("hours", !rules.hours.empty(), "any_hour")};
    times.states[4].known = !times.states[4].enabled;
    if (status.state != control::NodeState::paused && status.state != control::NodeState::snoozed &&
        status.state != control::NodeState::resting)
        return times;
    const std::string holds = status.state == control::NodeState::paused    ? "pause"
                              : status.state == control::NodeState::snoozed ? "snooze"
                                                                            : "hours";
    times.works = false;
    times.rule = holds;
    times.sentence = status.sentence;
    for (RuleState& state : times.states) {
        if (state.rule != holds) continue;
        state.enabled = state.rests = true;
        state.reason = status.sentence;
    }
    return times;
}

} // namespace hearth::desktop::fake
