// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "core/units.h"

#include <functional>

namespace hearth::link {

inline constexpr std::size_t max_credential_bytes = 1024;

/// What a node shows of its owner's word for its node key, and who reads what the other side shows; the link itself
/// knows nothing of what is written there. Called on a link's thread; must not block. Each may be empty.
struct Credentials {
    /// At most max_credential_bytes; nothing: there is none to show.
    std::function<core::Bytes()> own;
    /// Until when it holds, by the wall clock; INT64_MAX: without end. That it is over is no error. Errors: corrupt,
    /// refused (it is for another key, or its owner did not sign it for this network).
    std::function<core::Result<core::Nanoseconds>(const core::PublicKey& node, core::ByteView credential)> read;
    /// What has ended is read again so often, the first time when it ends: it may have been renewed meanwhile.
    core::Nanoseconds again = 10'000'000'000;
};

/// The owner's word for the other side's node key has ended: it gets no new work over a link, and gives none.
core::Error credential_is_over();

} // namespace hearth::link
