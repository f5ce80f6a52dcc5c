// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/config.h"
#include "proof/tensors.h"

#include <ATen/core/ivalue.h>
#include <optional>

namespace hearth::compute {

/// What of libtorch's types a model may take here; nothing for any other.
std::optional<model::ScriptInput::Kind> input_kind(const c10::TypePtr& type);

/// The name that a job has for it; nothing for a type that it cannot carry.
std::optional<proof::TensorKind> tensor_kind(at::ScalarType type);

/// A tensor, or the one number that the model wants. Errors: invalid_argument.
core::Result<c10::IValue> to_value(const proof::Tensor& tensor, model::ScriptInput::Kind kind);

/// Appends what a model gives: a tensor or a number as `name`, the members of a tuple or a list as `name`_0, `name`_1
/// or as the tuple calls them, those of a dictionary under their own names. Errors: unsupported, gives_unfit().
core::Status append_tensors(const c10::IValue& value, const std::string& name, std::vector<proof::Tensor>& out);

} // namespace hearth::compute
