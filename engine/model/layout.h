// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.h"

#include <string_view>

namespace hearth::model {

/// Bounds on every size, and the relations between them. Errors: unsupported or corrupt, naming the field.
core::Status check_config(const ModelConfig& config);

struct ExpectedTensor {
    std::string name; ///< canonical
    std::vector<std::uint64_t> shape;
};
/// Every tensor that a model of this shape has, in the order of use; no "lm_head.weight" if it is tied.
std::vector<ExpectedTensor> expected_tensors(const ModelConfig& config);

/// `found` must hold exactly the expected tensors; it is brought into their order. `file_name` tells how the
/// file calls a canonical name, for the error. Errors: corrupt.
core::Status match_tensors(const ModelConfig& config, std::vector<TensorInfo>& found,
                           const std::function<std::string(const std::string&)>& file_name);

/// A layer's part of a tensor name: 12 and "q" for "layers.12.q.weight"; `rest` keeps ".weight" or ".bias"
/// away.
struct LayerName {
    std::uint32_t layer = 0;
    std::string_view part, suffix; ///< suffix: "weight" or "bias"
};
/// Splits "<prefix><number>.<part>.<suffix>". Nothing if `name` has another form or the number is not plain.
std::optional<LayerName> split_layer_name(std::string_view name, std::string_view prefix);

} // namespace hearth::model
