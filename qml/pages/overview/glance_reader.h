// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QVariantList>

namespace hearth::desktop {

/// What an operator who looks once a day wants to know besides the figures: today, an open vote, a new version, the
/// last events. What one of the node's sources cannot tell stays as it was told last; the others go on.
class GlanceReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// {amount, exact, energy, note, cost}; empty while nothing is known, `energy` where nothing was counted.
    Q_PROPERTY(QVariantMap today READ today NOTIFY glanceChanged)
    /// "since 12 Nov 14:03": since when the service runs.
    Q_PROPERTY(QString running READ running NOTIFY runningChanged)
    /// The open vote that ends first, of those in which the operator weighs something; empty: there is none.
    Q_PROPERTY(QString vote READ vote NOTIFY glanceChanged)
    /// A version that waits; empty: none does.
    Q_PROPERTY(QString update READ update NOTIFY glanceChanged)
    /// Maps {when, text, tone}, newest first.
    Q_PROPERTY(QVariantList events READ events NOTIFY glanceChanged)
public:
    explicit GlanceReader(QObject* parent = nullptr);

    const QVariantMap& today() const { return m_shown.today; }
    const QString& running() const { return m_running; }
    const QString& vote() const { return m_shown.vote; }
    const QString& update() const { return m_shown.update; }
    const QVariantList& events() const { return m_shown.events; }

signals:
    void glanceChanged();
    void runningChanged();

protected:
    void read() override;
    void connected() override;

private:
    struct Glance {
        QVariantMap today;
        QString vote, update;
        QVariantList events;
        bool operator==(const Glance&) const = default;
    };
    void follow();

    Glance m_shown;
    QString m_running;
};

} // namespace hearth::desktop
