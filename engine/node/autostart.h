// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <string>
#include <vector>

namespace hearth::node {

/// Whether systemd starts the service when its user logs in: the unit hearthd.service of the installation, for the
/// usual home. Nothing is written but by systemctl. Blocks for some seconds at most; thread-safe.
class Autostart {
public:
    struct State {
        bool on = false, can_change = false;
        core::Sentence reason; ///< what starts it, or why nothing can
    };

    /// `systemctl`: the words before the verb; empty: this user's.
    Autostart(bool usual_home, std::vector<std::string> systemctl);
    State state() const;
    /// Errors: unsupported (see state()), refused.
    core::Status set(bool on) const;

private:
    const bool m_usual_home;
    const std::vector<std::string> m_systemctl;
};

} // namespace hearth::node
