// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "benches.h"
#include "ledger/state.h"

#include <filesystem>

namespace hearth::app {

/// Transfers signed beforehand: each sender's in order, between accounts of a genesis of their own.
class TransferLoad {
public:
    TransferLoad(std::size_t senders, std::size_t each);
    const ledger::Genesis& genesis() const { return m_genesis; }
    std::size_t senders() const { return m_transfers.size(); }
    const std::vector<ledger::SignedTransaction>& of(std::size_t sender) const { return m_transfers[sender]; }
    std::size_t size() const { return m_transfers.size() * m_transfers.front().size(); }

private:
    ledger::Genesis m_genesis;
    std::vector<std::vector<ledger::SignedTransaction>> m_transfers;
};

/// Transactions a second that CometBFT's own key-value store takes: as many validators beside each other, with the
/// settings of a local network of ours and pairs as long as a transfer. Errors: not_found (no engine), unavailable,
/// timed_out.
core::Result<double> kvstore_rate(std::size_t validators, std::size_t count, const std::filesystem::path& folder);

/// Adds what a local network of `options.validators` reaches.
core::Status network_bench(const TransferOptions& options, const std::filesystem::path& folder, Report& report);

} // namespace hearth::app
