// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/state/store.h"

namespace hearth::node {

/// Energy that devices took while they computed for this node, in node.sqlite. Thread-safe; borrows the store. Errors
/// as Store's.
class EnergyBook {
public:
    explicit EnergyBook(Store& store) : m_store(store) {}

    struct Part {
        std::int64_t hour = 0; ///< since 1970
        std::string device;
        std::uint64_t measured = 0, estimated = 0; ///< millijoules
    };
    core::Status add(const std::vector<Part>& parts); ///< to what is there
    /// Of all devices together, from this hour on; the oldest first.
    static core::Result<std::vector<Part>> hours(const Store& store, std::int64_t from);

private:
    Store& m_store;
};

} // namespace hearth::node
