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

/// Removed with everything in it.
class TemporaryFolder {
public:
    /// In `parent`; empty: the system's folder for such.
    static core::Result<TemporaryFolder> make(const std::filesystem::path& parent);
    ~TemporaryFolder();
    TemporaryFolder(TemporaryFolder&& other) noexcept : m_path(std::move(other.m_path)) { other.m_path.clear(); }
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    explicit TemporaryFolder(std::filesystem::path path) : m_path(std::move(path)) {}
    std::filesystem::path m_path;
};

/// Adds what a local network of `options.validators` reaches.
core::Status network_bench(const LedgerBenchOptions& options, const std::filesystem::path& folder, Report& report);

} // namespace hearth::app
