// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace hearth::node {

/// What every worker keeps to, as hearth.toml says it.
struct WorkerLimits {
    std::uint32_t threads = 0;        ///< of the processor; 0 = all that the service may use
    std::uint64_t kv_cache_bytes = 0; ///< 0 = one full context
    std::uint64_t memory_bytes = 0;   ///< 0 = what is free when it starts, less a reserve
    std::uint32_t max_jobs = 4, max_waiting = 64;

    /// Of the process itself, which takes it when it starts.
    bool same_process(const WorkerLimits& other) const {
        return threads == other.threads && kv_cache_bytes == other.kv_cache_bytes && memory_bytes == other.memory_bytes;
    }
};

} // namespace hearth::node
