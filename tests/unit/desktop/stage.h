// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_connection.h"
#include "fake/scripted_door.h"

#include <QTest>

namespace hearth::desktop::testing {

/// A scripted node behind a real executor and connection; time stands still unless tick() is called.
struct Stage {
    explicit Stage(const std::string& scenario, NodeConnection::Pace pace = {})
        : door(fake::ScriptedDoor::make(scenario, core::system_clock(), false)), connection(executor, door, pace) {
        door->node()->setPace(std::chrono::milliseconds(0));
    }
    /// True once the node has answered.
    bool open() {
        connection.begin();
        return QTest::qWaitFor([this] { return connection.online(); }, 3000);
    }
    fake::ScriptedNode& node() { return *door->node(); }

    BackendExecutor executor;
    std::shared_ptr<fake::ScriptedDoor> door;
    NodeConnection connection;
};

} // namespace hearth::desktop::testing
