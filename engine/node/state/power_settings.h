// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config.h"
#include "core/units.h"

#include <optional>

namespace hearth::node {

/// What hearth.toml says of electricity. Immutable.
struct PowerSettings {
    std::optional<std::uint64_t> price_micros; ///< of a kilowatt-hour, in millionths of the currency; none: not told
    std::optional<std::uint64_t> worth_micros; ///< of one EMB to the operator, likewise
    std::string currency;                      ///< as it is shown
    std::uint32_t watts = 0; ///< of a device that computes and does not measure itself; 0: it is not counted

    static std::vector<core::SettingSpec> specs();
    /// Errors name the key.
    static core::Result<PowerSettings> from(const core::Config& config);
    /// What so much energy costs, as a decimal text; empty without a price.
    std::string cost(std::uint64_t joules) const;
    /// What so much money is worth, less what so much energy costs: "-0.12"; empty where either is not told.
    std::string net(core::Amount earned, std::uint64_t joules) const;
};

} // namespace hearth::node
