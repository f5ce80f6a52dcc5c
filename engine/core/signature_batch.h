// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"

#include <optional>
#include <span>

namespace hearth::core {

struct SignedMessage {
    PublicKey key;
    Bytes message;
    Signature signature{};
};

/// From so many on more threads than the caller's are used.
inline constexpr std::size_t parallel_signatures = 16;

/// The first whose signature verify() refuses; none: all hold. Always the same answer, whatever the number of threads;
/// `threads`: at most so many, the caller's among them; 0: as many as the machine has, up to eight. Thread-safe.
std::optional<std::size_t> first_bad_signature(std::span<const SignedMessage> messages, unsigned threads = 0);

} // namespace hearth::core
