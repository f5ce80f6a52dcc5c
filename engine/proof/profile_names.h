// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace hearth::proof {

/// Every name in the table of profiles (profile.h), for a sentence: "a", "b" or "c", each in quotation marks.
std::string profile_names();

} // namespace hearth::proof
