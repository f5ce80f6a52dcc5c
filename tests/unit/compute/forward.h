// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inference/model_runner.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

/// What tests of a floating-point forward pass have in common.
namespace hearth::test {

using Ids = std::vector<std::uint32_t>;
using Logits = std::vector<float>;

Ids some_ids(std::size_t count, std::uint32_t vocab, std::uint32_t seed = 7);

/// Logits after every id, computed in chunks of the given sizes (the last one repeats); empty if a step fails.
std::vector<Logits> chunked(inference::ModelRunner& runner, const Ids& ids, const std::vector<std::size_t>& chunks,
                            const std::vector<std::uint32_t>& pages);

/// Largest difference over all positions, relative to the largest logit; infinite if there are none to compare.
template <typename Number>
double difference(const std::vector<Logits>& ours, const std::vector<std::vector<Number>>& theirs) {
    if (ours.size() != theirs.size() || ours.empty()) return INFINITY;
    double worst = 0.0, largest = 0.0;
    for (std::size_t i = 0; i < ours.size(); ++i)
        for (std::size_t v = 0; v < ours[i].size(); ++v) {
            const auto right = static_cast<double>(theirs[i][v]);
            worst = std::max(worst, std::abs(static_cast<double>(ours[i][v]) - right));
            largest = std::max(largest, std::abs(right));
        }
    return worst / largest;
}

/// A test's rows, column "config": small_config() with each feature that a decoder knows.
void add_shapes();

} // namespace hearth::test
