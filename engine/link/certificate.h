// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/units.h"

#include <string>

namespace hearth::link {

/// What a listener shows in TLS: a self-signed certificate with a key of its own. It names nobody; who is behind it is
/// proved by the node key, over this very connection (Proof in frame.h).
struct Certificate {
    std::string certificate_pem, key_pem;
};

/// A fresh P-256 key, certified for the given time.
core::Result<Certificate> make_certificate(core::Nanoseconds not_before, core::Nanoseconds not_after);

} // namespace hearth::link
