// SPDX-License-Identifier: Apache-2.0
#include "exact/profile/model.h"

namespace hearth::exact {

ModelView ModelView::part(std::uint32_t first, std::uint32_t last) const {
    ModelView part = *this;
    part.layers.assign(layers.begin() + first, layers.begin() + last);
    part.shape.layers = last - first;
    if (first > 0) part.embed = {};
    if (last < layers.size()) {
        part.lm_head = {};
        part.final_norm = nullptr;
    }
    return part;
}

} // namespace hearth::exact
