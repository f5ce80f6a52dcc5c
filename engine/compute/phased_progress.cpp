// SPDX-License-Identifier: Apache-2.0
#include "compute/phased_progress.h"

#include <algorithm>
#include <numeric>

namespace hearth::compute {

namespace {

constexpr std::uint64_t unit = 1000; // steps of one share

std::uint64_t steps(const std::vector<std::uint32_t>& shares, std::size_t count) {
    return unit *
           std::accumulate(shares.begin(), shares.begin() + static_cast<std::ptrdiff_t>(count), std::uint64_t{0});
}

} // namespace

PhasedProgress::PhasedProgress(const model::Progress& to, std::vector<std::uint32_t> shares)
    : m_to(to), m_shares(std::move(shares)), m_total(steps(m_shares, m_shares.size())) {}

model::Progress PhasedProgress::part(std::size_t index) const {
    const std::uint64_t before = steps(m_shares, index), share = unit * m_shares[index];
    if (!m_to) return {};
    return [this, before, share](const core::Sentence& stage, std::uint64_t done, std::uint64_t total) {
        const double part = total == 0 ? 0.0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
        return m_to(stage, before + static_cast<std::uint64_t>(part * static_cast<double>(share)), m_total);
    };
}

} // namespace hearth::compute
