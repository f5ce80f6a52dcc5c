// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

namespace hearth::ledger {

/// RFC 4648 §4, with padding.
std::string to_base64(core::ByteView bytes);
/// Errors: corrupt.
core::Result<core::Bytes> from_base64(std::string_view text);

} // namespace hearth::ledger
