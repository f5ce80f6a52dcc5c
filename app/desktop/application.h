// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_connection.h"
#include "backend/preferences.h"
#include "options.h"

#include <QElapsedTimer>
#include <QQmlApplicationEngine>
#include <QQuickWindow>

#include <memory>

namespace hearth::desktop {

/// Puts the window together: door, executor, connection, preferences, engine. Lives on the GUI thread.
class Application final : public QObject {
    Q_OBJECT
public:
    Application(Options options, const QElapsedTimer& since_start);
    ~Application() override;

    /// Makes the window; with --screenshots or --measure it will end the program by itself.
    core::Status open();
    /// False if a call still hangs: the process must end without waiting for it.
    bool close();

private:
    core::Result<std::shared_ptr<ServiceDoor>> makeDoor() const;
    void measureFirstFrame();

    Options m_options;
    QElapsedTimer m_since_start;
    std::shared_ptr<ServiceDoor> m_door;
    std::unique_ptr<BackendExecutor> m_executor;
    std::unique_ptr<NodeConnection> m_connection;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<QQmlApplicationEngine> m_engine;
    QQuickWindow* m_window = nullptr;
};

} // namespace hearth::desktop
