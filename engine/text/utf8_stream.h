// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace hearth::text {

/// Moves what is complete out of `held`. A sequence that can never become valid gives one U+FFFD for each
/// maximal subpart (Unicode 15, 3.9, "U+FFFD substitution of maximal subparts"); an unfinished one stays, or
/// is given up when `last`. Private to this library.
std::string take_complete(std::string& held, bool last);

} // namespace hearth::text
