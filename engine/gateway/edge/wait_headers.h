// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/caller_rate.h"
#include "gateway/edge/http_message.h"

namespace hearth::gateway {

/// When to ask again, as clients of OpenAI's API read it.
void add_retry_after(HttpAnswer& answer, std::uint64_t seconds);
/// What the key may still ask for. Not in an answer that has such headers of the network which gave it.
void add_rate(HttpAnswer& answer, const CallerRate& rate);

} // namespace hearth::gateway
