// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"

#include <optional>
#include <vector>

/// What two homes say to each other beside the jobs.
namespace hearth::link {

/// Shows a receipt's openings to whoever was drawn to check it. Answered by a result.
struct Fetch {
    core::ReceiptId receipt;
    /// Who reads it, when a gateway relays the question: signs fetch_digest() by its node key.
    struct Reader {
        core::PublicKey key;
        core::Signature signature{};
    };
    std::optional<Reader> reader = {};
};
core::Hash fetch_digest(const core::ReceiptId& receipt, const core::PublicKey& holder);

/// Asks a gateway which nodes it relays sealed questions to. Answered by `Found`.
struct Seek {};
/// What those nodes announced to the gateway, each an encoded frame `capability` with its sealing card.
inline constexpr std::size_t max_found_nodes = 256, max_found_bytes = std::size_t{48} << 10;
struct Found {
    std::vector<core::Bytes> nodes;
};

} // namespace hearth::link
