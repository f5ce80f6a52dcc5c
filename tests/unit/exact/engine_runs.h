// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "unit/compute/harness.h"

namespace hearth::test {

core::Hash named(const std::string& name);

/// What must not depend on anything but the request.
struct Truth {
    Ids ids;
    core::Hash chain;
    std::uint8_t reason = 0;
    std::string text;
};

/// Requests of every kind; several begin alike, for one page, two pages and more.
std::vector<compute::SequenceRequest> some_requests(std::uint32_t vocab, std::size_t count,
                                                    std::uint32_t longest_prompt, std::uint32_t most_tokens);

/// Salts that nobody else has: nothing is shared.
std::vector<compute::SequenceRequest> unshared(std::vector<compute::SequenceRequest> requests,
                                               const std::string& round);

struct Run {
    std::vector<Truth> answers; ///< in the order of the requests
    std::size_t steps = 0;
    bool complete = true;
};

/// Runs all requests; `seed` decides their order, their priorities and how many steps lie between them. 0:
/// one after the other, each alone.
Run run(compute::Engine& engine, const std::vector<compute::SequenceRequest>& requests, std::uint64_t seed);

std::size_t tokens_of(const Run& run);
/// The first difference, in words; empty if there is none.
std::string differs(const Run& run, const std::vector<Truth>& truth);

} // namespace hearth::test
