// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "exact/profile/model.h"

#include <list>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace hearth::compute {

/// Name of a full page: a hash over the tenant's salt and all tokens up to its end.
core::Hash page_key(const core::Hash& before, std::span<const std::uint32_t> tokens);

/// Which pages of a runner's cache belong to whom. A full page may be published under its key; whoever comes
/// with the same beginning then shares it. A shared page is never written again: a sequence computes at least
/// its last token itself, in a page of its own. Pages that nobody holds are reused, the least recently held
/// first. Not thread-safe.
class KvPool {
public:
    explicit KvPool(std::uint32_t capacity);

    static std::uint32_t pages_for(std::uint64_t tokens) {
        return static_cast<std::uint32_t>((tokens + inference::page_tokens - 1) / inference::page_tokens);
    }
    std::uint32_t capacity() const { return static_cast<std::uint32_t>(m_pages.size()); }
    /// Pages that take() could give: free ones and published ones that nobody holds.
    std::uint32_t available() const { return static_cast<std::uint32_t>(m_free.size() + m_idle.size()); }

    /// Empty if there are not that many pages now.
    std::vector<std::uint32_t> take(std::uint32_t pages);
    void give_back(std::vector<std::uint32_t> pages);
    /// The page published under `key`, held once more; nothing if there is none.
    std::optional<std::uint32_t> find(const core::Hash& key);
    void publish(std::uint32_t page, const core::Hash& key);

private:
    struct Page {
        std::uint32_t holders = 0;
        std::optional<core::Hash> key;
        std::list<std::uint32_t>::iterator idle;
    };
    struct KeyHash {
        std::size_t operator()(const core::Hash& key) const;
    };

    std::vector<Page> m_pages;
    std::vector<std::uint32_t> m_free;
    std::list<std::uint32_t> m_idle; ///< published, held by nobody; least recently held first
    std::unordered_map<core::Hash, std::uint32_t, KeyHash> m_published;
};

} // namespace hearth::compute
