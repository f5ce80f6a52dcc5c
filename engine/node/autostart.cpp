// SPDX-License-Identifier: Apache-2.0
#include "node/autostart.h"

#include "node/workers/subprocess.h"

#include <cstdlib>
#include <filesystem>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::say;

constexpr unsigned patience_s = 5;
constexpr const char* unit = "hearthd.service";

/// What systemctl needs to find its user's manager.
std::vector<std::string> session() {
    std::vector<std::string> environment{"LC_ALL=C"};
    for (const char* name : {"HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "XDG_CONFIG_HOME"})
        if (const char* value = std::getenv(name)) environment.push_back(std::string(name) + "=" + value);
    return environment;
}

core::Result<Captured> systemctl(std::vector<std::string> words, const char* verb) {
    std::error_code ignored;
    if (!std::filesystem::exists(words.front(), ignored)) return fail(Code::not_found, say("autostart_no_systemd"));
    words.insert(words.end(), {verb, unit});
    return run_and_capture(words, session(), patience_s);
}

} // namespace

Autostart::Autostart(bool usual_home, std::vector<std::string> systemctl)
    : m_usual_home(usual_home),
      m_systemctl(systemctl.empty() ? std::vector<std::string>{"/usr/bin/systemctl", "--user"} : std::move(systemctl)) {
}

Autostart::State Autostart::state() const {
    if (!m_usual_home) return {false, false, say("autostart_other_home")};
    const auto asked = systemctl(m_systemctl, "is-enabled");
    if (!asked) return {false, false, say("autostart_no_systemd")};
    const std::string word = asked->output.substr(0, asked->output.find('\n'));
    if (word == "enabled") return {true, true, say("autostart_on")};
    if (word == "disabled") return {false, true, say("autostart_off")};
    return {false, false, say("autostart_no_unit")};
}

core::Status Autostart::set(bool on) const {
    const State now = state();
    if (!now.can_change) return fail(Code::unsupported, now.reason, say("start_service_by_hand"));
    if (now.on == on) return {};
    HEARTH_TRY(const Captured done, systemctl(m_systemctl, on ? "enable" : "disable"));
    if (done.exit_code == 0) return {};
    return fail(Code::refused, say("autostart_refused", {std::to_string(done.exit_code)}), say("see_journal_of_user"));
}

} // namespace hearth::node
