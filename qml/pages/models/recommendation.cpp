// SPDX-License-Identifier: Apache-2.0
#include "recommendation.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

constexpr std::size_t most_recommended = 3;
constexpr std::uint64_t reading_millitokens_per_s = 6000; ///< four words a second or so

bool is_candidate(const control::ModelOffer& offer) {
    return offer.usable && offer.fits == true && !offer.gated && offer.parameters.value_or(0) > 0;
}

} // namespace

std::vector<control::ModelOffer> recommended(std::vector<control::ModelOffer> offers) {
    std::erase_if(offers, [](const control::ModelOffer& offer) { return !is_candidate(offer); });
    std::stable_sort(offers.begin(), offers.end(),
                     [](const auto& a, const auto& b) { return *a.parameters < *b.parameters; });
    if (offers.empty()) return offers;
    const auto too_slow = [](const control::ModelOffer& offer) {
        return offer.estimate_millitokens_per_s.value_or(0) < reading_millitokens_per_s;
    };
    offers.erase(std::remove_if(offers.begin() + 1, offers.end(), too_slow), offers.end());
    if (offers.size() > most_recommended)
        offers.erase(offers.begin() + 1, offers.end() - static_cast<std::ptrdiff_t>(most_recommended - 1));
    return offers;
}

} // namespace hearth::desktop
