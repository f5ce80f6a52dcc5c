// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/service_door.h"
#include "core/home.h"

#include <atomic>
#include <mutex>

namespace hearth::control {
class SocketNode;
}

namespace hearth::desktop {

/// The node of a home, through its control socket.
class SocketDoor final : public ServiceDoor {
public:
    explicit SocketDoor(core::Home home);
    core::Result<std::shared_ptr<control::Node>> open() override;
    control::Diagnosis diagnose(const core::Error& error) override;
    /// Runs `hearthd --home DIR`, which goes to the background by itself and outlives the window.
    core::Status start() override;
    core::Status await_end() override;
    void hurry() override;

private:
    core::Home m_home;
    std::mutex m_mutex;
    std::weak_ptr<control::SocketNode> m_current;
    std::atomic<bool> m_was_there{false}; ///< the service was reached once
    std::atomic<bool> m_hurries{false};
};

} // namespace hearth::desktop
