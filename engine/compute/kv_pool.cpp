// SPDX-License-Identifier: Apache-2.0
#include "compute/kv_pool.h"

#include <utility>

namespace hearth::compute {

KvLayout::KvLayout(const model::ModelConfig& config, Precision precision)
    : heads(config.kv_heads),
      head_bytes(std::size_t{config.head_dim} * page_tokens * element_bytes(precision)),
      page_bytes(std::size_t{config.layers} * heads * 2 * head_bytes) {}

KvPool::KvPool(KvLayout layout, PageBuffer memory)
    : m_layout(layout), m_memory(std::move(memory)),
      m_capacity(static_cast<std::uint32_t>(m_memory.size() / layout.page_bytes)) {
    // Lowest pages last, so that they are taken first and the rest stays untouched.
    for (std::size_t page = m_capacity; page-- > 0;)
        m_free.push_back(m_memory.data() + page * layout.page_bytes);
}

std::vector<std::uint8_t*> KvPool::take(std::uint32_t pages) {
    if (pages > m_free.size()) return {};
    std::vector<std::uint8_t*> taken;
    taken.reserve(pages);
    for (std::uint32_t i = 0; i < pages; ++i) {
        taken.push_back(m_free.back());
        m_free.pop_back();
    }
    return taken;
}

void KvPool::give_back(std::vector<std::uint8_t*> pages) {
    for (std::size_t i = pages.size(); i-- > 0;)
        m_free.push_back(pages[i]);
}

} // namespace hearth::compute
