// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/call_fields.h"
#include "gateway/edge/door.h"
#include "gateway/networks/call_price.h"

namespace hearth::gateway {

/// What a call that goes to another network may cost, so far as its body says it. A bound that a server may read
/// otherwise is none. Pure.
CallSize call_size(CallPath path, const Json& document, std::size_t bytes);

} // namespace hearth::gateway
