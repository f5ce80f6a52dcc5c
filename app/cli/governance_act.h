// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"
#include "control/governance.h"

namespace hearth::cli {

/// Has the node sign and send it, and prints the block that holds it.
int send_act(Context& context, const control::GovernanceAct& act);

} // namespace hearth::cli
