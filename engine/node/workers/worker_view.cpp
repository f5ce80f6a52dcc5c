// SPDX-License-Identifier: Apache-2.0
#include "node/workers/worker_view.h"

namespace hearth::node {
namespace {

using control::WorkerState;

core::Sentence nothing_loaded() {
    return core::say("no_model_loaded");
}

} // namespace

WorkerView::WorkerView(const std::string& device, const std::string& pci_address, const core::Sentence& sandbox) {
    m_shown.device = device;
    m_shown.pci_address = pci_address;
    m_shown.reason = nothing_loaded();
    m_shown.sandbox = sandbox;
}

void WorkerView::show(WorkerState state, const core::Sentence& reason, WorkerPhase phase, const WorkerTarget* target) {
    m_shown.state = state;
    m_shown.reason = state == WorkerState::stopped ? nothing_loaded() : reason;
    const bool has_model =
        phase != WorkerPhase::stopped || state == WorkerState::starting || state == WorkerState::disabled;
    m_shown.model_id = has_model && target != nullptr ? target->model.hex() : "";
    m_shown.profile = has_model && target != nullptr ? target->profile : "";
    if (phase == WorkerPhase::ready) return;
    m_shown.placement.clear();
    m_shown.device_memory_total_bytes.reset();
    m_shown.device_memory_free_bytes.reset();
}

void WorkerView::measured(const worker::DeviceMemory& memory) {
    m_shown.device_memory_total_bytes = memory.total_bytes;
    m_shown.device_memory_free_bytes = memory.free_bytes;
}

control::WorkerStatus WorkerView::status(bool computes, bool away) const {
    control::WorkerStatus status = m_shown;
    if (status.state == WorkerState::ready && computes) status.state = WorkerState::busy;
    const bool left = status.state == WorkerState::backing_off || status.state == WorkerState::yielding;
    if (left && !away) {
        status.state = WorkerState::stopped;
        status.reason = nothing_loaded();
    }
    return status;
}

} // namespace hearth::node
