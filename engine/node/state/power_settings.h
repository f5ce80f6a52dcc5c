// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config.h"

#include <optional>

namespace hearth::node {

/// What hearth.toml says of electricity. Immutable.
struct PowerSettings {
    std::optional<std::uint64_t> price_micros; ///< of a kilowatt-hour, in millionths of the currency; none: not told
    std::string currency;                      ///< as it is shown; nothing is converted
    std::uint32_t watts = 0; ///< of a device that computes and does not measure itself; 0: it is not counted

    static std::vector<core::SettingSpec> specs();
    /// Errors name the key.
    static core::Result<PowerSettings> from(const core::Config& config);
    /// What so much energy costs, as a decimal text; empty without a price.
    std::string cost(std::uint64_t joules) const;
};

} // namespace hearth::node
