// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/result.h"

#include <string>
#include <vector>

/// What nodes say of themselves on the ledger: their roles, and where a gateway is reached. Since the eighth rules.
/// Layouts: resources/schema/transaction.cddl.
namespace hearth::ledger {

/// Bits of a node's roles; the first four are those that links name, too.
namespace roles {
inline constexpr std::uint32_t executor = 1, auditor = 2, gateway = 4, full_node = 8, data_node = 16, store = 32,
                               all = 63;
} // namespace roles
/// "executor", "full node" …, in the order of the bits.
std::vector<std::string> role_names(std::uint32_t bits);

/// By a certified node key or its operator: what the node does from now on, in place of what was said before. There is
/// no key of TLS among it: a link's certificate names nobody, and the node key answers for the connection itself.
struct AnnounceNode {
    static constexpr std::size_t max_addresses = 4, max_address_bytes = 128;
    core::PublicKey node_key;
    std::uint32_t roles = 0;
    std::vector<std::string> addresses; ///< of a gateway, "host:port", the best first; for links
};
/// Errors: invalid_argument, for what no node can say.
core::Status check_announced(const AnnounceNode& message);

/// A node's place in the table of announcements.
struct AnnouncementKey {
    core::PublicKey node;
    auto operator<=>(const AnnouncementKey&) const = default;
};
struct Announcement {
    std::uint32_t roles = 0;
    std::vector<std::string> addresses;
    bool operator==(const Announcement&) const = default;
};

} // namespace hearth::ledger
