// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/config.h"
#include "model/source.h"

#include <string>
#include <vector>

/// Which tensors a configuration asks for; shared by both readers.
namespace hearth::model {

struct ExpectedTensor {
    std::string name; ///< canonical
    std::vector<std::uint64_t> shape;
};
std::vector<ExpectedTensor> expected_tensors(const ModelConfig& config);

/// Sizes that fit each other and this program's limits. Errors: unsupported, corrupt (naming the value).
core::Status check_config(const ModelConfig& config);
/// Exactly the expected tensors, each with its shape. Errors name the first missing, surplus or wrong one.
core::Status check_tensors(const ModelConfig& config, const std::vector<TensorInfo>& tensors);

} // namespace hearth::model
