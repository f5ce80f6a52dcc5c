// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

namespace hearth::core {

/// RFC 4648 §4, with padding.
std::string to_base64(ByteView bytes);
/// Errors: corrupt.
Result<Bytes> from_base64(std::string_view text);

} // namespace hearth::core
