// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"

#include <cstdint>
#include <mutex>
#include <optional>

namespace hearth::node {

/// What of this machine decides how a model would run on its processor. nullopt: nobody knows.
struct MachineFacts {
    std::optional<std::uint64_t> memory_bytes, free_bytes;
    std::optional<std::uint64_t> read_bytes_per_s; ///< of its memory
};

/// Measures the memory's bandwidth when it is asked first, in half a second. Thread-safe.
class MachineLook {
public:
    MachineFacts look();

private:
    std::mutex m_mutex;
    std::optional<std::uint64_t> m_read_bytes_per_s;
};

struct ModelFit {
    std::optional<bool> fits; ///< nullopt: it depends on what else runs, or nobody knows
    std::optional<std::uint64_t> estimate_millitokens_per_s;
    core::Sentence note;
};

/// How a model of so many weights would do in the profile that is usual here, a byte a weight: an estimate.
ModelFit fit_of(std::optional<std::uint64_t> parameters, const MachineFacts& machine);

} // namespace hearth::node
