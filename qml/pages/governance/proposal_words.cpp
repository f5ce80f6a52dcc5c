// SPDX-License-Identifier: Apache-2.0
#include "proposal_words.h"

#include "backend/format.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace hearth::desktop::proposals {
namespace {

constexpr std::uint64_t whole_ppm = 1'000'000;
using core::second;

QString tr(const char* text) {
    return QCoreApplication::translate("Proposals", text);
}

/// What the ledger says of its parameters, where the window knows it.
QString of_parameters(const std::string& text) {
    return QCoreApplication::translate("Parameters", text.c_str());
}

/// Rounded down: what is not reached yet is not told as if it were.
QString percent(std::uint64_t ppm, int decimals) {
    const double steps = std::pow(10.0, decimals);
    const double shown = std::floor(static_cast<double>(ppm) * steps / 10'000) / steps;
    QString text = QLocale().toString(shown, 'f', decimals);
    const QString point = QLocale().decimalPoint();
    while (decimals > 0 && text.contains(point) && (text.endsWith(QLatin1Char('0')) || text.endsWith(point)))
        text.chop(1);
    return text + QStringLiteral(" %");
}

/// A parameter's value as people read it: "3 % of receipts", "1.5 EMB", "10 epochs".
QString valued(std::uint64_t value, const std::string& unit) {
    if (unit == "0 or 1") return value == 1 ? tr("yes") : tr("no");
    if (unit.starts_with("ppm")) {
        const QString rest = unit.size() > 4 ? QLatin1Char(' ') + of_parameters(unit.substr(4)) : QString();
        return percent(value, 4) + rest;
    }
    constexpr std::string_view money = "10^-9 EMB";
    if (unit.starts_with(money)) {
        const std::string rest = unit.size() > money.size() ? unit.substr(money.size() + 1) : std::string();
        return format::money(std::to_string(value)) + QStringLiteral(" EMB") +
               (rest.empty() ? QString() : QLatin1Char(' ') + of_parameters(rest));
    }
    return format::count(value) + (unit.empty() ? QString() : QLatin1Char(' ') + of_parameters(unit));
}

QString weight(const control::HouseView& house, std::uint64_t amount) {
    return house.house == "stake" ? format::money(std::to_string(amount)) + QStringLiteral(" EMB")
                                  : format::count(amount);
}

double part(std::uint64_t amount, std::uint64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(amount) / static_cast<double>(whole);
}

QVariantMap described(const control::HouseView& house, std::uint64_t needed_ppm) {
    const std::uint64_t counted = house.yes + house.no + house.abstain;
    const bool stake = house.house == "stake";
    return {{QStringLiteral("house"), QString::fromStdString(house.house)},
            {QStringLiteral("word"), stake ? tr("Stake house") : tr("Work house")},
            {QStringLiteral("about"), stake ? tr("Weighs what operators' nodes have at stake.")
                                            : tr("Weighs the root of what others have paid for.")},
            {QStringLiteral("hasSay"), house.total > 0},
            {QStringLiteral("voted"), percent(house.turnout_ppm, 1)},
            {QStringLiteral("quorum"), percent(house.quorum_ppm, 1)},
            {QStringLiteral("reached"), house.turnout_ppm >= house.quorum_ppm},
            {QStringLiteral("turnout"),
             house.quorum_ppm == 0 ? 1.0 : std::min(1.0, part(house.turnout_ppm, house.quorum_ppm))},
            {QStringLiteral("yes"), weight(house, house.yes)},
            {QStringLiteral("no"), weight(house, house.no)},
            {QStringLiteral("abstain"), weight(house, house.abstain)},
            {QStringLiteral("yesPart"), part(house.yes, counted)},
            {QStringLiteral("noPart"), part(house.no, counted)},
            {QStringLiteral("abstainPart"), part(house.abstain, counted)},
            {QStringLiteral("needed"), part(needed_ppm, whole_ppm)},
            {QStringLiteral("own"), house.own_weight > 0 ? weight(house, house.own_weight) : QString()},
            {QStringLiteral("lent"), house.lent_weight > 0 ? weight(house, house.lent_weight) : QString()},
            {QStringLiteral("cap"), percent(house.cap_ppm, 1)}};
}

void collect_ids(const core::Sentence& said, QStringList& ids) {
    for (const core::Sentence& arg : said.args()) {
        const bool is_hash = arg.size() == 64 && arg.find_first_not_of("0123456789abcdef") == std::string::npos;
        if (is_hash) ids << QString::fromStdString(arg);
        collect_ids(arg, ids);
    }
}

/// How long so many epochs take; empty where nobody knows how long one is.
QString lasting(std::uint64_t epochs, const Moment& now) {
    const QString counted = QCoreApplication::translate("Proposals", "%n epoch(s)", nullptr,
                                                        static_cast<int>(std::min<std::uint64_t>(epochs, 1 << 30)));
    if (!now.epoch_length) return counted;
    const auto seconds = static_cast<std::int64_t>(epochs) * (*now.epoch_length / second);
    const QString about = format::roughDuration(seconds);
    return seconds < 60 ? QStringLiteral("%1 (%2)").arg(about, counted) : tr("about %1 (%2)").arg(about, counted);
}

std::uint64_t until(std::uint64_t epoch, const Moment& now) {
    return epoch > now.epoch ? epoch - now.epoch : 0;
}

} // namespace

QString kind(const std::string& kind) {
    if (kind == "parameter") return tr("Rule change");
    if (kind == "spend") return tr("Payment");
    if (kind == "model") return tr("Model list");
    if (kind == "profile") return tr("Profile list");
    if (kind == "upgrade") return tr("Upgrade");
    if (kind == "text") return tr("Statement");
    return QString::fromStdString(kind);
}

QString state(const control::ProposalView& p) {
    if (p.state == control::ProposalState::waiting) return tr("not open yet");
    if (p.state == control::ProposalState::voting) return tr("open");
    if (p.state == control::ProposalState::queued) return tr("accepted");
    if (p.state == control::ProposalState::executed) return tr("in effect");
    if (p.state == control::ProposalState::rejected) return tr("rejected");
    if (p.state == control::ProposalState::failed) return tr("accepted, but impossible");
    if (p.state == control::ProposalState::cancelled) return tr("vetoed");
    return {};
}

QString tone(const control::ProposalView& p) {
    if (p.state == control::ProposalState::voting) return QStringLiteral("accent");
    if (p.state == control::ProposalState::queued || p.state == control::ProposalState::executed)
        return QStringLiteral("good");
    if (p.state == control::ProposalState::failed || p.state == control::ProposalState::cancelled)
        return QStringLiteral("warn");
    return {};
}

QString choice(const std::string& choice) {
    if (choice == "yes") return tr("For");
    if (choice == "no") return tr("Against");
    if (choice == "abstain") return tr("Abstained");
    return QString::fromStdString(choice);
}

QString summary(const control::ProposalView& p) {
    QStringList meanings;
    for (const control::ChangeView& change : p.changes)
        if (!change.meaning.empty()) meanings << of_parameters(change.meaning);
    return meanings.isEmpty() ? format::sentence(p.summary) : meanings.join(QLatin1Char('\n'));
}

QStringList ids(const control::ProposalView& p) {
    QStringList ids;
    collect_ids(p.summary, ids);
    return ids;
}

QVariantList changes(const control::ProposalView& p) {
    QVariantList list;
    for (const control::ChangeView& change : p.changes)
        list.append(QVariantMap{{QStringLiteral("meaning"), of_parameters(change.meaning)},
                                {QStringLiteral("name"), QString::fromStdString(change.name)},
                                {QStringLiteral("from"), valued(change.from, change.unit)},
                                {QStringLiteral("to"), valued(change.to, change.unit)},
                                {QStringLiteral("exact"), QStringLiteral("%1 → %2 %3")
                                                              .arg(format::count(change.from), format::count(change.to),
                                                                   QString::fromStdString(change.unit))}});
    return list;
}

QVariantList houses(const control::ProposalView& p) {
    QVariantList list;
    for (const control::HouseView& house : p.houses)
        list.append(described(house, p.needed_ppm));
    return list;
}

QString when(const control::ProposalView& p, const Moment& now) {
    if (p.state == control::ProposalState::waiting)
        return tr("opens in %1").arg(lasting(until(p.starts_epoch, now), now));
    if (p.state == control::ProposalState::voting) {
        const std::uint64_t left = until(p.deadline_epoch, now);
        return left == 0 ? tr("ends with this epoch") : tr("ends in %1").arg(lasting(left, now));
    }
    if (p.state == control::ProposalState::queued && p.executes_epoch)
        return tr("takes effect in %1").arg(lasting(until(*p.executes_epoch, now), now));
    const std::uint64_t ago = now.epoch > p.deadline_epoch ? now.epoch - p.deadline_epoch : 0;
    return ago == 0 ? tr("over") : tr("over for %1").arg(lasting(ago, now));
}

QString ownPart(const control::ProposalView& p) {
    QStringList parts;
    for (const control::HouseView& house : p.houses) {
        const double share = part(house.own_weight, house.total) + part(house.lent_weight, house.total);
        if (share <= 0) continue;
        const auto ppm = static_cast<std::uint64_t>(share * whole_ppm);
        const QString shown = ppm < 100 ? tr("less than %1").arg(percent(100, 2)) : percent(ppm, 2);
        parts << (house.house == "stake" ? tr("%1 of the stake house") : tr("%1 of the work house")).arg(shown);
    }
    return parts.isEmpty() ? QString() : tr("Your weight: %1.").arg(parts.join(QStringLiteral(", ")));
}

QString rule(const control::ProposalView& p) {
    return tr("Both houses must agree, each with at least %1 for it and enough of the house voting.")
        .arg(percent(p.needed_ppm, 1));
}

} // namespace hearth::desktop::proposals
