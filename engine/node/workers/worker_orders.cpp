// SPDX-License-Identifier: Apache-2.0
#include "node/workers/worker_orders.h"

#include <algorithm>
#include <utility>

namespace hearth::node {

void WorkerOrders::preload(const WorkerTarget& target) {
    m_resident = target;
    m_resting = false;
}

void WorkerOrders::loaded(const WorkerTarget& target) {
    if (!m_resting && !unloading(target.model)) m_resident = target;
}

void WorkerOrders::rest() {
    m_resident.reset();
    m_resting = true;
}

bool WorkerOrders::take_forgiveness() {
    return std::exchange(m_forgiven, false);
}

void WorkerOrders::unload(Unload unload) {
    const WorkerTarget of_model{unload.model, {}, {}};
    forget(&of_model);
    m_unloads.push_back(std::move(unload));
}

bool WorkerOrders::unloading(const core::ModelId& model) const {
    return std::any_of(m_unloads.begin(), m_unloads.end(), [&](const Unload& one) { return one.model == model; });
}

std::vector<WorkerOrders::Unload> WorkerOrders::take_unloads() {
    return std::exchange(m_unloads, {});
}

void WorkerOrders::forget(const WorkerTarget* target) {
    if (!m_resident) return;
    if (target == nullptr || target->names(*m_resident)) m_resident.reset();
}

std::optional<WorkerTarget> WorkerOrders::wanted(const JobBoard& board) const {
    return board.next() != nullptr ? std::optional(*board.next()) : m_resident;
}

bool WorkerOrders::ends(const WorkerTarget& loaded, const JobBoard& board) const {
    if (board.active() > 0) return false;
    return board.next() == nullptr ? m_resting : *board.next() != loaded;
}

} // namespace hearth::node
