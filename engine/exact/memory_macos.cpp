// SPDX-License-Identifier: Apache-2.0
#include "core/size_text.h"
#include "exact/memory.h"

#include <mach/mach.h>
#include <sys/mman.h>
#include <sys/sysctl.h>
#include <unistd.h>

namespace hearth::exact {

core::Result<PageBuffer> PageBuffer::allocate(std::size_t bytes) {
    if (bytes == 0) return PageBuffer();
    void* const data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON | MAP_NORESERVE, -1, 0);
    if (data == MAP_FAILED)
        return core::fail(core::Code::out_of_memory, core::say("system_refused_memory", {core::needed_text(bytes)}),
                          core::say("make_room"));
    return PageBuffer(static_cast<std::uint8_t*>(data), bytes);
}

PageBuffer::~PageBuffer() {
    if (m_data != nullptr) ::munmap(m_data, m_size);
}

std::optional<MemoryLimit> available_memory() {
    vm_statistics64_data_t pages{};
    mach_msg_type_number_t count = HOST_VM_INFO64_COUNT;
    const mach_port_t host = ::mach_host_self();
    const kern_return_t told =
        ::host_statistics64(host, HOST_VM_INFO64, reinterpret_cast<host_info64_t>(&pages), &count);
    ::mach_port_deallocate(::mach_task_self(), host);
    if (told != KERN_SUCCESS) return std::nullopt;
    // What is free, and what the system gives up before it kills anybody.
    const std::uint64_t free = std::uint64_t{pages.free_count} + pages.inactive_count + pages.purgeable_count;
    return MemoryLimit{free * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)), core::say("this_machine")};
}

std::uint64_t physical_memory() {
    std::uint64_t bytes = 0;
    std::size_t size = sizeof bytes;
    return ::sysctlbyname("hw.memsize", &bytes, &size, nullptr, 0) == 0 ? bytes : 0;
}

std::optional<std::uint64_t> resident_bytes() {
    mach_task_basic_info_data_t info{};
    mach_msg_type_number_t count = MACH_TASK_BASIC_INFO_COUNT;
    if (::task_info(::mach_task_self(), MACH_TASK_BASIC_INFO, reinterpret_cast<task_info_t>(&info), &count) !=
        KERN_SUCCESS)
        return std::nullopt;
    return info.resident_size;
}

} // namespace hearth::exact
