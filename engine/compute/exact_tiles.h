// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/exact_file.h"
#include "model/manifest.h"

namespace hearth::compute {

inline constexpr std::uint32_t tile_rows = 64, tile_columns = 1024;

/// Merkle leaves of int8 and 4-bit tensors: tiles of 64 × 1024, row-major inside, clipped at the edges; row of tiles
/// by row of tiles. Of others: pieces of 64 KiB.
std::vector<core::Hash> tensor_leaves(const ExactTensor& tensor, core::ByteView bytes);
/// Root of the RFC 6962 tree over them.
core::Hash tensor_root(const ExactTensor& tensor, core::ByteView bytes);

/// A weights file against its section of the manifest: frequencies, factor and the root of every tensor, with
/// all processors. Errors: corrupt, naming the tensor.
core::Status check_exact_weights(const model::ExactWeights& exact, const model::ModelConfig& config,
                                 core::ByteView file);

} // namespace hearth::compute
