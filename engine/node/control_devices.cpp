// SPDX-License-Identifier: Apache-2.0
#include "node/control_node.h"

namespace hearth::node {

core::Result<control::NodeStatus> ControlNode::limit_device(const std::string& device, const control::DeviceLimits& limits) {
    HEARTH_CHECK(m_rooms.devices->limit(device, limits));
    m_rooms.events.publish("status");
    return status();
}

core::Result<control::NodeStatus> ControlNode::confirm_limits(const std::string& device) {
    HEARTH_CHECK(m_rooms.devices->confirm(device));
    m_rooms.events.publish("status");
    return status();
}

} // namespace hearth::node
