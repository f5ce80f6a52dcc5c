// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "gateway/edge/call_memory.h"
#include "node/state/store.h"

namespace hearth::node {

/// Calls with an Idempotency-Key and their answers, in node.sqlite for 24 hours. A call that was under way when the
/// process ended stays so, and is found as lost. Thread-safe; borrows the store.
class CallBook final : public gateway::CallMemory {
public:
    static constexpr core::Nanoseconds lifetime = 24 * 60 * core::minute;
    static constexpr std::size_t most_of_a_caller = 10'000;
    static constexpr std::uint64_t most_bytes = std::uint64_t{256} << 20; ///< of a caller's answers

    explicit CallBook(Store& store, const core::Clock& clock = core::system_clock(), std::uint64_t bytes = most_bytes)
        : m_store(store), m_clock(clock), m_most_bytes(bytes) {}

    core::Result<Recall> recall(const gateway::RepeatKey& call) override;
    core::Status keep(const gateway::RepeatKey& call, const std::optional<gateway::KeptAnswer>& answer) override;
    core::Status forget(const gateway::RepeatKey& call) override;
    /// Some of what is older than its lifetime goes; to be called again and again.
    core::Status prune();

private:
    Store& m_store;
    const core::Clock& m_clock;
    const std::uint64_t m_most_bytes;
};

} // namespace hearth::node
