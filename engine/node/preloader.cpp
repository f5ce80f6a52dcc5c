// SPDX-License-Identifier: Apache-2.0
#include "node/preloader.h"

namespace hearth::node {

void Preloader::preload() const {
    if (!m_parts.wanted || !m_parts.may_work()) return;
    const auto chosen = m_parts.models.usable({});
    if (chosen) start(*chosen);
}

core::Status Preloader::load(const StoredModel& model) const {
    HEARTH_CHECK(m_parts.may_work());
    start(model);
    return {};
}

void Preloader::start(const StoredModel& model) const {
    m_parts.workers.preload({model.manifest->id(), model.profile_or_own(m_parts.default_profile), model.folder});
}

} // namespace hearth::node
