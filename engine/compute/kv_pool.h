// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/kernels.h"
#include "compute/memory.h"
#include "model/config.h"

#include <cstdint>
#include <vector>

namespace hearth::compute {

enum class Precision { fp32, bf16 };
inline std::size_t element_bytes(Precision precision) {
    return precision == Precision::fp32 ? 4 : 2;
}

/// Where keys and values lie inside a page: layer by layer, head by head, the keys transposed.
struct KvLayout {
    KvLayout(const model::ModelConfig& config, Precision precision);

    std::size_t key_offset(std::size_t layer, std::size_t head) const {
        return (layer * heads + head) * 2 * head_bytes;
    }
    std::size_t value_offset(std::size_t layer, std::size_t head) const {
        return key_offset(layer, head) + head_bytes;
    }
    static std::uint32_t pages_for(std::uint64_t tokens) {
        return static_cast<std::uint32_t>((tokens + page_tokens - 1) / page_tokens);
    }

    std::size_t heads, head_bytes, page_bytes;
};

/// Memory for keys and values, cut into pages of page_tokens positions. A sequence takes all the pages that
/// it can ever need before it starts, so that it never has to stop for want of memory. Not thread-safe.
class KvPool {
public:
    KvPool(KvLayout layout, PageBuffer memory);

    const KvLayout& layout() const { return m_layout; }
    std::uint32_t capacity() const { return m_capacity; } ///< pages
    std::uint32_t available() const { return static_cast<std::uint32_t>(m_free.size()); }
    /// Empty if there are not that many pages now.
    std::vector<std::uint8_t*> take(std::uint32_t pages);
    void give_back(std::vector<std::uint8_t*> pages);

private:
    KvLayout m_layout;
    PageBuffer m_memory;
    std::uint32_t m_capacity;
    std::vector<std::uint8_t*> m_free;
};

} // namespace hearth::compute
