// SPDX-License-Identifier: Apache-2.0
#include "telemetry/fdinfo.h"

#include "telemetry/proc.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <sstream>

namespace hearth::telemetry {
namespace {

namespace fs = std::filesystem;

/// "key: value unit" lines of one open file.
struct Line {
    std::string key, value, unit;
};

std::vector<Line> lines_of(const std::string& text) {
    std::vector<Line> lines;
    std::istringstream in(text);
    for (std::string row; std::getline(in, row);) {
        const std::size_t colon = row.find(':');
        if (!row.starts_with("drm-") || colon == std::string::npos) continue;
        Line line{row.substr(0, colon), {}, {}};
        std::istringstream rest(row.substr(colon + 1));
        rest >> line.value >> line.unit;
        lines.push_back(std::move(line));
    }
    return lines;
}

std::string value_of(const std::vector<Line>& lines, const char* key) {
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const Line& line) { return line.key == key; });
    return found == lines.end() ? std::string() : found->value;
}

std::uint64_t number(const Line& line) {
    std::uint64_t value = 0;
    std::from_chars(line.value.data(), line.value.data() + line.value.size(), value);
    if (line.unit == "KiB") return value << 10;
    if (line.unit == "MiB") return value << 20;
    return value;
}

bool is_compute(const std::string& engine) {
    return engine == "compute" || engine == "ccs";
}
bool is_graphics(const std::string& engine) {
    return engine == "gfx" || engine == "render" || engine == "rcs";
}

/// Memory on the card: "drm-memory-vram" of older amdgpu, "drm-resident-vram", "-vram0", "-local0".
bool is_card_memory(const std::string& key) {
    if (key == "drm-memory-vram") return true;
    return key.starts_with("drm-resident-vram") || key.starts_with("drm-resident-local");
}

bool is_number(const std::string& name) {
    return !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
}

} // namespace

FdInfo::Uses FdInfo::collect(const std::string& pci) const {
    Uses uses;
    std::error_code none;
    for (const auto& process : fs::directory_iterator(m_proc, none)) {
        const std::string pid = process.path().filename();
        if (!is_number(pid)) continue;
        std::set<std::string> clients; // one client may be open under several numbers
        for (const auto& file : fs::directory_iterator(process.path() / "fd", none)) {
            if (!fs::read_symlink(file.path(), none).string().starts_with("/dev/dri/")) continue;
            const auto text = read_small_file(process.path() / "fdinfo" / file.path().filename());
            if (!text) continue;
            const std::vector<Line> lines = lines_of(*text);
            if (value_of(lines, "drm-pdev") != pci || !clients.insert(value_of(lines, "drm-client-id")).second)
                continue;
            Use& use = uses[std::stoll(pid)];
            for (const Line& line : lines) {
                if (line.key.starts_with("drm-engine-") && is_compute(line.key.substr(11)))
                    use.compute_ns += number(line);
                if (line.key.starts_with("drm-engine-") && is_graphics(line.key.substr(11)))
                    use.graphics_ns += number(line);
                if (is_card_memory(line.key)) {
                    use.memory_bytes += number(line);
                    use.memory_known = true;
                }
            }
        }
    }
    return uses;
}

std::vector<control::DeviceProcess> FdInfo::users_of(const std::string& pci) {
    const core::Nanoseconds now = m_clock.monotonic();
    Uses uses = collect(pci);
    auto& [then, before] = m_before[pci];
    std::vector<control::DeviceProcess> users;
    for (const auto& [pid, use] : uses) {
        const bool used = use.compute_ns > 0 || use.graphics_ns > 0;
        if (!used && use.memory_bytes == 0) continue;
        control::DeviceProcess user;
        user.pid = pid;
        user.name = read_line(m_proc + "/" + std::to_string(pid) + "/comm").value_or("");
        user.use = use.compute_ns > 0 && use.graphics_ns > 0 ? "both" : use.compute_ns > 0 ? "compute" : "graphics";
        if (use.memory_known) user.memory_bytes = use.memory_bytes;
        const auto earlier = before.find(pid);
        if (earlier != before.end() && now > then) {
            const std::uint64_t spent = use.compute_ns + use.graphics_ns;
            const std::uint64_t had = earlier->second.compute_ns + earlier->second.graphics_ns;
            const auto passed = static_cast<std::uint64_t>(now - then);
            if (spent >= had)
                user.load_ppm = static_cast<std::uint32_t>(
                    std::min<std::uint64_t>((spent - had) * 1000 / (passed / 1000 + 1), 1'000'000));
        }
        users.push_back(std::move(user));
    }
    then = now;
    before = std::move(uses);
    return users;
}

} // namespace hearth::telemetry
