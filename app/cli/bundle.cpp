// SPDX-License-Identifier: Apache-2.0
#include "bundle.h"

#include "control/json.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/user_folders.h"
#include "machine.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace hearth::cli {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t max_settings_bytes = std::size_t{256} << 10;
constexpr std::streamoff log_tail_bytes = 64 << 10;

std::string redacted(std::string text) {
    const auto user = core::user_folders::home();
    const std::string folder = user ? user->string() : "";
    if (folder.size() < 2) return text;
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder, at + 1))
        text.replace(at, folder.size(), "~");
    return text;
}

ordered_json settings(const core::Home& home) {
    const auto raw = core::read_file(home.config_file(), max_settings_bytes);
    if (!raw) return raw.error().message;
    return std::string(raw->begin(), raw->end());
}

/// Whole lines from the end of the service's log.
ordered_json log_tail(const core::Home& home) {
    std::ifstream log(home.logs() / "hearthd.log", std::ios::binary | std::ios::ate);
    ordered_json lines = ordered_json::array();
    if (!log) return lines;
    const std::streamoff size = log.tellg();
    log.seekg(std::max<std::streamoff>(0, size - log_tail_bytes));
    std::string line;
    if (size > log_tail_bytes) std::getline(log, line);
    while (std::getline(log, line))
        lines.push_back(line);
    return lines;
}

ordered_json machine_json() {
    const auto found = machine();
    if (!found) return nullptr;
    return {{"system", found->system}, {"release", found->release}, {"architecture", found->architecture}};
}

} // namespace

core::Status write_bundle(const std::filesystem::path& file, const core::Home& home, const BundleContent& content) {
    ordered_json bundle{{"hearth", HEARTH_VERSION},
                        {"made_at", core::system_clock().now()},
                        {"machine", machine_json()},
                        {"condition", content.condition},
                        {"checks", ordered_json::parse(control::to_json(content.checks))}};
    bundle["status"] = content.status ? ordered_json::parse(control::to_json(*content.status)) : ordered_json(nullptr);
    bundle["settings"] = settings(home);
    bundle["log"] = log_tail(home);
    const std::string text = redacted(bundle.dump(2, ' ', false, ordered_json::error_handler_t::replace)) + "\n";
    return core::write_file_atomic(file, core::as_bytes(text), 0600);
}

} // namespace hearth::cli
