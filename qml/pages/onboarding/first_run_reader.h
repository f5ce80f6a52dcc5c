// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QStringList>

namespace hearth::desktop {

/// Where the set-up of the node's home stands. The home itself keeps the step: a window that comes later goes on there.
class FirstRunReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// "place", "devices", "benchmark", "identity", "work" or "done"; empty while nothing is known.
    Q_PROPERTY(QString step READ step NOTIFY viewChanged)
    Q_PROPERTY(QStringList steps READ steps CONSTANT) ///< without the last
    /// It is known that something is left to do.
    Q_PROPERTY(bool wanted READ wanted NOTIFY viewChanged)
    Q_PROPERTY(QString home READ home NOTIFY viewChanged)
    Q_PROPERTY(QString disk READ disk NOTIFY viewChanged)   ///< "178 GiB of 468 GiB are free"
    Q_PROPERTY(bool noRoom READ noRoom NOTIFY viewChanged)  ///< for the first model
    Q_PROPERTY(QString quota READ quota NOTIFY viewChanged) ///< GiB that models may take; empty = no limit
    /// Title, licence, size and file of the first model; the file is empty where it is not at hand.
    Q_PROPERTY(QString modelTitle READ modelTitle NOTIFY viewChanged)
    Q_PROPERTY(QString modelName READ modelName NOTIFY viewChanged)
    Q_PROPERTY(QString modelLicence READ modelLicence NOTIFY viewChanged)
    Q_PROPERTY(QString modelSize READ modelSize NOTIFY viewChanged)
    Q_PROPERTY(QString modelFile READ modelFile NOTIFY viewChanged)
    Q_PROPERTY(bool autostart READ autostart NOTIFY viewChanged)
    Q_PROPERTY(bool autostartCanChange READ autostartCanChange NOTIFY viewChanged)
    Q_PROPERTY(QString autostartReason READ autostartReason NOTIFY viewChanged)
    Q_PROPERTY(bool inNetwork READ inNetwork NOTIFY companyChanged)
    /// What brings keys of another machine into this home, line by line.
    Q_PROPERTY(QStringList restoreCommands READ restoreCommands NOTIFY viewChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
public:
    explicit FirstRunReader(QObject* parent = nullptr);

    QString step() const { return QString::fromStdString(m_view.step); }
    QStringList steps() const;
    bool wanted() const { return !m_view.step.empty() && m_view.step != control::first_run_steps.back(); }
    QString home() const { return QString::fromStdString(m_view.home); }
    QString disk() const;
    bool noRoom() const;
    QString quota() const;
    QString modelTitle() const;
    QString modelName() const;
    QString modelLicence() const;
    QString modelSize() const;
    QString modelFile() const;
    bool autostart() const { return m_view.autostart; }
    bool autostartCanChange() const { return m_view.autostart_can_change; }
    QString autostartReason() const;
    bool inNetwork() const { return m_in_network; }
    QStringList restoreCommands() const;
    bool busy() const { return m_busy; }

    Q_INVOKABLE void go(const QString& step);
    /// As it was typed; empty or 0 = no limit. It goes on to `then` once the node has taken it; empty = it stays.
    Q_INVOKABLE void setQuota(const QString& gibibytes, const QString& then);
    Q_INVOKABLE void setAutostart(bool on);

signals:
    void viewChanged();
    void companyChanged();
    void busyChanged();

protected:
    void read() override;
    void connected() override;

private:
    using Call = std::function<core::Result<control::FirstRun>(control::Node&)>;
    void change(Call call);
    void take(control::FirstRun view);
    void setBusy(bool busy);

    control::FirstRun m_view;
    bool m_busy = false, m_in_network = false;
};

} // namespace hearth::desktop
