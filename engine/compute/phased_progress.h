// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/manifest.h"

#include <cstdint>
#include <vector>

namespace hearth::compute {

/// Several pieces of work, one after the other, as one: whoever watches sees one fraction that only grows.
class PhasedProgress {
public:
    /// `shares`: how much of the whole each piece is, about. `to` must outlive this; it may be empty.
    PhasedProgress(const model::Progress& to, std::vector<std::uint32_t> shares);

    /// For one of the pieces, from 0. It must not outlive this.
    model::Progress part(std::size_t index) const;

private:
    const model::Progress& m_to;
    const std::vector<std::uint32_t> m_shares;
    const std::uint64_t m_total;
};

} // namespace hearth::compute
