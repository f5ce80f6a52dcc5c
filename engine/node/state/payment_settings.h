// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config.h"
#include "gateway/pay/terms.h"

#include <optional>

namespace hearth::node {

/// What hearth.toml says of callers who pay by the call. Immutable.
struct PaymentSettings {
    std::optional<gateway::pay::Terms> terms; ///< none: nobody pays by the call
    std::string facilitator;                  ///< an address, or "local": settles nothing

    static std::vector<core::SettingSpec> specs();
    /// Errors name the key.
    static core::Result<PaymentSettings> from(const core::Config& config);
};

} // namespace hearth::node
