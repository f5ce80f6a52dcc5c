// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

#include <string>

/// Verbs about the ledger of a home whose service does not run.
namespace hearth::cli {

struct JoiningWish {
    std::string invitation;
    std::string listen = "127.0.0.1:26656"; ///< for other full nodes
    std::string gateway;                    ///< where it takes links of others; empty: it is no gateway
};
/// Gives this home a place in the network of the invitation.
int join_network(Context& context, const JoiningWish& wish);

struct LeavingWish {
    bool remove_chain = false; ///< its data are deleted instead of kept under left/
    bool sure = false;         ///< nobody is asked
};
/// Gives a home that stands in a network its own ledger back. Says first what is locked there, and asks.
int leave_network(Context& context, const LeavingWish& wish);
/// The whole state of the ledger, as resources/schema/chain.cddl describes it.
int export_state(Context& context, const std::string& file, bool force);

} // namespace hearth::cli
