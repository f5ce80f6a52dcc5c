// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/hedges.h"

namespace hearth::node {
namespace {

constexpr std::size_t most_models = 256; // those of nodes that are long gone are forgotten with all others

} // namespace

gateway::schedule::Hedge& Hedges::of(const HedgedModel& model) {
    if (m_models.size() >= most_models && !m_models.contains(model)) m_models.clear();
    return m_models[model];
}

void Hedges::called(const HedgedModel& model) {
    const std::lock_guard lock(m_mutex);
    of(model).called();
}

void Hedges::first_token(const HedgedModel& model, core::Nanoseconds after) {
    const std::lock_guard lock(m_mutex);
    of(model).first_token(after);
}

bool Hedges::ask_another(const HedgedModel& model, core::Nanoseconds waited) {
    const std::lock_guard lock(m_mutex);
    return of(model).ask_another(waited);
}

void Hedges::nobody(const HedgedModel& model) {
    const std::lock_guard lock(m_mutex);
    of(model).nobody();
}

} // namespace hearth::node
