// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/wait_headers.h"

#include <algorithm>

namespace hearth::gateway {

void add_retry_after(HttpAnswer& answer, std::uint64_t seconds) {
    answer.headers.emplace_back("Retry-After", std::to_string(seconds));
    answer.headers.emplace_back("Retry-After-Ms", std::to_string(seconds * 1000));
}

void add_rate(HttpAnswer& answer, const CallerRate& rate) {
    // What a network says comes in small letters.
    const bool theirs = std::any_of(answer.headers.begin(), answer.headers.end(),
                                    [](const auto& header) { return header.first.starts_with("x-ratelimit-"); });
    if (theirs) return;
    const core::Nanoseconds seconds = (rate.whole_in + core::second - 1) / core::second;
    answer.headers.emplace_back("X-RateLimit-Limit-Requests", std::to_string(rate.limit));
    answer.headers.emplace_back("X-RateLimit-Remaining-Requests", std::to_string(rate.remaining));
    answer.headers.emplace_back("X-RateLimit-Reset-Requests", std::to_string(seconds) + "s");
}

} // namespace hearth::gateway
