// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/generate.h"

namespace hearth::gateway {

/// Reads a call's body and starts its generations; all that happens goes into `inbox`. On a pool thread;
/// never throws.
void launch_call(const CallLimits& limits, const Services& services, const CallSource& source,
                 const std::shared_ptr<Inbox>& inbox);

} // namespace hearth::gateway
