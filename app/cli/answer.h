// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

#include <string>

namespace hearth::cli {

/// Asks once and prints the answer as it comes; `said` gets its text, also that of an answer that was cut off.
core::Result<control::ChatResult> answer(Context& context, control::SocketNode& node,
                                         const control::ChatRequest& request, std::string& said);

/// A conversation on the terminal until /quit; each question carries what was said before.
int converse(Context& context, control::ChatRequest request);

} // namespace hearth::cli
