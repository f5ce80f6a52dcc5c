// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

namespace hearth::core {

/// Keccak-256 as Ethereum uses it: the padding of the original submission (0x01), not that of SHA-3 (0x06).
Hash keccak256(ByteView bytes);

} // namespace hearth::core
