// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

namespace hearth::desktop {

/// The one sentence at the top and the verbs beside it. The node decides the sentence; only while it cannot
/// be asked does the window say why.
class Truth : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString sentence READ sentence NOTIFY factsChanged)
    /// What is said beside it, part by part: a line may end between two of them.
    Q_PROPERTY(QStringList details READ details NOTIFY factsChanged)
    Q_PROPERTY(QString tone READ tone NOTIFY factsChanged)
    Q_PROPERTY(QString icon READ icon NOTIFY factsChanged)
    /// "resume", "pause", "import", "start", "retry" or "".
    Q_PROPERTY(QString action READ action NOTIFY factsChanged)
    /// The node may be told to stop; true whenever it is connected and not at rest already.
    Q_PROPERTY(bool canPause READ canPause NOTIFY factsChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    /// Old data is being shown; "" = it is fresh.
    Q_PROPERTY(QString age READ age NOTIFY factsChanged)
public:
    explicit Truth(QObject* parent = nullptr);

    const QString& sentence() const { return m_facts.sentence; }
    const QStringList& details() const { return m_facts.details; }
    const QString& tone() const { return m_facts.tone; }
    const QString& icon() const { return m_facts.icon; }
    const QString& action() const { return m_facts.action; }
    bool canPause() const { return m_facts.can_pause; }
    bool busy() const { return m_busy; }
    const QString& age() const { return m_facts.age; }

    Q_INVOKABLE void finishThenPause();
    Q_INVOKABLE void pauseNow();
    Q_INVOKABLE void snooze(int minutes);
    Q_INVOKABLE void resume();
    /// What runs is finished, then the service ends.
    Q_INVOKABLE void stopNode();

signals:
    void factsChanged();
    void busyChanged();

protected:
    void connected() override;

private:
    struct Facts {
        QString sentence, tone, icon, action, age;
        QStringList details;
        bool can_pause = false;
        bool operator==(const Facts&) const = default;
    };
    Facts absentFacts() const;
    Facts presentFacts() const;
    QStringList runningDetails() const;
    void follow();
    void verb(std::function<core::Result<control::NodeStatus>(control::Node&)> work);
    void setBusy(bool busy);

    Facts m_facts;
    QTimer m_clock; ///< ages and countdowns go on while nothing is heard
    bool m_busy = false;
};

} // namespace hearth::desktop
