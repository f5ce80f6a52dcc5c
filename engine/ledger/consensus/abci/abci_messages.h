// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/chain_app.h"

namespace hearth::ledger {

struct AbciAnswer {
    core::Bytes response;               ///< an encoded tendermint.abci.Response
    bool flush = false;                 ///< what was answered so far must be sent now
    std::optional<core::Error> failure; ///< an exception: the engine will stop, and the connection is of no use
};

/// Answers one encoded tendermint.abci.Request. `ordering` is called before one that belongs to the connection on which
/// blocks are made.
AbciAnswer answer_abci(ChainApp& app, core::ByteView request, const std::function<void()>& ordering);

/// How a failure travels as the code of a transaction's result: 0 is success.
std::uint32_t abci_code(const core::Status& status);

} // namespace hearth::ledger
