// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace hearth::exact {

/// Zeroed memory straight from the kernel, in huge pages where it likes; pages that are never touched cost
/// nothing. Movable; given back on destruction.
class PageBuffer {
public:
    static core::Result<PageBuffer> allocate(std::size_t bytes);
    PageBuffer() = default;
    ~PageBuffer();
    PageBuffer(PageBuffer&& other) noexcept;
    PageBuffer& operator=(PageBuffer&& other) noexcept;

    std::uint8_t* data() const { return m_data; }
    std::size_t size() const { return m_size; }

private:
    PageBuffer(std::uint8_t* data, std::size_t size) : m_data(data), m_size(size) {}
    std::uint8_t* m_data = nullptr;
    std::size_t m_size = 0;
};

struct MemoryLimit {
    std::uint64_t bytes = 0; ///< what may still be used
    core::Sentence source;   ///< who says so, for people
};

/// The tightest of free memory, control-group limits and the address-space limit.
/// nullopt if none of them can be read.
std::optional<MemoryLimit> available_memory();

/// Memory of the machine that the system manages, in bytes; 0 where it does not say.
std::uint64_t physical_memory();

/// Memory that this process holds now, nullopt where the system does not say.
std::optional<std::uint64_t> resident_bytes();

} // namespace hearth::exact
