// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"
#include "core/file.h"

#include <string>

/// Verbs about the ledger of a home whose service does not run.
namespace hearth::cli {

struct JoiningWish {
    std::string invitation;
    std::string listen = "127.0.0.1:26656"; ///< for other full nodes
    std::string gateway;                    ///< where it takes links of others; empty: it is no gateway
    bool sure = false;                      ///< nobody is asked
};
/// Gives this home a place in the network of the invitation. One that left a network before puts its own ledger aside;
/// what that holds is said, and whether to do so is asked.
int join_network(Context& context, const JoiningWish& wish);

struct LeavingWish {
    bool remove_chain = false; ///< its data are deleted instead of kept under left/
    bool sure = false;         ///< nobody is asked
};
/// Gives a home that stands in a network its own ledger back. Says first what is locked there, and asks.
int leave_network(Context& context, const LeavingWish& wish);
/// The whole state of the ledger, as resources/schema/chain.cddl describes it.
int export_state(Context& context, const std::string& file, bool force);

/// For as long as the verb takes: no service starts meanwhile. Nothing where none ever ran, and nothing is made there.
/// Errors: conflict (it runs), io.
core::Result<std::optional<core::FileLock>> hold_home(const core::Home& home);
/// Says what the own ledger of a home that left a network holds beyond its beginning, and asks. Errors: refused, those
/// of resting_ledger.
core::Status agree_to_leave_solo(const Context& context, const core::Home& home, bool sure);

} // namespace hearth::cli
