// SPDX-License-Identifier: Apache-2.0
#include "telemetry/device.h"
#include "telemetry/proc.h"

#include <algorithm>
#include <cmath>
#include <sched.h>
#include <sstream>

namespace hearth::telemetry {
namespace {

std::string line_value(const std::string& text, const std::string& key) {
    const std::size_t at = text.find(key);
    if (at == std::string::npos) return {};
    const std::size_t colon = text.find(':', at);
    const std::size_t end = text.find('\n', at);
    if (colon == std::string::npos || colon > end) return {};
    const std::size_t begin = text.find_first_not_of(" \t", colon + 1);
    return begin == std::string::npos || begin > end ? std::string() : text.substr(begin, end - begin);
}

std::string isa_of(const std::string& cpuinfo) {
    const std::string flags = " " + line_value(cpuinfo, "flags") + " ";
    static constexpr std::pair<const char*, const char*> known[] = {{"avx2", "AVX2"},
                                                                    {"avx_vnni", "AVX-VNNI"},
                                                                    {"avx512f", "AVX512"},
                                                                    {"avx512_vnni", "AVX512-VNNI"},
                                                                    {"avx512_bf16", "AVX512-BF16"},
                                                                    {"amx_int8", "AMX-INT8"}};
    std::string isa;
    for (const auto& [flag, name] : known)
        if (flags.find(std::string(" ") + flag + " ") != std::string::npos)
            isa += (isa.empty() ? "" : " ") + std::string(name);
    return isa;
}

/// Quota of the process's cgroup (v2) in whole CPUs, rounded up; 0 = none.
std::uint32_t cgroup_cpus(const std::string& proc, const std::string& sys) {
    const auto membership = read_small_file(proc + "/self/cgroup");
    if (!membership) return 0;
    const std::size_t at = membership->find("0::");
    if (at == std::string::npos) return 0;
    std::string path = membership->substr(at + 3, membership->find('\n', at) - at - 3);
    double smallest = 0;
    while (true) {
        if (const auto limit = read_small_file(sys + "/fs/cgroup" + path + "/cpu.max")) {
            std::istringstream in(*limit);
            std::string quota;
            double period = 0;
            if (in >> quota >> period && quota != "max" && period > 0) {
                const double cpus = std::strtod(quota.c_str(), nullptr) / period;
                if (cpus > 0 && (smallest == 0 || cpus < smallest)) smallest = cpus;
            }
        }
        const std::size_t slash = path.rfind('/');
        if (path.empty() || slash == std::string::npos) break;
        path.resize(slash);
    }
    return static_cast<std::uint32_t>(std::ceil(smallest));
}

std::uint32_t usable_threads(const std::string& proc, const std::string& sys) {
    cpu_set_t set;
    CPU_ZERO(&set);
    std::uint32_t threads = 1;
    if (::sched_getaffinity(0, sizeof set, &set) == 0)
        threads = static_cast<std::uint32_t>(std::max(1, CPU_COUNT(&set)));
    const std::uint32_t quota = cgroup_cpus(proc, sys);
    return quota > 0 ? std::min(threads, quota) : threads;
}

/// Package temperature from the first hwmon chip that is known to report one.
std::optional<std::int64_t> package_temperature(const std::string& sys) {
    for (int chip = 0; chip < 16; ++chip) {
        const std::string folder = sys + "/class/hwmon/hwmon" + std::to_string(chip);
        const auto name = read_small_file(folder + "/name");
        if (!name) continue;
        if (!name->starts_with("coretemp") && !name->starts_with("k10temp") && !name->starts_with("zenpower")) continue;
        if (const auto value = read_small_file(folder + "/temp1_input"))
            return std::strtoll(value->c_str(), nullptr, 10);
    }
    return std::nullopt;
}

class Cpu final : public Device {
public:
    Cpu(std::string proc, std::string sys) : m_proc(std::move(proc)), m_sys(std::move(sys)) {
        const std::string cpuinfo = read_small_file(m_proc + "/cpuinfo").value_or("");
        m_info.id = "cpu";
        m_info.kind = "cpu";
        m_info.name = line_value(cpuinfo, "model name");
        if (m_info.name.empty()) m_info.name = "Processor";
        m_info.isa = isa_of(cpuinfo);
        m_info.threads = usable_threads(m_proc, m_sys);
    }

    const DeviceInfo& info() const override { return m_info; }

    Reading read() override {
        Reading reading;
        reading.load_ppm = load();
        if (const auto meminfo = read_small_file(m_proc + "/meminfo")) {
            const auto total = number_after(*meminfo, "MemTotal");
            const auto available = number_after(*meminfo, "MemAvailable");
            if (total) reading.memory_total_bytes = *total * 1024;
            if (total && available && *available <= *total) reading.memory_used_bytes = (*total - *available) * 1024;
        }
        reading.temperature_millicelsius = package_temperature(m_sys);
        return reading;
    }

private:
    /// Busy share since the last call; unknown at the first one.
    std::optional<std::uint32_t> load() {
        const auto stat = read_small_file(m_proc + "/stat");
        if (!stat || !stat->starts_with("cpu ")) return std::nullopt;
        std::istringstream in(stat->substr(4));
        std::uint64_t total = 0;
        std::uint64_t idle = 0;
        std::uint64_t value = 0;
        // user nice system idle iowait irq softirq steal; guest times are already inside user and nice.
        for (int column = 0; column < 8 && in >> value; ++column) {
            total += value;
            if (column == 3 || column == 4) idle += value;
        }
        const bool known = m_total != 0 && total > m_total && idle >= m_idle;
        const std::uint64_t all = total - m_total;
        const std::uint64_t free = idle - m_idle;
        m_total = total;
        m_idle = idle;
        if (!known || free > all) return std::nullopt;
        return static_cast<std::uint32_t>((all - free) * 1'000'000 / all);
    }

    std::string m_proc, m_sys;
    DeviceInfo m_info;
    std::uint64_t m_total = 0, m_idle = 0;
};

} // namespace

std::vector<std::unique_ptr<Device>> find_devices(const std::string& proc, const std::string& sys) {
    std::vector<std::unique_ptr<Device>> devices;
    devices.push_back(std::make_unique<Cpu>(proc, sys));
    return devices;
}

} // namespace hearth::telemetry
