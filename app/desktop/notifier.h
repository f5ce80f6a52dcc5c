// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QObject>

#include <memory>

namespace hearth::desktop {

/// Notices by the desktop's own service (org.freedesktop.Notifications), which comes without an icon beside the clock
/// as well. One for each incident: what ends it takes its place. Lives on the GUI thread, and never waits for the bus.
class Notifier final : public QObject {
    Q_OBJECT
public:
    /// `bus`: of the session; empty: the one of this program.
    explicit Notifier(const QString& bus = {});
    ~Notifier() override;

    /// Whether somebody on the bus shows notices now; never where there is no such bus.
    bool there() const { return m_there; }
    /// Errors: none; a service that refuses is logged.
    void show(const QString& incident, const QString& title, const QString& text, bool grave);

signals:
    void thereChanged();
    /// Somebody chose the notice of this incident.
    void followed(const QString& incident);

private slots:
    void onAction(uint id, const QString& action);
    void onClosed(uint id);

private:
    struct Bus;
    void ask();
    void follow(bool there);

    std::unique_ptr<Bus> m_bus;
    QHash<QString, uint> m_shown; ///< by incident: what the service calls it
    bool m_there = false;
};

} // namespace hearth::desktop
