// SPDX-License-Identifier: Apache-2.0
#include "compute/kv_pool.h"

#include <cstring>

namespace hearth::compute {

core::Hash page_key(const core::Hash& before, std::span<const std::uint32_t> tokens) {
    core::Bytes bytes;
    for (const std::uint32_t token : tokens)
        for (unsigned byte = 0; byte < 4; ++byte)
            bytes.push_back(static_cast<std::uint8_t>(token >> (8 * byte)));
    return core::tagged_hash("page/1", {before.view(), bytes});
}

std::size_t KvPool::KeyHash::operator()(const core::Hash& key) const {
    std::size_t start = 0;
    std::memcpy(&start, key.view().data(), sizeof start);
    return start;
}

KvPool::KvPool(std::uint32_t capacity) : m_pages(capacity) {
    // Lowest pages last, so that they are taken first and the rest stays untouched.
    for (std::uint32_t page = capacity; page-- > 0;)
        m_free.push_back(page);
}

std::vector<std::uint32_t> KvPool::take(std::uint32_t pages) {
    if (pages > available()) return {};
    std::vector<std::uint32_t> taken;
    taken.reserve(pages);
    for (std::uint32_t i = 0; i < pages; ++i) {
        std::uint32_t page = 0;
        if (!m_free.empty()) {
            page = m_free.back();
            m_free.pop_back();
        } else {
            page = m_idle.front();
            m_idle.pop_front();
            m_published.erase(*m_pages[page].key);
            m_pages[page].key.reset();
        }
        m_pages[page].holders = 1;
        taken.push_back(page);
    }
    return taken;
}

void KvPool::give_back(std::vector<std::uint32_t> pages) {
    // The last ones first: of a long beginning the end is given up before the start.
    for (std::size_t i = pages.size(); i-- > 0;) {
        Page& page = m_pages[pages[i]];
        if (--page.holders > 0) continue;
        if (page.key)
            page.idle = m_idle.insert(m_idle.end(), pages[i]);
        else
            m_free.push_back(pages[i]);
    }
}

std::optional<std::uint32_t> KvPool::find(const core::Hash& key) {
    const auto found = m_published.find(key);
    if (found == m_published.end()) return std::nullopt;
    Page& page = m_pages[found->second];
    if (page.holders++ == 0) m_idle.erase(page.idle);
    return found->second;
}

void KvPool::publish(std::uint32_t page, const core::Hash& key) {
    if (m_pages[page].key || !m_published.emplace(key, page).second) return;
    m_pages[page].key = key;
}

} // namespace hearth::compute
