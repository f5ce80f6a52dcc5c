// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/exchange.h"

#include <memory>

namespace hearth::gateway {

/// Hands a complete request to the work behind its path. Returns the exchange that will answer, or nothing
/// when the answer was given at once.
std::shared_ptr<Exchange> route(const Services& services, Reply& reply, HttpRequest request,
                                core::Nanoseconds received);

} // namespace hearth::gateway
