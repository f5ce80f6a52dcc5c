// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation.h"

namespace hearth::app {

inline constexpr std::size_t streams = 16;

/// What one engine does in a round of measurements: prefill, decode alone, decode of 16 at once, first token.
class Rounds {
public:
    explicit Rounds(compute::Engine& engine);

    core::Status prefill(); ///< 512 tokens
    core::Status decode();  ///< 64 tokens after 16
    core::Status batch();   ///< 16 answers of 32 tokens
    core::Status drawn();   ///< the same at temperature 0.8
    core::Status first();   ///< first token after 128
    core::Status prefix();  ///< first token after 512, of which nine tenths were read for another answer, over cold

    std::uint32_t prompt, answer, batch_answer;
    std::vector<double> prefills, decodes, batches, firsts, probes, prefixes, drawns;

private:
    core::Result<Generations> generate(std::size_t count, std::uint32_t ids, std::uint32_t tokens,
                                       std::uint32_t temperature_q16 = 0);
    core::Result<double> first_token_after(std::vector<std::uint32_t> ids);

    compute::Engine& m_engine;
    std::uint32_t m_context, m_seed = 0;
};

double seconds(core::Nanoseconds duration);
/// Bytes of weights that decoding one token reads.
double bytes_per_token(const compute::Engine& engine, const std::string& profile);

} // namespace hearth::app
