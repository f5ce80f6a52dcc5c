// SPDX-License-Identifier: Apache-2.0
#include "network_words.h"

#include "backend/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace hearth::desktop::networks {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Networks", text);
}
QString counted(const char* text, std::uint64_t number) {
    return QCoreApplication::translate("Networks", text, nullptr, static_cast<int>(number));
}

QString about(const std::string& role) {
    if (role == "executor") return tr("computes answers and signs receipts");
    if (role == "auditor") return tr("replays what the beacon draws");
    if (role == "gateway") return tr("takes links of other homes and hands them questions");
    if (role == "full node") return tr("applies every block itself");
    if (role == "validator") return tr("orders the blocks together with the other validators");
    return {};
}

QString milliseconds(std::uint64_t us) {
    const double ms = static_cast<double>(us) / 1000;
    return QLocale().toString(ms, 'f', ms < 10 ? 1 : 0) + QStringLiteral(" ms");
}

QString state(const control::LinkView& link) {
    if (link.draining) return tr("takes no new jobs");
    if (link.state == control::LinkState::up) return tr("up");
    if (link.state == control::LinkState::broken) return tr("broken, may come back");
    if (link.state == control::LinkState::connecting) return tr("connecting");
    return tr("not up, tried again");
}

QString tone(const control::LinkView& link) {
    if (link.state == control::LinkState::up) return link.draining ? QStringLiteral("warn") : QStringLiteral("good");
    return link.state == control::LinkState::connecting ? QStringLiteral("info") : QStringLiteral("bad");
}

QString load(const control::LinkView& link) {
    QStringList parts;
    if (link.open_jobs > 0) parts << counted("%n job(s) under way", link.open_jobs);
    if (link.models > 0) parts << counted("%n model(s) offered", link.models);
    return parts.join(QStringLiteral("  ·  "));
}

QString founded(std::optional<core::Nanoseconds> at) {
    return at ? format::day(QDateTime::fromMSecsSinceEpoch(*at / 1'000'000), true) : format::unknown();
}

QString order(std::uint64_t validators, std::optional<core::Nanoseconds> at) {
    return counted("The order of its blocks: more than two thirds of the weight of %n validator(s).", validators) +
           QLatin1Char(' ') + tr("It was founded on %1.").arg(founded(at));
}

/// As a shell reads it back.
QString quoted(const QString& word) {
    QString inner = word;
    inner.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    return QLatin1Char('\'') + inner + QLatin1Char('\'');
}

} // namespace

QString role(const std::string& role) {
    if (role == "executor") return tr("Executor");
    if (role == "auditor") return tr("Auditor");
    if (role == "gateway") return tr("Gateway");
    if (role == "full node") return tr("Full node");
    if (role == "validator") return tr("Validator");
    return QString::fromStdString(role);
}

QVariantList roles(const std::vector<std::string>& roles) {
    QVariantList list;
    for (const std::string& each : roles)
        list.append(QVariantMap{{QStringLiteral("word"), role(each)}, {QStringLiteral("about"), about(each)}});
    return list;
}

QVariantList validators(const control::NetworkView& view) {
    std::uint64_t whole = 0;
    for (const control::ValidatorView& each : view.validators)
        whole += each.power;
    QVariantList list;
    for (const control::ValidatorView& each : view.validators) {
        QStringList offences;
        for (const control::OffenceView& offence : each.offences)
            offences << tr("%1 Block %2 took it.")
                            .arg(format::sentence(offence.sentence), format::count(offence.reported_height));
        const double part = whole == 0 ? 0 : static_cast<double>(each.power) * 100 / static_cast<double>(whole);
        list.append(
            QVariantMap{{QStringLiteral("key"), QString::fromStdString(each.key)},
                        {QStringLiteral("share"), tr("%1 % of the weight").arg(QLocale().toString(part, 'f', 0))},
                        {QStringLiteral("own"), each.own},
                        {QStringLiteral("offences"), offences},
                        {QStringLiteral("word"), each.power == 0     ? tr("has no vote any more")
                                                 : !each.signed_last ? tr("not known")
                                                 : *each.signed_last ? tr("signed the last block")
                                                                     : tr("did not sign the last block")},
                        {QStringLiteral("tone"), each.power == 0     ? QStringLiteral("bad")
                                                 : !each.signed_last ? QString()
                                                 : *each.signed_last ? QStringLiteral("good")
                                                                     : QStringLiteral("warn")}});
    }
    return list;
}

