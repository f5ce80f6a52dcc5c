// SPDX-License-Identifier: Apache-2.0
#include "node/api_place.h"

#include <utility>

namespace hearth::node {

std::string ApiPlace::text() const {
    return url + ", bound to " + bound + " (" + access + ")";
}

ApiPlace PublishedApi::place() const {
    const std::lock_guard lock(m_mutex);
    return m_place;
}

void PublishedApi::publish(ApiPlace place) {
    const std::lock_guard lock(m_mutex);
    m_place = std::move(place);
}

} // namespace hearth::node
