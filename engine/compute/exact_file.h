// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "exact/profile/registry.h"
#include "model/config.h"

#include <optional>
#include <string>
#include <vector>

namespace hearth::compute {

using exact::exact_profile;
using exact::exact_profile_name;

/// One tensor of a weights file: rows × columns of int8, of 4-bit values (two a byte, the even column low) or of
/// int16, or fp32 values (columns = 1).
struct ExactTensor {
    enum class Kind { int8, int4, int16, fp32 };
    std::string name;
    Kind kind = Kind::fp32;
    std::uint32_t rows = 0, columns = 1;
    std::uint64_t offset = 0; ///< from the start of the file, a multiple of 64

    bool is_weights() const { return kind == Kind::int8 || kind == Kind::int4; }
    std::uint64_t row_bytes() const;
    std::uint64_t bytes() const { return rows * row_bytes(); }
};

/// What a weights file of a profile holds, in its order: the shape alone decides it. Layout:
/// resources/profiles/ci8.1.md, section 5, and ci4.1.md, section 4.
std::vector<ExactTensor> exact_tensors(const model::ModelConfig& config, exact::Profile profile);
std::uint64_t exact_file_bytes(const std::vector<ExactTensor>& tensors);

/// The shape that the ops see. Frequencies and factors are computed in IEEE double with +, −, ×, ÷ and √ alone,
/// so that every machine gets the same. Errors: unsupported, when a bound of the profile would be broken.
core::Result<exact::Shape> exact_shape(const model::ModelConfig& config, exact::Profile profile);

/// The model inside `file`, which must outlive it. Checks the size and every bound of the profile: no −128 or −32768,
/// scales, biases and gains zero or within limits. Errors: corrupt, naming the tensor.
core::Result<exact::ModelView> exact_view(const model::ModelConfig& config, exact::Profile profile,
                                          core::ByteView file);

} // namespace hearth::compute
