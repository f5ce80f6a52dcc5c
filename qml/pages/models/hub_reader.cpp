// SPDX-License-Identifier: Apache-2.0
#include "hub_reader.h"

#include "backend/format.h"
#include "recommendation.h"

namespace hearth::desktop {

void HubReader::read() {
    fetch([](control::Node& node) { return node.downloads(); },
          [this](const std::vector<control::Download>& downloads) {
              setDownloads(downloads);
              if (!m_has_shown && !m_busy) search({});
          });
}

void HubReader::search(const QString& words) {
    if (m_busy || connection() == nullptr) return;
    const QString what = words.trimmed();
    setBusy(true);
    setError({});
    const auto ask = [what = what.toStdString()](control::Node& node) {
        return what.starts_with("hf:") ? node.model_files(what, {}) : node.find_models(what, {});
    };
    connection()->run(
        this, ask,
        [this, what](std::vector<control::ModelOffer> offers) {
            setBusy(false);
            show(what, std::move(offers));
        },
        [this](const core::Error& error) {
            setBusy(false);
            setError(explain(error));
        });
}

void HubReader::drop(const QString& reference) {
    call([reference = reference.toStdString()](control::Node& node) { return node.drop_download(reference); },
         [this] { request(); });
}

void HubReader::show(const QString& what, std::vector<control::ModelOffer> offers) {
    m_has_shown = true;
    m_shown = what;
    m_offers.replace(std::move(offers));
    if (what.isEmpty()) recommend();
    emit shownChanged();
}

void HubReader::recommend() {
    QVariantList list;
    for (const control::ModelOffer& offer : recommended(m_offers.rows()))
        list << OfferListModel::inWords(offer);
    if (list == m_recommended) return;
    m_recommended = list;
    emit recommendedChanged();
}

void HubReader::setDownloads(const std::vector<control::Download>& downloads) {
    QVariantList list;
    for (const control::Download& download : downloads)
        list << QVariantMap{{QStringLiteral("reference"), QString::fromStdString(download.reference)},
                            {QStringLiteral("name"), QString::fromStdString(download.name)},
                            {QStringLiteral("text"), format::bytesOf(download.done, download.total)},
                            {QStringLiteral("running"), download.running}};
    if (list == m_downloads) return;
    m_downloads = list;
    emit downloadsChanged();
}

void HubReader::setBusy(bool busy) {
    if (busy == m_busy) return;
    m_busy = busy;
    emit busyChanged();
}

} // namespace hearth::desktop
