// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/preferences.h"
#include "fake/scripted_door.h"

#include "backend/node_connection.h"

#include <QQuickItem>

namespace hearth::desktop::testing {

/// A scripted node for tests in QML; `name` is the scenario. Time stands still unless tick() is called.
class Scenario : public QObject {
    Q_OBJECT
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged)
    Q_PROPERTY(hearth::desktop::NodeConnection* connection READ connection NOTIFY nameChanged)
    Q_PROPERTY(hearth::desktop::Preferences* preferences READ preferences CONSTANT)
public:
    explicit Scenario(QObject* parent = nullptr);
    ~Scenario() override;

    const QString& name() const { return m_name; }
    void setName(const QString& name);
    NodeConnection* connection() { return m_connection.get(); }
    Preferences* preferences() { return &m_preferences; }

    /// Of all scenarios.
    Q_INVOKABLE QStringList names() const;
    Q_INVOKABLE void tick(int times = 1);
    Q_INVOKABLE void setPace(int ms);
    /// The service stops; startService() brings it back.
    Q_INVOKABLE void stopService();
    /// What a file manager does that lets files go in the middle of an item; whether they were taken.
    Q_INVOKABLE bool letGo(QQuickItem* onto, const QStringList& urls);
    /// Names of items below `root` that take the keyboard but tell a screen reader nothing.
    Q_INVOKABLE QStringList namelessControls(QQuickItem* root) const;

signals:
    void nameChanged();

private:
    QString m_name;
    Preferences m_preferences{false};
    BackendExecutor m_executor;
    std::shared_ptr<fake::ScriptedDoor> m_door;
    std::unique_ptr<NodeConnection> m_connection;
};

} // namespace hearth::desktop::testing
