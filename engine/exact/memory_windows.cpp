// SPDX-License-Identifier: Apache-2.0
#include "core/size_text.h"
#include "exact/memory.h"

#include <algorithm>
#include <windows.h>

#include <psapi.h>

namespace hearth::exact {

namespace {

std::optional<MEMORYSTATUSEX> memory_status() {
    MEMORYSTATUSEX status{};
    status.dwLength = sizeof status;
    if (::GlobalMemoryStatusEx(&status) == 0) return std::nullopt;
    return status;
}

std::optional<std::uint64_t> job_headroom(std::uint64_t used) {
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
    if (::QueryInformationJobObject(nullptr, JobObjectExtendedLimitInformation, &limits, sizeof limits, nullptr) == 0 ||
        (limits.BasicLimitInformation.LimitFlags & JOB_OBJECT_LIMIT_PROCESS_MEMORY) == 0)
        return std::nullopt;
    const std::uint64_t most = limits.ProcessMemoryLimit;
    return most - std::min(most, used);
}

PROCESS_MEMORY_COUNTERS_EX counters() {
    PROCESS_MEMORY_COUNTERS_EX found{};
    found.cb = sizeof found;
    ::GetProcessMemoryInfo(::GetCurrentProcess(), reinterpret_cast<PROCESS_MEMORY_COUNTERS*>(&found), sizeof found);
    return found;
}

} // namespace

core::Result<PageBuffer> PageBuffer::allocate(std::size_t bytes) {
    if (bytes == 0) return PageBuffer();
    // Unlike elsewhere it counts as used at once: there is nothing between reserved and promised.
    void* const data = ::VirtualAlloc(nullptr, bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    if (data == nullptr)
        return core::fail(core::Code::out_of_memory, core::say("system_refused_memory", {core::needed_text(bytes)}),
                          core::say("make_room"));
    return PageBuffer(static_cast<std::uint8_t*>(data), bytes);
}

PageBuffer::~PageBuffer() {
    if (m_data != nullptr) ::VirtualFree(m_data, 0, MEM_RELEASE);
}

std::optional<MemoryLimit> available_memory() {
    std::optional<MemoryLimit> tightest;
    const auto consider = [&](std::uint64_t bytes, const core::Sentence& source) {
        if (!tightest || bytes < tightest->bytes) tightest = MemoryLimit{bytes, source};
    };
    if (const auto status = memory_status()) consider(status->ullAvailPhys, core::say("this_machine"));
    if (const auto left = job_headroom(counters().PrivateUsage)) consider(*left, core::say("address_space"));
    return tightest;
}

std::uint64_t physical_memory() {
    const auto status = memory_status();
    return status ? status->ullTotalPhys : 0;
}

std::optional<std::uint64_t> resident_bytes() {
    return counters().WorkingSetSize;
}

} // namespace hearth::exact
