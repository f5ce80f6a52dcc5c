// SPDX-License-Identifier: Apache-2.0
#include "node/state/settings.h"

#include <charconv>
#include <optional>

namespace hearth::node {

using core::Code;
using core::fail;

core::Result<DeviceChoice> DeviceChoice::parse(const std::string& text) {
    const std::size_t equals = text.find('=');
    DeviceChoice choice{text.substr(0, equals), 0};
    const auto wrong =
        fail(Code::invalid_argument, core::say("devices_names_none", {text}), core::say("write_devices"));
    const auto number_of = [](const char* first, const char* last, std::uint64_t most) -> std::optional<std::uint64_t> {
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(first, last, value);
        if (error != std::errc{} || end != last || value > most) return std::nullopt;
        return value;
    };
    const std::size_t colon = choice.device.find(':');
    const std::string kind = choice.device.substr(0, colon);
    if (colon == std::string::npos ? kind != "cpu" : kind != "vulkan" && kind != "cuda") return wrong;
    const char* const end = choice.device.data() + choice.device.size();
    if (colon != std::string::npos && !number_of(choice.device.data() + colon + 1, end, 63)) return wrong;
    if (equals == std::string::npos) return choice;
    const auto megabytes = number_of(text.data() + equals + 1, text.data() + text.size(), std::uint64_t{1} << 30);
    if (!megabytes || *megabytes == 0) return wrong;
    choice.memory_bytes = *megabytes << 20;
    return choice;
}

} // namespace hearth::node
