// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/exchange.h"

#include <memory>
#include <string_view>

namespace hearth::gateway {

/// Hands a complete request to the work behind its path. Returns the exchange that will answer, or nothing
/// when the answer was given at once.
std::shared_ptr<Exchange> route(const Services& services, Reply& reply, HttpRequest request,
                                core::Nanoseconds received);

/// Each call under this path is paid, where calls are sold one by one.
bool is_sold(std::string_view path);
/// What somebody who pays by the call may look up: which models there are, and what became of a payment.
bool is_for_customers(std::string_view path);

} // namespace hearth::gateway
