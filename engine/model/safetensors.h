// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.h"

namespace hearth::model {

/// The tensors of one safetensors file by the names in it; `data` points into `bytes`. The header is checked
/// in full: sizes, element types, no overlap, no gap, nothing after the last tensor, no name twice. Lists of positions
/// as 64-bit integers, which old exports of encoders hold, are passed over. Errors: corrupt or unsupported, naming the
/// tensor; `file` is the file's name in them.
core::Result<std::vector<TensorInfo>> parse_safetensors(core::ByteView bytes, const std::string& file);

} // namespace hearth::model
