// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"
#include "node/workers/worker_frame.h"

namespace hearth::node {

/// What people see of a worker. Not thread-safe: its owner's mutex guards it.
class WorkerView {
public:
    WorkerView(const std::string& device, const std::string& pci_address, const core::Sentence& sandbox);

    /// `target`: what it runs or is about to run; null: nothing yet.
    void show(control::WorkerState state, const core::Sentence& reason, WorkerPhase phase, const WorkerTarget* target);
    void confined(const core::Sentence& sandbox) { m_shown.sandbox = sandbox; }
    void placed(const std::string& placement) { m_shown.placement = placement; }
    void measured(const worker::DeviceMemory& memory);
    void lost() { ++m_shown.restarts; }

    const core::Sentence& reason() const { return m_shown.reason; }
    /// `away`: until then no process is started. Without process and memory.
    control::WorkerStatus status(bool computes, bool away) const;

private:
    control::WorkerStatus m_shown;
};

} // namespace hearth::node
