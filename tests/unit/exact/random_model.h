// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact_random.h"

#include <deque>
#include <map>

namespace hearth::test {

/// A model of an exact profile with any shape and weights drawn from a seed; owns the bytes of its view.
class RandomModel {
public:
    struct Options {
        bool qkv_bias = false, other_biases = false, qk_norm = false, tied = false;
        std::uint64_t seed = 1;
    };
    RandomModel(exact::Shape shape, const Options& options);
    RandomModel(const RandomModel&) = delete;
    RandomModel& operator=(const RandomModel&) = delete;

    const exact::ModelView& view() const { return m_view; }
    /// The scale of an embedding row, for tests that break it.
    float& embed_scale(std::uint32_t token) { return const_cast<float*>(m_view.embed.scales)[token]; }

private:
    /// Of a layer: grouped in CI4.1.
    exact::MatrixView inner(std::uint32_t rows, std::uint32_t columns, float size, bool bias);
    exact::MatrixView matrix(std::uint32_t rows, std::uint32_t columns, float size, bool bias);
    const float* floats(std::size_t count, float centre, float spread);

    Random m_random;
    exact::ModelView m_view;
    std::deque<std::vector<std::int8_t>> m_bytes;
    std::deque<std::vector<std::int16_t>> m_words;
    std::deque<std::vector<float>> m_floats;
};

/// A small shape that tests change: 2 layers, hidden 48, 6 heads over 2 key heads, vocabulary 96.
exact::Shape small_shape();
/// The same in whole groups of 32, for CI4.1: hidden 96, an odd number of groups in every row.
exact::Shape small_grouped_shape();

} // namespace hearth::test
