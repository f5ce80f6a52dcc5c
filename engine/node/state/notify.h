// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace hearth::node {

/// Tells the service manager a state ("READY=1", "STOPPING=1") over $NOTIFY_SOCKET; nothing where there is
/// none. Protocol: sd_notify(3).
void notify_manager(std::string_view state);

} // namespace hearth::node
