// SPDX-License-Identifier: Apache-2.0
#include "proof/profile_names.h"

#include "proof/profile.h"

namespace hearth::proof {

std::string profile_names() {
    const auto all = profiles();
    std::string names;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i > 0) names += i + 1 < all.size() ? ", " : " or ";
        names += '"' + std::string(all[i].name) + '"';
    }
    return names;
}

} // namespace hearth::proof
