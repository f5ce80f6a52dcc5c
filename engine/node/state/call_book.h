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

    explicit CallBook(Store& store, const core::Clock& clock = core::system_clock()) : m_store(store), m_clock(clock) {}

    core::Result<Recall> recall(const gateway::RepeatKey& call) override;
    core::Status keep(const gateway::RepeatKey& call, const std::optional<gateway::KeptAnswer>& answer) override;
    core::Status forget(const gateway::RepeatKey& call) override;

private:
    Store& m_store;
    const core::Clock& m_clock;
};

} // namespace hearth::node
