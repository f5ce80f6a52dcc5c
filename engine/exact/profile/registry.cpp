// SPDX-License-Identifier: Apache-2.0
#include "exact/profile/registry.h"

#include "proof/profile.h"

#include <vector>

namespace hearth::exact {
namespace {

std::optional<Profile> computed_here(proof::ProfileId id) {
    switch (id) {
    case proof::ProfileId::ci81:
        return Profile::ci81;
    case proof::ProfileId::ci41:
        return Profile::ci41;
    case proof::ProfileId::fp32:
    case proof::ProfileId::bf16:
        break;
    }
    return std::nullopt;
}

} // namespace

std::span<const Profile> exact_profiles() {
    static const std::vector<Profile> all = [] {
        std::vector<Profile> found;
        for (const proof::Profile& each : proof::profiles())
            if (const auto profile = computed_here(each.id)) found.push_back(*profile);
        return found;
    }();
    return all;
}

std::optional<Profile> exact_profile(std::string_view name) {
    const proof::Profile* const known = proof::find_profile(name);
    return known == nullptr ? std::nullopt : computed_here(known->id);
}

const char* exact_profile_name(Profile profile) {
    return proof::profile(profile == Profile::ci81 ? proof::ProfileId::ci81 : proof::ProfileId::ci41).name.data();
}

} // namespace hearth::exact
