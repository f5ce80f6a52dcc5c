// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/profile/model.h"

#include <optional>
#include <span>
#include <string_view>

namespace hearth::exact {

/// The exact ones in the table of profiles (proof/profile.h), in its order.
std::span<const Profile> exact_profiles();
/// nullopt for a name that is no exact profile's.
std::optional<Profile> exact_profile(std::string_view name);
/// As the table has it.
const char* exact_profile_name(Profile profile);

} // namespace hearth::exact
