// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/config.h"
#include "proof/tensors.h"

#include <string>
#include <vector>

/// What models of tensors share, whatever file they came in.
namespace hearth::compute {

/// For all models of this process: so many threads compute, and memory that nobody wrote is filled, so that no output
/// shows what was there before.
void set_up_library(unsigned threads);

/// Null if there is none of that name.
const proof::Tensor* find_input(const std::vector<proof::Tensor>& inputs, const std::string& name);

/// Errors: invalid_argument, naming an input that the model does not have, or one that it needs.
core::Status check_names(const model::ScriptShape& shape, const std::vector<proof::Tensor>& inputs);

/// The last line of what libtorch says is what the model or its operator said.
std::string last_sentence(const std::string& what);

/// Inside a catch block of a run. What the model raises it raises on every machine. What an operator of it does not
/// take may also be this machine's lack, so that no verdict follows from it; what is none of the caller's is a failure.
core::Error run_refusal();

} // namespace hearth::compute
