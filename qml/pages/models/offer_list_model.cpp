// SPDX-License-Identifier: Apache-2.0
#include "offer_list_model.h"

#include "backend/format.h"

#include <QCoreApplication>
#include <QLocale>

namespace hearth::desktop {
namespace {

using control::ModelOffer;

bool is_repository(const ModelOffer& row) {
    return row.downloads.has_value();
}

QString facts_text(const ModelOffer& row) {
    QStringList parts;
    if (row.bytes) parts << format::bytes(row.bytes);
    if (!row.quantisation.empty()) parts << QString::fromStdString(row.quantisation);
    if (row.parameters)
        parts << QCoreApplication::translate("Offers", "%1 parameters").arg(format::countShort(*row.parameters));
    parts << (row.license.empty() ? QCoreApplication::translate("Offers", "licence not said")
                                  : QString::fromStdString(row.license));
    if (row.downloads)
        parts << QCoreApplication::translate("Offers", "fetched %1 times").arg(format::count(*row.downloads));
    if (row.gated) parts << QCoreApplication::translate("Offers", "needs a token");
    return parts.join(QStringLiteral("  ·  "));
}

QString speed_text(const ModelOffer& row) {
    if (!row.estimate_millitokens_per_s) return {};
    const double rate = static_cast<double>(*row.estimate_millitokens_per_s) / 1000;
    return QCoreApplication::translate("Offers", "About %1 tokens a second on the processor (estimate)")
        .arg(QLocale().toString(rate, 'f', rate < 10 ? 1 : 0));
}

QString fit_word(const ModelOffer& row) {
    if (!row.usable) return QCoreApplication::translate("Offers", "cannot be used");
    if (!row.fits) return {};
    return *row.fits ? QCoreApplication::translate("Offers", "fits here")
                     : QCoreApplication::translate("Offers", "too large");
}

QString tone_of(const ModelOffer& row) {
    if (!row.usable || row.fits == false) return QStringLiteral("bad");
    return row.fits == true ? QStringLiteral("good") : QString();
}

} // namespace

bool OfferListModel::same(const ModelOffer& a, const ModelOffer& b) const {
    return a.title == b.title && a.license == b.license && a.bytes == b.bytes && a.downloads == b.downloads &&
           a.parameters == b.parameters && a.sha256 == b.sha256 && a.fits == b.fits && a.note == b.note &&
           a.usable == b.usable && a.gated == b.gated && a.quantisation == b.quantisation &&
           a.estimate_millitokens_per_s == b.estimate_millitokens_per_s;
}

QVariant OfferListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const ModelOffer& row = rows()[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Reference:
        return QString::fromStdString(row.reference);
    case Qt::DisplayRole:
    case Title:
        return QString::fromStdString(row.title);
    case Facts:
        return facts_text(row);
    case Speed:
        return speed_text(row);
    case Fit:
        return format::worded(row.note);
    case FitWord:
        return fit_word(row);
    case Tone:
        return tone_of(row);
    case Pinned:
        return !row.sha256.empty();
    case IsRepository:
        return is_repository(row);
    case Usable:
        return row.usable;
    default:
        return {};
    }
}

QVariantMap OfferListModel::inWords(const ModelOffer& offer) {
    return {{QStringLiteral("reference"), QString::fromStdString(offer.reference)},
            {QStringLiteral("title"), QString::fromStdString(offer.title)},
            {QStringLiteral("facts"), facts_text(offer)},
            {QStringLiteral("speed"), speed_text(offer)}};
}

QHash<int, QByteArray> OfferListModel::roleNames() const {
    return {{Reference, "reference"}, {Title, "title"},   {Facts, "facts"},
            {Speed, "speed"},         {Fit, "fit"},       {FitWord, "fitWord"},
            {Tone, "tone"},           {Pinned, "pinned"}, {IsRepository, "isRepository"},
            {Usable, "usable"}};
}

} // namespace hearth::desktop
