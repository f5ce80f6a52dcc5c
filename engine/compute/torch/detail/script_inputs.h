// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/torch/detail/script_guard.h"
#include "proof/tensors.h"

#include <functional>
#include <string>
#include <vector>

/// What models of tensors share, whatever file they came in.
namespace hearth::compute {

/// For all models of this process: so many threads compute, and memory that nobody wrote is filled, so that no output
/// shows what was there before.
void set_up_library(unsigned threads);

/// Null if there is none of that name.
const proof::Tensor* find_input(const std::vector<proof::Tensor>& inputs, const std::string& name);

/// The last line of what libtorch says is what the model or its operator said.
std::string last_sentence(const std::string& what);

/// One run, which `compute` does as its kind of model does, asking the loops that it is given. Errors: invalid_argument
/// (an input that the model does not have, one that it needs; what the model or its operator refuses), unsupported (it
/// gives no tensor), why it was ended, and those of a machine that fails.
core::Result<std::vector<proof::Tensor>>
run_asked(const model::ScriptShape& shape, const std::vector<proof::Tensor>& inputs, const Script::GoesOn& goes_on,
          const std::function<core::Result<std::vector<proof::Tensor>>(AskedLoops& loops)>& compute);

} // namespace hearth::compute
