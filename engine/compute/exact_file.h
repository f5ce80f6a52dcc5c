// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "exact/model.h"
#include "model/config.h"

#include <string>
#include <vector>

namespace hearth::compute {

/// One tensor of a weights file: int8 rows × columns, or fp32 values (columns = 1).
struct ExactTensor {
    std::string name;
    bool int8 = false;
    std::uint32_t rows = 0, columns = 1;
    std::uint64_t offset = 0; ///< from the start of the file, a multiple of 64

    std::uint64_t bytes() const { return std::uint64_t{rows} * columns * (int8 ? 1 : 4); }
};

/// What a weights file of profile CI8.1 holds, in its order: the shape alone decides it. Layout:
/// resources/profiles/ci8.1.md, section 5.
std::vector<ExactTensor> exact_tensors(const model::ModelConfig& config);
std::uint64_t exact_file_bytes(const std::vector<ExactTensor>& tensors);

/// The shape that the ops see. Frequencies and factors are computed in IEEE double with +, −, ×, ÷ and √ alone,
/// so that every machine gets the same. Errors: unsupported, when a bound of the profile would be broken.
core::Result<exact::Shape> exact_shape(const model::ModelConfig& config);

/// The model inside `file`, which must outlive it. Checks the size and every bound of the profile: no −128, scales,
/// biases and gains zero or within limits. Errors: corrupt, naming the tensor.
core::Result<exact::ModelView> exact_view(const model::ModelConfig& config, core::ByteView file);

} // namespace hearth::compute
