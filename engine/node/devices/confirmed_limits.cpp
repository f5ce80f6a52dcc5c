// SPDX-License-Identifier: Apache-2.0
#include "node/devices/confirmed_limits.h"

#include "control/json.h"
#include "telemetry/gpu_state.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::node {
namespace {

using control::DeviceLimits;
using control::DeviceStatus;
using core::Code;
using core::fail;
using core::Nanoseconds;

constexpr Nanoseconds try_interval = 5'000'000'000;
constexpr unsigned most_tries = 3;
constexpr std::uint64_t same_milliwatts = 1000;                                          ///< drivers round
constexpr std::int64_t coolest_pause = 40'000, hottest_pause = 110'000, cooling = 5'000; ///< millidegrees

std::string watts(std::uint64_t milliwatts) {
    return std::to_string(milliwatts / 1000) + " W";
}
std::string degrees(std::int64_t millicelsius) {
    return std::to_string(millicelsius / 1000) + " °C";
}

core::Status check_power(const DeviceStatus& device, std::uint64_t wanted) {
    if (!device.power_limit_milliwatts)
        return fail(Code::unsupported, core::say("tells_no_power_limit", {device.name}));
    const std::uint64_t least = device.power_limit_min_milliwatts.value_or(1000);
    const std::uint64_t most = device.power_limit_max_milliwatts.value_or(UINT64_MAX);
    if (wanted >= least && wanted <= most) return {};
    return fail(Code::invalid_argument, core::say("does_not_take_power", {device.name, watts(wanted)}),
                most == UINT64_MAX ? core::say("takes_at_least", {watts(least)})
                                   : core::say("takes_between", {watts(least), watts(most)}));
}

std::uint64_t distance(std::uint64_t a, std::uint64_t b) {
    return a > b ? a - b : b - a;
}

} // namespace

core::Status check_limits(const DeviceStatus& device, const DeviceLimits& limits) {
    if (limits.power_milliwatts) HEARTH_CHECK(check_power(device, *limits.power_milliwatts));
    if (limits.memory_reserve_bytes) {
        if (device.kind != "gpu" || !device.memory_total_bytes)
            return fail(Code::unsupported, core::say("no_memory_own_could", {device.name}));
        if (*limits.memory_reserve_bytes >= *device.memory_total_bytes)
            return fail(Code::invalid_argument, core::say("reserve_large_all_memory", {device.name}),
                        core::say("use_smaller_reserve_switch"));
    }
    if (limits.pause_at_millicelsius) {
        if (!device.temperature_millicelsius)
            return fail(Code::unsupported, core::say("does_not_tell_temperature", {device.name}));
        if (*limits.pause_at_millicelsius < coolest_pause || *limits.pause_at_millicelsius > hottest_pause)
            return fail(Code::invalid_argument,
                        core::say("pause_heat_begins_between", {degrees(coolest_pause), degrees(hottest_pause)}));
    }
    return {};
}

core::Result<ConfirmedLimits> ConfirmedLimits::parse(const std::string& text) {
    ConfirmedLimits book;
    if (text.empty()) return book;
    HEARTH_TRY(const control::JsonTree tree, control::parse_json(text));
    if (!tree->is_object()) return fail(Code::corrupt, core::say("stored_limits_devices_unreadable"));
    for (const auto& item : tree->items()) {
        const nlohmann::json& stored = item.value();
        if (!stored.is_object() || !stored.contains("confirmed"))
            return fail(Code::corrupt, core::say("stored_limits_device_unreadable", {item.key()}));
        Entry entry;
        HEARTH_TRY(entry.confirmed, control::from_tree<DeviceLimits>(stored["confirmed"], "confirmed"));
        if (const auto before = stored.find("power_before"); before != stored.end() && before->is_number_unsigned())
            entry.power_before = before->get<std::uint64_t>();
        book.m_entries.emplace(item.key(), std::move(entry));
    }
    book.doubt_all();
    return book;
}

std::string ConfirmedLimits::text() const {
    nlohmann::json tree = nlohmann::json::object();
    for (const auto& [device, entry] : m_entries) {
        tree[device]["confirmed"] = nlohmann::json::parse(control::to_json(entry.confirmed));
        if (entry.power_before) tree[device]["power_before"] = *entry.power_before;
    }
    return tree.dump();
}

