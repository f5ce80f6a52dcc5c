// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"
#include "control/time_left.h"

#include <optional>
#include <string>

namespace hearth::cli {

/// Around one call that may take long: tells its progress on stderr, in a line that is redrawn on a terminal and else
/// in a line for every stage and every ten seconds once a second has gone, and turns Ctrl-C into its cancellation.
/// Silent with
/// --json.
class LongCall {
public:
    LongCall(Context& context, control::SocketNode& node);
    ~LongCall();

    control::OnProgress progress();

private:
    enum class Shows { nothing, one_line, lines };
    void tell(const control::Progress& progress);

    const Shows m_shows;
    const core::Nanoseconds m_began;
    control::TimeLeft m_left;
    std::string m_stage; ///< told last
    std::optional<core::Nanoseconds> m_told;
    Interrupt::Scope m_scope;
};

} // namespace hearth::cli
