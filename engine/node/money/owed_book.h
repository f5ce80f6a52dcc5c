// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/state/store.h"

#include <functional>
#include <set>

namespace hearth::node {

/// What payers read, or left uncovered when their channel ended, and will not pay any more: no voucher reaches it. It
/// is forgiven when nothing was added to it for so long, so that a payer who had bad luck once is not shut out for
/// ever; whoever means to cheat gains no more than the node's bound in each such time. It counts by the ledger's time,
/// which this machine's clock does not move. Durable: a restart forgives nothing. Borrows everything; its owner's lock
/// guards it.
class OwedBook {
public:
    /// Of the ledger's last block; 0: none is known yet.
    using Time = std::function<core::Nanoseconds()>;
    /// `lasts`: 0 = never forgiven. `forgiven`: payers to whom the owner of this home forgives all at once.
    OwedBook(Store& store, core::Nanoseconds lasts, Time time, std::set<core::PublicKey> forgiven = {})
        : m_store(store), m_lasts(lasts), m_forgiven(std::move(forgiven)), m_time(std::move(time)) {}

    struct Debt {
        core::Amount amount;
        std::optional<core::Nanoseconds> left; ///< until it is forgiven; none: never, or nothing is owed
    };
    /// Errors: io, corrupt.
    core::Result<Debt> of(const core::PublicKey& payer);
    core::Status add(const core::PublicKey& payer, core::Amount amount);

private:
    core::Result<Debt> forgive(const core::PublicKey& payer, core::Amount amount);
    core::Status keep(const core::PublicKey& payer, core::Amount amount, std::optional<core::Nanoseconds> since);
    std::optional<core::Nanoseconds> time() const;

    Store& m_store;
    const core::Nanoseconds m_lasts;
    const std::set<core::PublicKey> m_forgiven;
    const Time m_time;
};

} // namespace hearth::node