DeviceLimits ConfirmedLimits::in_force(const std::string& device) const {
    const auto found = m_entries.find(device);
    return found == m_entries.end() ? DeviceLimits{} : found->second.in_force();
}

std::optional<Nanoseconds> ConfirmedLimits::revert_at(const std::string& device) const {
    const auto found = m_entries.find(device);
    if (found == m_entries.end() || !found->second.proposed) return std::nullopt;
    return found->second.revert_at;
}

void ConfirmedLimits::propose(const std::string& device, const DeviceLimits& limits,
                              std::optional<std::uint64_t> power_now, Nanoseconds now) {
    Entry& entry = m_entries[device];
    if (limits.power_milliwatts && !entry.power_before) entry.power_before = power_now;
    entry.proposed = limits;
    entry.revert_at = now + confirm_time;
    entry.doubt();
}

core::Status ConfirmedLimits::confirm(const std::string& device) {
    const auto found = m_entries.find(device);
    if (found == m_entries.end() || !found->second.proposed)
        return fail(Code::conflict, core::say("no_limits_wait_confirmed"), core::say("set_them_again"));
    found->second.confirmed = *found->second.proposed;
    found->second.proposed.reset();
    return {};
}

void ConfirmedLimits::withdraw(const std::string& device) {
    Entry& entry = m_entries[device];
    entry.proposed.reset();
    entry.doubt();
}

std::vector<std::string> ConfirmedLimits::expire(Nanoseconds now) {
    std::vector<std::string> fallen;
    for (const auto& [device, entry] : m_entries)
        if (entry.proposed && now >= entry.revert_at) fallen.push_back(device);
    for (const std::string& device : fallen)
        withdraw(device);
    return fallen;
}

void ConfirmedLimits::doubt_all() {
    for (auto& [device, entry] : m_entries)
        entry.doubt();
}

std::vector<ConfirmedLimits::PowerOrder> ConfirmedLimits::reconcile(const std::vector<DeviceStatus>& measured,
                                                                    Nanoseconds now,
                                                                    std::vector<std::string>& given_up) {
    std::vector<PowerOrder> orders;
    for (const DeviceStatus& device : measured) {
        const auto found = m_entries.find(key_of(device));
        if (found == m_entries.end() || !found->second.doubted || !device.power_limit_milliwatts) continue;
        Entry& entry = found->second;
        const std::uint64_t wanted = *entry.wanted_power();
        if (distance(wanted, *device.power_limit_milliwatts) <= same_milliwatts) {
            entry.doubted = false;
            // The old limit was given back; from now on it is nobody's business but the owner's.
            if (!entry.in_force().power_milliwatts && !entry.confirmed.power_milliwatts) entry.power_before.reset();
        } else if (now >= entry.next_try && entry.tries == most_tries) {
            entry.doubted = false;
            given_up.push_back(found->first);
        } else if (now >= entry.next_try) {
            ++entry.tries;
            entry.next_try = now + try_interval;
            orders.push_back({found->first, wanted});
        }
    }
    return orders;
}

core::Sentence ConfirmedLimits::heat(const std::vector<DeviceStatus>& measured, bool complete) {
    core::Sentence sentence;
    std::map<std::string, std::string> hot, unknown;
    if (!complete) unknown = m_hot;
    for (const DeviceStatus& device : measured) {
        const std::string key = key_of(device);
        unknown.erase(key);
        const auto limit = in_force(key).pause_at_millicelsius;
        if (!limit || device.state == control::DeviceState::asleep) continue;
        if (!device.temperature_millicelsius) {
            if (m_hot.contains(key)) unknown[key] = device.name;
            continue;
        }
        const std::int64_t least = m_hot.contains(key) ? *limit - cooling : *limit;
        if (*device.temperature_millicelsius < least) continue;
        hot[key] = device.name;
        sentence =
            core::say("hot", {device.name, degrees(*device.temperature_millicelsius), degrees(*limit - cooling)});
    }
    for (const auto& [key, name] : unknown) {
        if (!in_force(key).pause_at_millicelsius) continue;
        hot[key] = name;
        if (sentence.empty()) sentence = core::say("untold_heat", {name});
    }
    m_hot = std::move(hot);
    return sentence;
}

} // namespace hearth::node
