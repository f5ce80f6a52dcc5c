// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QVariantMap>

namespace hearth::desktop {

/// When the node works: its rules, which of them holds now and until when, and how they are changed. A change shows
/// when the node has taken it.
class WorkReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString sentence READ sentence NOTIFY timesChanged)
    Q_PROPERTY(bool works READ works NOTIFY timesChanged)
    /// "until 18:00, in 3 h 20 min"; empty where it cannot be told.
    Q_PROPERTY(QString until READ until NOTIFY timesChanged)
    /// By rule, a map {name, word, tone, reason, enabled}.
    Q_PROPERTY(QVariantMap states READ states NOTIFY timesChanged)
    /// Seven numbers, Monday first, a bit for each chosen hour.
    Q_PROPERTY(QList<int> days READ days NOTIFY timesChanged)
    /// "Mon–Fri 18–24 · Sat 0–24", the same in words.
    Q_PROPERTY(QString hoursText READ hoursText NOTIFY timesChanged)
    Q_PROPERTY(int idleMinutes READ idleMinutes NOTIFY timesChanged)
    Q_PROPERTY(QString programs READ programs NOTIFY timesChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
public:
    explicit WorkReader(QObject* parent = nullptr);

    QString sentence() const;
    bool works() const { return m_times.works; }
    QString until() const;
    QVariantMap states() const;
    QList<int> days() const;
    QString hoursText() const;
    int idleMinutes() const { return static_cast<int>(m_times.rules.idle_minutes); }
    QString programs() const;
    bool busy() const { return m_busy; }

    Q_INVOKABLE void setDays(const QList<int>& days);
    Q_INVOKABLE void setIdleMinutes(int minutes);
    /// `rule` is "battery", "metered" or "full screen": whether the node rests then.
    Q_INVOKABLE void setRests(const QString& rule, bool rests);
    /// Names with commas between them.
    Q_INVOKABLE void setPrograms(const QString& names);

signals:
    void timesChanged();
    void busyChanged();

protected:
    void read() override;

private:
    void change(const std::string& key, std::vector<std::string> value);
    void setBusy(bool busy);

    control::WorkTimes m_times;
    QTimer m_minute; ///< what is left until a rule ends
    bool m_busy = false;
};

} // namespace hearth::desktop
