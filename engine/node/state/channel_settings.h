// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config.h"
#include "core/units.h"

#include <set>

namespace hearth::node {

/// How this home pays other homes, and is paid by them, through payment channels.
struct ChannelSettings {
    std::uint32_t after = 0;            ///< answers of a node until a channel is opened for it; 0: none ever is
    core::Amount deposit;               ///< what a channel holds at most
    core::Amount most_unpaid;           ///< in answers that no voucher covers, on one channel, for either side
    std::set<core::PublicKey> forgiven; ///< payers of whom nothing is held against
    core::Nanoseconds debts_last = 0;   ///< what no voucher can cover any more, until it is forgiven; 0: for ever

    static std::vector<core::SettingSpec> specs();
    /// Errors: invalid_argument, naming the key.
    static core::Result<ChannelSettings> from(const core::Config& config);
};

} // namespace hearth::node
