// SPDX-License-Identifier: Apache-2.0
#include "node/policy/surroundings.h"

#include "core/subprocess.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Nanoseconds;
using core::say;

using core::second;
constexpr std::size_t longest_name = 15; ///< that the kernel keeps of a process's own name

/// Empty where the file cannot be read.
std::string first_bytes(const fs::path& file, std::size_t most = 4096) {
    std::ifstream in(file, std::ios::binary);
    std::string text(most, '\0');
    in.read(text.data(), static_cast<std::streamsize>(most));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    return text;
}

std::string line_of(const fs::path& file) {
    const std::string text = first_bytes(file);
    return text.substr(0, text.find('\n'));
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

/// A program that hangs is ended: nothing here may wait for ever.
core::Result<std::string> ask(std::vector<std::string> words) {
    std::error_code ignored;
    if (!fs::exists(words.front(), ignored)) return core::fail(core::Code::not_found, words.front());
    words.insert(words.begin(), {"/usr/bin/timeout", "-k", "1", "3"});
    return core::output_of(words);
}

/// "b true\nt 17\n" of busctl: the values, one a line.
std::vector<std::string> values_of(const std::string& output) {
    std::vector<std::string> values;
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line);)
        values.push_back(line.substr(std::min(line.find(' ') + 1, line.size())));
    return values;
}

template <class T>
Known<T> untold(const char* id) {
    return {std::nullopt, say(id)};
}

struct Supply {
    std::string type, scope, status, online;
};

/// As the process calls itself and as it was called; Wine keeps the path of the Windows program.
bool is_named(const fs::path& process, const std::string& name) {
    const std::string own = lower(line_of(process / "comm"));
    if (own == name || (own.size() == longest_name && name.starts_with(own))) return true;
    const std::string words = first_bytes(process / "cmdline");
    const std::string called = lower(words.substr(0, words.find('\0')));
    return called.substr(called.find_last_of("/\\") + 1) == name;
}

} // namespace

Places Places::of_this_machine() {
    Places places;
    const auto variable = [](const char* name) {
        const char* const value = std::getenv(name);
        return std::string(value == nullptr ? "" : value);
    };
    places.display = variable("DISPLAY");
    places.wayland_display = variable("WAYLAND_DISPLAY");
    return places;
}

std::uint32_t second_of_week(Nanoseconds now) {
    const std::time_t seconds = now / second;
    std::tm local{};
    ::localtime_r(&seconds, &local);
    const int day = (local.tm_wday + 6) % 7; // Monday first
    return static_cast<std::uint32_t>(((day * 24 + local.tm_hour) * 60 + local.tm_min) * 60 +
                                      std::min(local.tm_sec, 59));
}

Known<bool> on_battery(const fs::path& power_supply) {
    std::error_code problem;
    fs::directory_iterator entries(power_supply, problem);
    if (problem) return untold<bool>("no_power_supply");
    bool discharging = false;
    for (; entries != fs::directory_iterator(); entries.increment(problem)) {
        const fs::path& folder = entries->path();
        const Supply supply{line_of(folder / "type"), line_of(folder / "scope"), line_of(folder / "status"),
                            line_of(folder / "online")};
        if (supply.scope == "Device") continue; // a mouse's
        if (supply.type != "Battery" && supply.online == "1") return {false};
        if (supply.type == "Battery" && supply.status == "Discharging") discharging = true;
    }
    return {discharging};
}

Known<std::string> running_program(const fs::path& processes, const std::vector<std::string>& names) {
    std::error_code problem;
    fs::directory_iterator entries(processes, problem);
    if (problem) return untold<std::string>("no_processes");
    std::vector<fs::path> found;
    for (; entries != fs::directory_iterator(); entries.increment(problem)) {
        const std::string number = entries->path().filename().string();
        if (!number.empty() && number.find_first_not_of("0123456789") == std::string::npos)
            found.push_back(entries->path());
    }
    for (const std::string& name : names)
        if (std::any_of(found.begin(), found.end(),
                        [wanted = lower(name)](const fs::path& process) { return is_named(process, wanted); }))
            return {name};
    return {std::string()};
}

Known<Nanoseconds> idle_for(const Places& places, Nanoseconds now) {
    const auto told =
        ask({places.busctl, "--timeout=2", "get-property", "org.freedesktop.login1",
             "/org/freedesktop/login1/user/self", "org.freedesktop.login1.User", "IdleHint", "IdleSinceHint"});
    if (!told) return untold<Nanoseconds>("no_logind");
    const std::vector<std::string> values = values_of(*told);
    if (values.size() != 2) return untold<Nanoseconds>("no_logind");
    if (values[0] != "true") return {Nanoseconds{0}};
    const long long since = std::strtoll(values[1].c_str(), nullptr, 10); // microseconds; 0: nobody is logged in
    return {std::max<Nanoseconds>(now - since * 1000, 0)};
}

Known<bool> metered(const Places& places) {
    const auto told = ask({places.busctl, "--timeout=2", "get-property", "org.freedesktop.NetworkManager",
                           "/org/freedesktop/NetworkManager", "org.freedesktop.NetworkManager", "Metered"});
    const std::vector<std::string> values = told ? values_of(*told) : std::vector<std::string>();
    if (values.size() != 1) return untold<bool>("no_network_manager");
    if (values[0] == "1" || values[0] == "3") return {true}; // says so, guesses so
    if (values[0] == "2" || values[0] == "4") return {false};
    return untold<bool>("metered_unknown");
}

Known<std::string> full_screen(const Places& places) {
    const Known<std::string> none = places.wayland_display.empty() ? Known<std::string>{std::string()}
                                                                   : untold<std::string>("wayland_tells_nobody");
    if (places.display.empty()) return places.wayland_display.empty() ? untold<std::string>("no_display") : none;
    const auto active = ask({places.xprop, "-display", places.display, "-root", "_NET_ACTIVE_WINDOW"});
    if (!active) return untold<std::string>("no_xprop");
    const std::size_t hash = active->find("# 0x");
    if (hash == std::string::npos) return untold<std::string>("no_window_manager");
    const std::string window = active->substr(hash + 2, active->find_first_of(" ,\n", hash + 2) - hash - 2);
    if (window == "0x0") return none;
    const auto state = ask({places.xprop, "-display", places.display, "-id", window, "_NET_WM_STATE", "WM_CLASS"});
    if (!state || state->find("_NET_WM_STATE_FULLSCREEN") == std::string::npos) return none;
    const std::size_t last = state->rfind('"');
    const std::size_t first = last == std::string::npos || last == 0 ? last : state->rfind('"', last - 1);
    if (first == std::string::npos) return {window};
    return {state->substr(first + 1, last - first - 1)};
}

WorkFacts look_around(const Places& places, const control::WorkRules& rules, Nanoseconds now) {
    WorkFacts facts;
    if (!rules.on_battery) facts.on_battery = on_battery(places.power_supply);
    if (!rules.not_beside.empty()) facts.program = running_program(places.processes, rules.not_beside);
    if (rules.idle_minutes > 0) facts.idle_for = idle_for(places, now);
    if (!rules.on_metered) facts.metered = metered(places);
    if (!rules.beside_full_screen) facts.full_screen = full_screen(places);
    return facts;
}

} // namespace hearth::node
