// SPDX-License-Identifier: Apache-2.0
#include "exact/memory.h"

#include "core/size_text.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

namespace hearth::exact {

namespace {

using core::Code;
using core::fail;

std::optional<std::uint64_t> read_number(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::uint64_t value = 0;
    if (!(stream >> value)) return std::nullopt;
    return value;
}

std::optional<std::uint64_t> free_memory() {
    std::ifstream stream("/proc/meminfo");
    for (std::string line; std::getline(stream, line);) {
        unsigned long long kib = 0;
        if (std::sscanf(line.c_str(), "MemAvailable: %llu kB", &kib) == 1) return std::uint64_t{kib} * 1024;
    }
    return std::nullopt;
}

/// File pages that the kernel would give up before it kills anybody.
std::uint64_t reclaimable(const std::filesystem::path& group) {
    std::ifstream stream(group / "memory.stat");
    std::uint64_t total = 0, value = 0;
    for (std::string key; stream >> key >> value;)
        if (key == "inactive_file" || key == "active_file") total += value;
    return total;
}

std::optional<std::uint64_t> group_headroom(const std::filesystem::path& group) {
    const bool second = std::filesystem::exists(group / "memory.max");
    const auto limit = read_number(group / (second ? "memory.max" : "memory.limit_in_bytes"));
    const auto used = read_number(group / (second ? "memory.current" : "memory.usage_in_bytes"));
    if (!limit || !used) return std::nullopt; // "max" is not a number: no limit
    const std::uint64_t held = *used - std::min(*used, reclaimable(group));
    return *limit - std::min(*limit, held);
}

std::optional<std::uint64_t> groups_headroom() {
    std::ifstream stream("/proc/self/cgroup");
    std::optional<std::uint64_t> best;
    for (std::string line; std::getline(stream, line);) {
        const auto first = line.find(':');
        const auto second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos) continue;
        const std::string controller = line.substr(first + 1, second - first - 1);
        if (!controller.empty() && controller != "memory") continue;
        const std::filesystem::path root = controller.empty() ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
        // Inside a container the path may name a group that is not visible; then the root is this one's own.
        std::filesystem::path relative = line.substr(second + 1);
        for (relative = relative.relative_path();; relative = relative.parent_path()) {
            const auto headroom = group_headroom(root / relative);
            if (headroom && (!best || *headroom < *best)) best = headroom;
            if (relative.empty()) break;
        }
    }
    return best;
}

std::optional<std::uint64_t> statm_pages(int column) {
    std::ifstream stream("/proc/self/statm");
    std::uint64_t value = 0;
    for (int i = 0; i <= column; ++i)
        if (!(stream >> value)) return std::nullopt;
    return value * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::optional<std::uint64_t> address_space_headroom() {
    rlimit limit{};
    const auto used = statm_pages(0);
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY || !used) return std::nullopt;
    return limit.rlim_cur - std::min<std::uint64_t>(limit.rlim_cur, *used);
}

} // namespace

core::Result<PageBuffer> PageBuffer::allocate(std::size_t bytes) {
    if (bytes == 0) return PageBuffer();
    void* const data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (data == MAP_FAILED)
        return fail(Code::out_of_memory, core::say("system_refused_memory", {core::needed_text(bytes)}),
                    core::say("make_room"));
    static_cast<void>(madvise(data, bytes, MADV_HUGEPAGE)); // a wish, not a need
    return PageBuffer(static_cast<std::uint8_t*>(data), bytes);
}

PageBuffer::~PageBuffer() {
    if (m_data != nullptr) munmap(m_data, m_size);
}

std::optional<MemoryLimit> available_memory() {
    std::optional<MemoryLimit> tightest;
    const auto consider = [&](std::optional<std::uint64_t> bytes, const core::Sentence& source) {
        if (bytes && (!tightest || *bytes < tightest->bytes)) tightest = MemoryLimit{*bytes, source};
    };
    consider(free_memory(), core::say("this_machine"));
    consider(groups_headroom(), core::say("control_group"));
    consider(address_space_headroom(), core::say("address_space"));
    return tightest;
}

std::uint64_t physical_memory() {
    const long pages = ::sysconf(_SC_PHYS_PAGES), size = ::sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size) : 0;
}

std::optional<std::uint64_t> resident_bytes() {
    return statm_pages(1);
}

} // namespace hearth::exact
