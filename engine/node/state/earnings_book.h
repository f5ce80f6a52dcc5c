// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/state/store.h"

namespace SQLite {
class Database;
}

namespace hearth::node {

/// Sums of what was earned, in node.sqlite; what was lost was not. Thread-safe; borrows the store. Errors as Store's.
class EarningsBook {
public:
    explicit EarningsBook(const Store& store) : m_store(store) {}

    /// What was settled from `begin` to `end`, in parts of `step`; the last takes what is left. Where both are whole
    /// hours it comes from running sums, however long the history is, and ends with the hour of `end`.
    core::Result<std::vector<core::Amount>> series(core::Nanoseconds begin, core::Nanoseconds end,
                                                   core::Nanoseconds step) const;
    /// What was settled since `begin`, the most first. Whole hours come from running sums.
    core::Result<std::vector<control::EarningsPart>> by_model(core::Nanoseconds begin) const;
    core::Result<std::vector<control::EarningsPart>> by_device(core::Nanoseconds begin) const;
    /// What was settled in one epoch and is not at rest.
    struct Moving {
        core::Epoch epoch = 0;
        std::string receipt_id; ///< of one of them
        std::uint64_t answers = 0;
        core::Amount sum, confirmed; ///< the latter is part of the former
    };
    core::Result<std::vector<Moving>> moving() const; ///< the oldest first
    /// The last ones, newest first; what was released within a minute is one.
    core::Result<std::vector<control::Payout>> payouts(std::size_t most) const;
    /// Compares the running sums with the jobs, over a connection of the store's. Errors: corrupt.
    core::Status check(SQLite::Database& from) const;

private:
    core::Result<std::vector<control::EarningsPart>> by(const std::string& column, core::Nanoseconds begin) const;

    const Store& m_store;
};

} // namespace hearth::node