QVariantList peers(const control::NetworkView& view) {
    QVariantList list;
    if (!view.peers) return list;
    for (const control::PeerView& each : *view.peers)
        list.append(
            QVariantMap{{QStringLiteral("id"), QString::fromStdString(each.id)},
                        {QStringLiteral("name"), QString::fromStdString(each.name)},
                        {QStringLiteral("address"), QString::fromStdString(each.address)},
                        {QStringLiteral("height"), each.height ? format::count(*each.height) : format::unknown()},
                        {QStringLiteral("behind"), each.height && *each.height + 2 < view.height}});
    return list;
}

QVariantList links(const control::NetworkView& view) {
    QVariantList list;
    for (const control::LinkView& each : view.links) {
        QStringList does;
        for (const std::string& one : each.roles)
            does << role(one);
        list.append(QVariantMap{
            {QStringLiteral("key"), QString::fromStdString(each.node_key)},
            {QStringLiteral("place"),
             each.address.empty() ? tr("dialled this home") : QString::fromStdString(each.address)},
            {QStringLiteral("word"), state(each)},
            {QStringLiteral("tone"), tone(each)},
            {QStringLiteral("reason"), format::sentence(each.reason)},
            {QStringLiteral("latency"), each.latency_us ? milliseconds(*each.latency_us) : format::unknown()},
            {QStringLiteral("latencyTip"), each.latency_us ? tr("There and back, of the last ping.")
                                           : each.address.empty()
                                               ? tr("Only the side that dialled measures how far it is.")
                                               : tr("Measured once the link is up.")},
            {QStringLiteral("roles"), does.join(QStringLiteral(", "))},
            {QStringLiteral("load"), load(each)}});
    }
    return list;
}

QVariantList channels(const control::NetworkView& view) {
    QVariantList list;
    for (const control::ChannelView& each : view.channels) {
        const QString spent = format::money(each.vouched.value_or(each.paid)), deposit = format::money(each.deposit);
        list.append(QVariantMap{
            {QStringLiteral("key"), QString::fromStdString(each.pays ? each.payee : each.payer)},
            {QStringLiteral("word"), each.pays ? tr("this home pays") : tr("this home is paid")},
            {QStringLiteral("tone"), each.closes ? QStringLiteral("warn") : QStringLiteral("accent")},
            {QStringLiteral("spent"), tr("%1 of %2 EMB").arg(spent, deposit)},
            {QStringLiteral("settled"), tr("%1 EMB of it settled on the ledger").arg(format::money(each.paid))},
            {QStringLiteral("ends"),
             each.closes ? tr("It is being closed: vouchers count until block %1.").arg(format::count(*each.closes))
                         : tr("It ends with epoch %1; what is left goes back to the payer.")
                               .arg(format::count(each.expires_epoch))}});
    }
    return list;
}

QStringList trust(const control::NetworkView& view) {
    if (view.mode == "solo")
        return {tr("Nobody else: this home orders its blocks, computes and audits alone."),
                tr("So nobody else vouches for it either. What it earns and pays is play money of its own ledger.")};
    return {tr("Its beginning: the genesis, whose hash stands below. Whoever shows the same hash stands in the same "
               "network."),
            order(view.validators.size(), view.founded_at),
            tr("Nobody, for balances and verdicts: this home computes them itself from every block.")};
}

QStringList trust(const control::InvitationView& view) {
    return {tr("Its beginning: the genesis, whose hash stands below. Compare it with somebody in that network, by "
               "another way than the invitation came."),
            order(view.validators, view.founded_at),
            counted("For work: %n gateway(s), which see whom they send questions to and how much is answered.",
                    view.gateways.size()),
            tr("Nobody, for balances and verdicts: the home computes them itself from every block.")};
}

QStringList commands(const control::InvitationView& view, const QString& invitation, const QString& home) {
    QString chain;
    for (const char c : view.chain)
        chain += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ? QLatin1Char(c) : QLatin1Char('-');
    const QString other = quoted(home + QLatin1Char('-') + chain);
    QString compact = invitation;
    compact.remove(QLatin1Char(' ')).remove(QLatin1Char('\n')).remove(QLatin1Char('\r')).remove(QLatin1Char('\t'));
    return {"hearthctl --home " + other + " network join " + quoted(compact), QStringLiteral("hearthd --home ") + other,
            QStringLiteral("hearth --home ") + other};
}

} // namespace hearth::desktop::networks
