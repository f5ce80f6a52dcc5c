// SPDX-License-Identifier: Apache-2.0
#include "telemetry/hwmon.h"

#include "telemetry/proc.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace hearth::telemetry {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;

std::optional<std::uint64_t> milli(std::optional<std::uint64_t> micro) {
    return micro ? std::optional(*micro / 1000) : std::nullopt;
}

std::optional<std::uint64_t> first_number(const std::string& hwmon, std::initializer_list<const char*> files) {
    for (const char* name : files)
        if (const auto value = read_number(hwmon + "/" + name)) return value;
    return std::nullopt;
}

/// The sensor with one of these labels, else the first.
std::optional<std::int64_t> temperature(const std::string& hwmon) {
    for (const char* wanted : {"edge", "pkg"})
        for (int i = 1; i <= 4; ++i)
            if (const std::string stem = hwmon + "/temp" + std::to_string(i); read_line(stem + "_label") == wanted)
                if (const auto value = read_signed(stem + "_input")) return value;
    return read_signed(hwmon + "/temp1_input");
}

void read_fan(const std::string& hwmon, control::DeviceStatus& status) {
    if (const auto turns = read_number(hwmon + "/fan1_input")) status.fan_rpm = static_cast<std::uint32_t>(*turns);
    const auto width = read_number(hwmon + "/pwm1");
    const std::uint64_t most = read_number(hwmon + "/pwm1_max").value_or(255);
    if (width && most > 0 && *width <= most) status.fan_ppm = static_cast<std::uint32_t>(*width * 1'000'000 / most);
}

void read_clocks(const std::string& hwmon, control::DeviceStatus& status) {
    for (int i = 1; i <= 2; ++i) {
        const std::string stem = hwmon + "/freq" + std::to_string(i);
        const auto label = read_line(stem + "_label");
        const auto hertz = read_number(stem + "_input");
        if (!hertz) continue;
        const auto mhz = static_cast<std::uint32_t>(*hertz / 1'000'000);
        if (label == "sclk") status.core_clock_mhz = mhz;
        if (label == "mclk") status.memory_clock_mhz = mhz;
    }
}

std::string limit_file(const std::string& hwmon) {
    for (const char* name : {"/power1_cap", "/power1_max"})
        if (read_number(hwmon + name)) return hwmon + name;
    return {};
}

} // namespace

std::string hwmon_of(const GpuCard& card) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(card.folder + "/hwmon", none))
        if (entry.path().filename().string().starts_with("hwmon")) return entry.path();
    return {};
}

void read_hwmon(const std::string& hwmon, control::DeviceStatus& status) {
    if (hwmon.empty()) return;
    status.temperature_millicelsius = temperature(hwmon);
    status.power_milliwatts = milli(first_number(hwmon, {"power1_average", "power1_input"}));
    status.power_limit_milliwatts = milli(first_number(hwmon, {"power1_cap", "power1_max"}));
    status.power_limit_min_milliwatts = milli(read_number(hwmon + "/power1_cap_min"));
    status.power_limit_max_milliwatts = milli(first_number(hwmon, {"power1_cap_max", "power1_rated_max"}));
    status.power_limit_default_milliwatts = milli(first_number(hwmon, {"power1_cap_default", "power1_rated_max"}));
    read_fan(hwmon, status);
    read_clocks(hwmon, status);
}

core::Status write_power_limit(const std::string& hwmon, std::uint64_t milliwatts) {
    const std::string file = hwmon.empty() ? "" : limit_file(hwmon);
    if (file.empty()) return fail(Code::unsupported, core::say("driver_gpu_no_power"));
    const std::string text = std::to_string(milliwatts * 1000);
    const int fd = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
    const bool written = fd >= 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const int problem = errno;
    if (fd >= 0) ::close(fd);
    if (written) return {};
    if (problem == EACCES || problem == EPERM || problem == EROFS)
        return fail(Code::refused, core::say("only_root_may_set", {file}),
                    core::say("run_once_echo_sudo", {text, file}));
    return fail(problem == EINVAL ? Code::invalid_argument : Code::io,
                core::say("driver_refused_power_limit", {std::to_string(milliwatts / 1000)}), std::strerror(problem));
}

std::string driver_version(const Places& places, const std::string& module) {
    if (const auto own = read_line(places.sys + "/module/" + module + "/version")) return module + " " + *own;
    const auto kernel = read_line(places.proc + "/sys/kernel/osrelease");
    return kernel ? module + ", Linux " + *kernel : module;
}

} // namespace hearth::telemetry
