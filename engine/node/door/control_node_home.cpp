// SPDX-License-Identifier: Apache-2.0
#include "node/door/control_node.h"

namespace hearth::node {

core::Result<control::HoldingsView> ControlNode::holdings() {
    return m_desks->changes.holdings();
}

core::Result<control::HomeChange> ControlNode::restore_operator(const std::vector<std::string>& words) {
    return m_desks->changes.restore(words);
}

core::Result<control::HomeChange> ControlNode::join_network(const std::string& invitation,
                                                            const control::OnProgress& progress) {
    return m_desks->changes.join(invitation, progress);
}

core::Result<control::HomeChange> ControlNode::leave_network() {
    return m_desks->changes.leave();
}

core::Result<control::HomeChange> ControlNode::home_change() {
    return m_desks->changes.view();
}

} // namespace hearth::node
