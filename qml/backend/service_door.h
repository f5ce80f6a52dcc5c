// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/diagnose.h"
#include "control/node.h"

#include <QString>

#include <memory>

namespace hearth::desktop {

/// How the window reaches a node: through the control socket, or a scripted scenario. Everything blocks and
/// is called off the GUI thread, except scenario().
class ServiceDoor {
public:
    virtual ~ServiceDoor() = default;
    virtual core::Result<std::shared_ptr<control::Node>> open() = 0;
    virtual control::Diagnosis diagnose(const core::Error& error) = 0;
    /// Starts the service in the background and waits until it is ready or has failed.
    virtual core::Status start() = 0;
    /// Waits until a service that was asked to end has finished what it computes and is gone. Errors: timed_out,
    /// cancelled (by hurry()).
    virtual core::Status await_end() { return {}; }
    /// Asks the long calls that run to end, because the window closes.
    virtual void hurry() {}
    /// Empty for a real node.
    virtual QString scenario() const { return {}; }
};

} // namespace hearth::desktop
