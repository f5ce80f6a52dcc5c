// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "gateway/edge/repeat.h"

#include <algorithm>

namespace hearth::gateway {

namespace {

constexpr std::size_t longest_repeat_key = 255;

} // namespace

std::variant<std::optional<RepeatKey>, ApiError> repeat_key(const HttpRequest& request, const std::string& path) {
    const std::size_t count = request.count("idempotency-key");
    if (count == 0) return std::nullopt;
    const std::string key(request.header("idempotency-key"));
    const bool plain = std::all_of(key.begin(), key.end(), [](unsigned char c) { return c > 0x20 && c < 0x7F; });
    if (count > 1 || key.empty() || key.size() > longest_repeat_key || !plain)
        return bad_request("Idempotency-Key",
                           "The request needs one Idempotency-Key of 1 to " + std::to_string(longest_repeat_key) +
                               " visible characters, or none.",
                           "invalid_value");
    const std::string_view profile = request.header("x-hearth-profile");
    return std::optional(RepeatKey{
        request.caller, key,
        core::tagged_hash("repeat/1", {core::as_bytes(path), core::as_bytes(profile), core::as_bytes(request.body)})});
}

} // namespace hearth::gateway
