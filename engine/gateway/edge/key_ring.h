// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::gateway {

/// When a caller needs a key. Whoever comes from another machine always needs one.
enum class KeyRule {
    automatic, ///< from this machine none is needed
    always,
};

/// The API keys that the door knows, by their hashes. Thread-safe.
class KeyRing {
public:
    struct Entry {
        std::string key_id;
        core::Hash hash;
        bool revoked = false;
    };
    void replace(std::vector<Entry> entries);
    /// Compares with every entry in constant time.
    std::optional<Entry> find(std::string_view key) const;

    /// H("apikey/1", key): a key has 192 random bits, so that its hash needs no slowness.
    static core::Hash hash_of(std::string_view key);
    /// How every key begins.
    static constexpr std::string_view prefix = "hearth-";

private:
    mutable std::mutex m_mutex;
    std::vector<Entry> m_entries;
};

} // namespace hearth::gateway
