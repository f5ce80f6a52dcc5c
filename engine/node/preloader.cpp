// SPDX-License-Identifier: Apache-2.0
#include "node/preloader.h"

namespace hearth::node {

void Preloader::preload() const {
    if (!m_parts.wanted || !m_parts.may_work()) return;
    const auto chosen = m_parts.models.usable({});
    if (!chosen) return;
    m_parts.workers.preload({chosen->manifest->id(), chosen->profile_or_own(m_parts.default_profile), chosen->folder});
}

} // namespace hearth::node
