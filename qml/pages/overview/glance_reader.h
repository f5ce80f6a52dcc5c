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
    /// Maps {when, text, tone}, newest first, of the kind that is looked at.
    Q_PROPERTY(QVariantList events READ events NOTIFY glanceChanged)
    /// "problems" or "money"; "" = all.
    Q_PROPERTY(QString eventKind READ eventKind WRITE setEventKind NOTIFY glanceChanged)
    /// All that are known, in place of the newest few.
    Q_PROPERTY(bool manyEvents READ manyEvents WRITE setManyEvents NOTIFY glanceChanged)
    /// There are more than the newest few.
    Q_PROPERTY(bool moreEvents READ moreEvents NOTIFY glanceChanged)
    /// Something happened, of whatever kind.
    Q_PROPERTY(bool eventful READ eventful NOTIFY glanceChanged)
public:
    explicit GlanceReader(QObject* parent = nullptr);

    const QVariantMap& today() const { return m_shown.today; }
    const QString& running() const { return m_running; }
    const QString& vote() const { return m_shown.vote; }
    const QString& update() const { return m_shown.update; }
    const QVariantList& events() const { return m_shown.events; }
    const QString& eventKind() const { return m_kind; }
    void setEventKind(const QString& kind);
    bool manyEvents() const { return m_many; }
    void setManyEvents(bool many);
    bool moreEvents() const { return m_shown.more; }
    bool eventful() const { return m_shown.eventful; }

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
        bool more = false, eventful = false;
        bool operator==(const Glance&) const = default;
    };
    void follow();
    void choose_events(Glance& glance) const;
    void chooseAgain();

    Glance m_shown;
    QString m_running, m_kind;
    bool m_many = false;
    std::vector<control::JobRow> m_jobs; ///< the newest, and the newest that failed
    std::vector<control::Payout> m_payouts;
};

} // namespace hearth::desktop
