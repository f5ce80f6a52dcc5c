// SPDX-License-Identifier: Apache-2.0
#include "talk_wish.h"

#include "backend/format.h"
#include "core/amount_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace hearth::desktop {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("TalkWish", text);
}
constexpr core::Amount largest_price = core::Amount::from_units(UINT64_MAX);
QString from(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

QStringList TalkOffers::networkKeys() const {
    QStringList keys{QString(), QStringLiteral("home")};
    for (const control::UpstreamInfo& network : networks)
        keys << from(network.name);
    return keys;
}

QStringList TalkOffers::networkNames() const {
    QStringList names{tr("any that has the model"), tr("this home")};
    for (const control::UpstreamInfo& network : networks)
        names << from(network.name);
    return names;
}

QStringList TalkOffers::models(const QString& network) const {
    QStringList names;
    if (network.isEmpty() || network == QLatin1String("home"))
        for (const control::ModelInfo& model : own)
            if (model.kind == "text")
                model.is_default ? names.prepend(from(model.name)) : names.append(from(model.name));
    for (const control::UpstreamInfo& other : networks) {
        const QString name = from(other.name);
        if (!network.isEmpty() && network != name) continue;
        for (const std::string& model : other.models)
            names << (network.isEmpty() ? name + QLatin1Char('/') + from(model) : from(model));
    }
    return names;
}

int TalkOffers::highestTier(const QString& network) const {
    constexpr int of_home = 1;
    int highest = network.isEmpty() || network == QLatin1String("home") ? of_home : 0;
    for (const control::UpstreamInfo& other : networks)
        if (network.isEmpty() || network == from(other.name))
            highest = std::max(highest, from(other.tier).mid(1).toInt());
    return highest;
}

QString TalkWish::fault() const {
    if (!max_price.trimmed().isEmpty())
        if (const auto amount = core::parse_emb(max_price.trimmed().toStdString()); !amount)
            return std::string_view(amount.error().message.id()) == "amount_too_large"
                       ? tr("The highest price is too high: %1 are the most.").arg(from(largest_price.text()))
                       : tr("The highest price is no amount of EMB: write it as 0.05.");
    bool number = true;
    if (!seed.trimmed().isEmpty()) seed.trimmed().toULongLong(&number);
    return number ? QString() : tr("The seed is no whole number.");
}

void TalkWish::apply(control::ChatRequest& request, const QString& model) const {
    request.model = model.toStdString();
    const bool named = !network.isEmpty() && network != QLatin1String("home");
    if (named && !model.isEmpty()) request.model = (network + QLatin1Char('/') + model).toStdString();
    if (!network.isEmpty()) request.networks = {network.toStdString()};
    request.min_level = min_level.toStdString();
    request.min_tier = min_tier.toStdString();
    if (!max_price.trimmed().isEmpty())
        if (const auto amount = core::parse_emb(max_price.trimmed().toStdString()))
            request.max_price = amount->units_text();
    if (top_p < 1) request.top_p = top_p;
    if (!seed.trimmed().isEmpty()) request.seed = seed.trimmed().toULongLong();
}

QString networkWord(const QString& network) {
    if (network.startsWith(QLatin1String("home:"))) return tr("node %1").arg(network.mid(5, 12));
    return network == QLatin1String("home") ? tr("this home") : network;
}

} // namespace hearth::desktop
