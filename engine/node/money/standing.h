// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/network_place.h"
#include "node/money/settlement.h"

namespace hearth::node {

/// Whether one home calls another by this name or address; `local`: all of the network is on this machine. What a name
/// stands for is not looked up.
bool others_call(const std::string& host, bool local);

/// What a home in a network says of itself on the ledger: the roles of its node and, as a gateway, where others reach
/// it, once the ledger knows its node key; and that its validator votes again after it was away. What failed is tried
/// again, later each time. Borrows the settlement. One caller at a time.
class Standing {
public:
    struct Parts {
        Settlement& settlement;
        std::shared_ptr<const core::SigningKey> key; ///< of the node: what it says is signed with it
        std::uint32_t roles = 0;
        std::vector<std::string> addresses;
        std::optional<core::PublicKey> validator; ///< of this home
        /// Signed by the validator's key; errors: why not now. May block.
        std::function<core::Result<ledger::UnjailValidator>(const core::PublicKey& sender, core::Height jailed)> back;
    };
    /// What a gateway in this place states; nothing where it is none, or nobody could use it.
    static std::vector<std::string> addresses_of(const ledger::NetworkPlace& place);

    explicit Standing(Parts parts) : m_parts(std::move(parts)) {}

    /// Once a second, with the monotonic time; waits for no block.
    void tick(core::Nanoseconds now);

private:
    struct Attempt { ///< outlives this where a block takes it later
        std::atomic<bool> under_way = false;
        SettleRetry retry;
    };
    core::Result<std::optional<ledger::Message>> due() const;

    const Parts m_parts;
    const std::shared_ptr<Attempt> m_attempt = std::make_shared<Attempt>();
};

} // namespace hearth::node
