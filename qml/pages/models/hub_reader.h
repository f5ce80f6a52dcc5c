// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"
#include "offer_list_model.h"

#include <QVariantList>

namespace hearth::desktop {

/// Models that could be here: the catalogue, what a search found, the files of one repository; and those that are on
/// their way.
class HubReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hearth::desktop::OfferListModel* offers READ offers CONSTANT)
    /// What the offers are: "" the catalogue, else the words or the repository.
    Q_PROPERTY(QString shown READ shown NOTIFY shownChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    /// Stopped or running, each a map {reference, name, text, running}.
    Q_PROPERTY(QVariantList downloads READ downloads NOTIFY downloadsChanged)
    Q_PROPERTY(int count READ count NOTIFY shownChanged)
    /// Of the catalogue, as recommended(), once it was shown: maps {reference, title, facts, speed}.
    Q_PROPERTY(QVariantList recommended READ recommendedOffers NOTIFY recommendedChanged)
public:
    explicit HubReader(QObject* parent = nullptr) : NodeReader({QStringLiteral("models")}, parent) {}

    OfferListModel* offers() { return &m_offers; }
    const QString& shown() const { return m_shown; }
    bool busy() const { return m_busy; }
    const QVariantList& downloads() const { return m_downloads; }
    int count() const { return m_offers.rowCount(); }
    const QVariantList& recommendedOffers() const { return m_recommended; }

    /// No word: the catalogue. "hf:ORG/NAME" shows that repository's files.
    Q_INVOKABLE void search(const QString& words);
    Q_INVOKABLE void drop(const QString& reference);

signals:
    void shownChanged();
    void busyChanged();
    void downloadsChanged();
    void recommendedChanged();

protected:
    void read() override;

private:
    void show(const QString& what, std::vector<control::ModelOffer> offers);
    void recommend();
    void setDownloads(const std::vector<control::Download>& downloads);
    void setBusy(bool busy);

    OfferListModel m_offers;
    QString m_shown;
    QVariantList m_downloads, m_recommended;
    bool m_busy = false, m_has_shown = false;
};

} // namespace hearth::desktop
