// SPDX-License-Identifier: Apache-2.0
#include "devices.h"

#include "control/json.h"
#include "verbs.h"

#include <algorithm>
#include <iostream>

namespace hearth::cli {
namespace {

using control::DeviceLimits;
using control::DeviceStatus;

const std::string unknown = "–";

template <typename Number>
std::string figure(const std::optional<Number>& value, Number divisor, const char* unit) {
    return value ? std::to_string(*value / divisor) + unit : unknown;
}

std::string of(const std::string& part, const std::string& whole) {
    return whole == unknown ? part : part + " of " + whole;
}

std::string size(const std::optional<std::uint64_t>& bytes) {
    return bytes ? bytes_text(*bytes) : unknown;
}

std::string load_line(const DeviceStatus& device) {
    return "load " + figure(device.load_ppm, 10'000U, " %") + ", memory " +
           of(size(device.memory_used_bytes), size(device.memory_total_bytes)) + ", " +
           figure(device.temperature_millicelsius, std::int64_t{1000}, " °C") + ", power " +
           of(figure(device.power_milliwatts, std::uint64_t{1000}, " W"),
              figure(device.power_limit_milliwatts, std::uint64_t{1000}, " W"));
}

std::string clock_line(const DeviceStatus& device) {
    std::string line = "clocks " + figure(device.core_clock_mhz, 1U, " MHz") + " core, " +
                       figure(device.memory_clock_mhz, 1U, " MHz") + " memory, fan " +
                       figure(device.fan_ppm, 10'000U, " %");
    if (device.fan_rpm) line += " (" + std::to_string(*device.fan_rpm) + " rpm)";
    line += ", held back by ";
    return line + (!device.throttle ? unknown : device.throttle->empty() ? "nothing" : printable(*device.throttle));
}

std::string place_line(const DeviceStatus& device) {
    return printable(device.pci_address) + ", driver " + printable(device.driver.value_or(unknown)) + ", integrated " +
           (device.integrated ? (*device.integrated ? "yes" : "no") : unknown);
}

std::string process_text(const control::DeviceProcess& process) {
    return printable(process.name.empty() ? unknown : process.name) + " (" + std::to_string(process.pid) + ", " +
           printable(process.use) + ", " + size(process.memory_bytes) + ", load " +
           figure(process.load_ppm, 10'000U, " %") + ")";
}

std::string user_line(const DeviceStatus& device) {
    if (!device.processes) return "used by " + unknown;
    std::vector<std::string> users;
    for (const auto& process : *device.processes)
        users.push_back(process_text(process));
    return "used by " + (users.empty() ? "nobody" : joined(users, ", "));
}

bool has_limits(const DeviceStatus& device) {
    return device.limits != DeviceLimits{} || device.limits_revert_at;
}

std::string limit_line(const DeviceStatus& device) {
    const DeviceLimits& limits = device.limits;
    std::string line = "limits: power " + figure(limits.power_milliwatts, std::uint64_t{1000}, " W") +
                       ", memory to stay free " + size(limits.memory_reserve_bytes) + ", pause at " +
                       figure(limits.pause_at_millicelsius, std::int64_t{1000}, " °C");
    if (device.limits_revert_at) line += "; not confirmed, they fall back at " + time_text(*device.limits_revert_at);
    return line;
}

const DeviceStatus* find(const control::NodeStatus& status, const std::string& device) {
    const auto found = std::find_if(status.devices.begin(), status.devices.end(), [&](const DeviceStatus& known) {
        return known.id == device || (!known.pci_address.empty() && known.pci_address == device);
    });
    return found == status.devices.end() ? nullptr : &*found;
}

int show(Context& context, const core::Result<control::NodeStatus>& status, const std::string& device) {
    if (!status) return context.fail(status.error());
    if (context.json) {
        print_json_line(control::to_json(*status));
        return exit_done;
    }
    for (const DeviceStatus& known : status->devices) {
        if (!device.empty() && &known != find(*status, device)) continue;
        std::cout << printable(known.id) << "  " << printable(known.name) << "\n  " << limit_line(known) << "\n";
        if (known.limits_revert_at)
            std::cout << "  Keep them with: hearthctl node limits " << printable(known.id) << " --confirm\n";
    }
    return exit_done;
}

DeviceLimits merged(DeviceLimits limits, const LimitWish& wish) {
    if (wish.none) limits = {};
    if (wish.power_watts) limits.power_milliwatts = std::uint64_t{*wish.power_watts} * 1000;
    if (wish.reserve_mib) limits.memory_reserve_bytes = std::uint64_t{*wish.reserve_mib} << 20;
    if (wish.pause_at_celsius) limits.pause_at_millicelsius = std::int64_t{*wish.pause_at_celsius} * 1000;
    return limits;
}

} // namespace

void add_device(Table& table, const std::string& label, const DeviceStatus& device) {
    const std::string state = device.reason.empty()
                                  ? std::string(control::name_of(device.state))
                                  : std::string(control::name_of(device.state)) + " – " + printable(device.reason);
    table.row({label, printable(device.id) + ": " + printable(device.name) + ", " + state});
    table.row({"", load_line(device)});
    if (device.kind == "gpu") {
        table.row({"", clock_line(device)});
        table.row({"", place_line(device)});
        table.row({"", user_line(device)});
    }
    if (has_limits(device)) table.row({"", limit_line(device)});
}

int limits(Context& context, const std::string& device, const LimitWish& wish) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    if (wish.confirm) return show(context, node->confirm_limits(device), device);
    const auto status = node->status();
    if (!status || device.empty()) return show(context, status, device);
    const DeviceStatus* const known = find(*status, device);
    if (known == nullptr)
        return context.fail(
            core::fail(core::Code::not_found, "There is no device " + device + ".", "hearthctl status lists them."));
    const DeviceLimits wanted = merged(known->limits, wish);
    if (wanted == known->limits && !wish.none) return show(context, status, device);
    return show(context, node->limit_device(device, wanted), device);
}

} // namespace hearth::cli
