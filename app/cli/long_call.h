// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

namespace hearth::cli {

/// Around one call that may take long: shows its progress on a terminal's stderr and turns Ctrl-C into its
/// cancellation.
class LongCall {
public:
    LongCall(Context& context, control::SocketNode& node);
    ~LongCall();

    control::OnProgress progress();

private:
    const bool m_shows;
    bool m_dirty = false;
    Interrupt::Scope m_scope;
};

} // namespace hearth::cli
