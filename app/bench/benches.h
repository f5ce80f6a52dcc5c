// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation.h"
#include "report.h"

namespace hearth::app {

/// Prefill, decode, 16 streams and time to first token, alternating with the bandwidth probe.
core::Result<Report> engine_bench(const BenchOptions& options);

/// Time to replay an answer over the time it took to generate it.
core::Result<Report> replay_bench(const BenchOptions& options);

struct LogitsOptions {
    std::vector<std::uint32_t> ids;
    std::uint32_t steps = 1, top = 5;
};
/// Greedy continuation of token ids, with the highest logits of every step.
core::Result<Report> logits_bench(const BenchOptions& options, const LogitsOptions& logits);

} // namespace hearth::app
