// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace hearth::core {

/// The word that was probably meant: few letters wrong, missing, surplus or swapped, or only its beginning
/// typed. Empty if none is near.
std::string nearest(const std::string& typed, const std::vector<std::string>& words);

} // namespace hearth::core
