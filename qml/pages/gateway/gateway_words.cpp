// SPDX-License-Identifier: Apache-2.0
#include "gateway_words.h"

#include "backend/format.h"
#include "pages/jobs/words.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

namespace hearth::desktop::gateways {
namespace {

constexpr core::Nanoseconds day_length = 86'400 * core::second;

QString tr(const char* text) {
    return QCoreApplication::translate("Gateways", text);
}
QString from(const std::string& text) {
    return QString::fromStdString(text);
}

struct Entry {
    const char *word, *tone;
};
/// By UpstreamState.
constexpr Entry states[] = {
    {QT_TRANSLATE_NOOP("Gateways", "not asked yet"), ""},
    {QT_TRANSLATE_NOOP("Gateways", "answers"), "good"},
    {QT_TRANSLATE_NOOP("Gateways", "fails"), "bad"},
    {QT_TRANSLATE_NOOP("Gateways", "is not asked for a while"), "warn"},
    {QT_TRANSLATE_NOOP("Gateways", "its key is missing"), "bad"},
};
static_assert(std::size(states) == control::words<control::UpstreamState>.size(), "Each state needs its word here.");

QString latency(const control::UpstreamInfo& network) {
    if (!network.latency_us) return format::unknown();
    return *network.latency_us < 1000 ? tr("under 1 ms")
                                      : format::milliseconds(static_cast<std::uint32_t>(*network.latency_us / 1000));
}

QString models(const control::UpstreamInfo& network) {
    if (network.models.empty()) return {};
    constexpr std::size_t shown = 6;
    QStringList names;
    for (std::size_t i = 0; i < network.models.size() && i < shown; ++i)
        names << from(network.models[i]);
    const QString text = names.join(QStringLiteral(", "));
    return network.model_count > shown ? tr("%1 and %2 more").arg(text, format::count(network.model_count - shown))
                                       : text;
}

QString price(const control::UpstreamInfo& network) {
    QStringList lines;
    for (const control::UpstreamPrice& one : network.prices) {
        const QString read = format::money(one.prompt_million), written = format::money(one.completion_million);
        lines << (one.model.empty()
                      ? tr("Charged at %1 EMB for a million tokens read, %2 EMB for a million written.")
                            .arg(read, written)
                      : tr("%1 is charged at %2 EMB for a million tokens read, %3 EMB for a million written.")
                            .arg(from(one.model), read, written));
    }
    return lines.join(QLatin1Char('\n'));
}

QStringList breakers(const control::UpstreamInfo& network) {
    QStringList lines;
    for (const control::BreakerInfo& one : network.breakers) {
        if (one.state == control::BreakerState::open)
            lines << tr("%1 failed %2 times in a row and is asked again in %3.")
                         .arg(from(one.model), format::count(one.failures),
                              format::roughDuration(static_cast<std::int64_t>(one.rests_ms.value_or(0) / 1000 + 1)));
        else if (one.state == control::BreakerState::half_open)
            lines << tr("%1 failed %2 times in a row; the next question tries it.")
                         .arg(from(one.model), format::count(one.failures));
        else
            lines << tr("%1 failed %2 times in a row.").arg(from(one.model), format::count(one.failures));
    }
    return lines;
}

QString limits(const control::ApiKeyInfo& key) {
    QStringList parts;
    if (key.per_minute) parts << tr("%1 a minute").arg(format::count(*key.per_minute));
    if (key.concurrency) parts << tr("%1 at the same time").arg(format::count(*key.concurrency));
    return parts.isEmpty() ? tr("as often as it likes") : parts.join(QStringLiteral(", "));
}

/// Of its budget, 0 to 1; negative without one.
double share(const control::ApiKeyInfo& key) {
    if (!key.budget) return -1;
    const double budget = format::moneyNumber(*key.budget);
    return budget > 0 ? std::min(1.0, format::moneyNumber(key.spent) / budget) : 1;
}

} // namespace

const QStringList& kinds() {
    static const QStringList all{QStringLiteral("openai"),   QStringLiteral("hearth"),  QStringLiteral("phala"),
                                 QStringLiteral("redpill"),  QStringLiteral("near"),    QStringLiteral("0g"),
                                 QStringLiteral("venice"),   QStringLiteral("nanogpt"), QStringLiteral("opengradient"),
                                 QStringLiteral("atoma"),    QStringLiteral("chutes"),  QStringLiteral("cocoon"),
                                 QStringLiteral("morpheus"), QStringLiteral("toploc")};
    return all;
}

QString kind(const QString& kind) {
    static const std::pair<const char*, const char*> names[] = {{"phala", "Phala"},
                                                                {"redpill", "RedPill"},
                                                                {"near", "NEAR AI"},
                                                                {"0g", "0G"},
                                                                {"venice", "Venice"},
                                                                {"nanogpt", "NanoGPT"},
                                                                {"opengradient", "OpenGradient"},
                                                                {"atoma", "Atoma"},
                                                                {"chutes", "Chutes"},
                                                                {"cocoon", "Cocoon"},
                                                                {"morpheus", "Morpheus"}};
    if (kind == QLatin1String("openai")) return tr("an OpenAI-compatible server");
    if (kind == QLatin1String("hearth")) return tr("another Hearth home");
    if (kind == QLatin1String("toploc")) return tr("a server with TOPLOC lists");
    for (const auto& [key, name] : names)
        if (kind == QLatin1String(key)) return QString::fromLatin1(name);
    return kind;
}

QString worth(const QString& kind) {
    static const std::pair<const char*, const char*> worths[] = {
        {"openai", "server_said_so"},        {"hearth", "worth_of_hearth"}, {"opengradient", "worth_of_opengradient"},
        {"atoma", "worth_of_atoma"},         {"chutes", "worth_of_chutes"}, {"cocoon", "worth_of_connection"},
        {"morpheus", "worth_of_connection"}, {"toploc", "worth_of_toploc"}};
    for (const auto& [key, words] : worths)
        if (kind == QLatin1String(key)) return format::sentence(core::say(words));
    return format::sentence(core::say("worth_of_signed_bytes"));
}

QVariantList upstreams(const std::vector<control::UpstreamInfo>& upstreams) {
    QVariantList list;
    for (const control::UpstreamInfo& network : upstreams) {
        const Entry& state = states[static_cast<std::size_t>(network.state)];
        list << QVariantMap{
            {QStringLiteral("name"), from(network.name)},
            {QStringLiteral("kind"), kind(from(network.kind))},
            {QStringLiteral("url"), from(network.url)},
            {QStringLiteral("word"), tr(state.word)},
            {QStringLiteral("tone"), QString::fromLatin1(state.tone)},
            {QStringLiteral("reason"), format::sentence(network.reason)},
            {QStringLiteral("models"), models(network)},
            {QStringLiteral("offered"), network.list_age_ms ? format::count(network.model_count) : format::unknown()},
            {QStringLiteral("latency"), latency(network)},
            {QStringLiteral("level"), from(network.level)},
            {QStringLiteral("levelTone"), words::levelTone(network.level)},
            {QStringLiteral("evidence"), format::sentence(network.evidence)},
            {QStringLiteral("secret"), network.has_key},
            {QStringLiteral("breakers"), breakers(network)},
            {QStringLiteral("price"), price(network)},
        };
    }
    return list;
}

QVariantList keys(const std::vector<control::ApiKeyInfo>& keys) {
    QVariantList in_force, revoked;
    for (const control::ApiKeyInfo& key : keys) {
        const QVariantMap shown{
            {QStringLiteral("keyId"), from(key.key_id)},
            {QStringLiteral("name"), from(key.name)},
            {QStringLiteral("made"), format::time(key.created_at)},
            {QStringLiteral("inForce"), !key.revoked_at},
            {QStringLiteral("word"),
             key.revoked_at ? tr("revoked %1").arg(format::time(key.revoked_at)) : tr("in force")},
            {QStringLiteral("spent"), format::money(key.spent)},
            {QStringLiteral("spentExact"), format::moneyExact(key.spent)},
            {QStringLiteral("budget"), key.budget ? format::money(*key.budget) : QString()},
            {QStringLiteral("share"), share(key)},
            {QStringLiteral("limits"), limits(key)},
        };
        (key.revoked_at ? revoked : in_force) << shown;
    }
    return in_force + revoked;
}

std::vector<SpendBar> bars(const std::vector<control::SpendDay>& days, const std::vector<control::ApiKeyInfo>& keys,
                           core::Nanoseconds now, int count) {
    const core::Nanoseconds first = now / day_length * day_length - (count - 1) * day_length;
    std::vector<SpendBar> all(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i].day = first + static_cast<core::Nanoseconds>(i) * day_length;
    for (const control::SpendDay& spent : days) {
        const core::Nanoseconds at = (spent.day - first) / day_length;
        const auto amount = core::Amount::parse_units(spent.amount);
        if (spent.day < first || at >= count || !amount) continue;
        SpendBar& bar = all[static_cast<std::size_t>(at)];
        const auto sum = bar.amount.plus(*amount);
        if (!sum) continue;
        bar.amount = *sum;
        bar.answers += spent.answers;
        const auto key =
            std::find_if(keys.begin(), keys.end(), [&](const auto& k) { return k.key_id == spent.key_id; });
        const QString who = spent.key_id.empty() ? tr("without a key")
                            : key == keys.end()  ? from(spent.key_id)
                                                 : from(key->name);
        bar.parts << tr("%1: %2 EMB").arg(who, format::money(spent.amount));
    }
    return all;
}

QString day(core::Nanoseconds at) {
    return format::day(QDateTime::fromMSecsSinceEpoch(at / 1'000'000, Qt::UTC), false);
}

} // namespace hearth::desktop::gateways
