// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_connection.h"
#include "backend/preferences.h"
#include "options.h"
#include "single_instance.h"
#include "tray.h"

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

    /// A window of this home is there already and has come to the front: this program ends.
    bool isSecond() const { return m_is_second; }
    /// Makes the window; with --screenshots or --measure it will end the program by itself.
    core::Status open();
    /// False if a call still hangs: the process must end without waiting for it.
    bool close();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    core::Result<std::shared_ptr<ServiceDoor>> makeDoor() const;
    void measureFirstFrame();
    core::Status takeThePlace();
    void makeTray();
    void show(const QString& page);
    void openLink(const QString& link);
    void keepPlace();
    void restorePlace();

    Options m_options;
    QElapsedTimer m_since_start;
    std::shared_ptr<ServiceDoor> m_door;
    std::unique_ptr<BackendExecutor> m_executor;
    std::unique_ptr<NodeConnection> m_connection;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<QQmlApplicationEngine> m_engine;
    std::unique_ptr<SingleInstance> m_instance;
    std::unique_ptr<Notifier> m_notifier;
    std::unique_ptr<Tray> m_tray;
    QQuickWindow* m_window = nullptr;
    bool m_is_second = false;
};

} // namespace hearth::desktop
