// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/key_ring.h"

#include "core/hash.h"
#include "core/keys.h"

namespace hearth::gateway {

core::Hash KeyRing::hash_of(std::string_view key) {
    return core::tagged_hash("apikey/1", {core::as_bytes(key)});
}

void KeyRing::replace(std::vector<Entry> entries) {
    const std::lock_guard lock(m_mutex);
    m_entries = std::move(entries);
}

std::optional<KeyRing::Entry> KeyRing::find(std::string_view key) const {
    const core::Hash hash = hash_of(key);
    std::optional<Entry> found;
    const std::lock_guard lock(m_mutex);
    for (const Entry& entry : m_entries)
        if (core::equal_constant_time(entry.hash.view(), hash.view())) found = entry;
    return found;
}

} // namespace hearth::gateway
