// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/part_runner.h"
#include "random_model.h"

#include <string>
#include <vector>

namespace hearth::test {

using Ids = std::vector<std::uint32_t>;
Ids some_ids(Random& random, std::size_t count, std::uint32_t vocab);

/// What the profile says about one position.
struct Expected {
    core::Bytes final_row;
    std::vector<float> logits;
};
/// The reference, token by token; empty if it finds a fault.
std::vector<Expected> expected_of(const RandomModel& model, const Ids& ids);

/// Holds a runner against the reference; its pages come in an order drawn from a seed.
class RunnerCheck {
public:
    RunnerCheck(inference::ModelRunner& runner, std::uint32_t vocab, std::uint64_t seed = 1);

    std::vector<std::uint32_t> take(std::size_t tokens);
    void give_back(const std::vector<std::uint32_t>& pages);
    /// Empty if output `index` of the last project() is what the reference says.
    std::string differs(std::span<const float> logits, std::size_t index, const Expected& expected) const;
    /// One sequence in chunks of the given sizes, the last one repeated; every position is compared.
    std::string chunks_differ(const Ids& ids, const std::vector<Expected>& expected,
                              const std::vector<std::size_t>& chunks);

    inference::ModelRunner& runner;

private:
    std::uint32_t m_vocab;
    std::vector<std::uint32_t> m_free;
};

struct ShapeCase {
    const char* name;
    exact::Shape shape;
    RandomModel::Options options;
};
/// Shapes with every op in both profiles, and sizes that fit nothing.
std::vector<ShapeCase> every_shape();

} // namespace hearth::test
