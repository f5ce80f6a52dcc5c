// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <string>

namespace hearth::compute {

/// The exception that is being handled, which libtorch threw while it worked on `device`, as a value; call it inside a
/// catch block. out_of_memory; unavailable for whatever else goes wrong on a GPU, since its state is unknown then;
/// internal on the processor.
core::Error torch_error(const std::string& device);

/// What others say, to stand between quotation marks: visible ASCII alone and not much of it.
std::string quotable(std::string what);

/// What libtorch says without the places in its source that follow; quotable.
std::string first_sentence(const std::string& what);

} // namespace hearth::compute
