// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/state/store.h"

namespace hearth::node {

/// What node.sqlite keeps of measurements. As Store; borrows it.
class BenchmarkStore {
public:
    static constexpr std::uint32_t most_of_device = 50; ///< older ones go

    explicit BenchmarkStore(Store& store) : m_store(store) {}
    /// Newest first. Errors: corrupt.
    core::Result<std::vector<control::BenchmarkRecord>> all() const;
    core::Status add(const control::BenchmarkRecord& record);

private:
    Store& m_store;
};

} // namespace hearth::node
