// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/generate.h"

namespace hearth::gateway {

/// Reads a call's body and starts its generations; all that happens goes into `inbox`. On a pool thread;
/// never throws.
void launch_call(const CallLimits& limits, const Services& services, const CallSource& source,
                 const std::shared_ptr<Inbox>& inbox);

/// How many of a call's choices are started with it. Of vectors some: the others follow as those end.
std::size_t at_first(const ApiCall& call);
/// Starts choices [first, last) of a call; likewise.
void launch_choices(const ApiCall& call, const std::string& caller, Backend& backend,
                    const std::shared_ptr<Inbox>& inbox, std::size_t first, std::size_t last);

} // namespace hearth::gateway
