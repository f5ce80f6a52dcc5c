// SPDX-License-Identifier: Apache-2.0
#include "backend/format.h"

#include "core/size_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace hearth::desktop::format {
namespace {

constexpr std::uint64_t unit = 1'000'000'000;

std::optional<std::uint64_t> parse(const std::string& units) {
    const auto amount = core::Amount::parse_units(units);
    if (!amount) return std::nullopt;
    return amount->units();
}

QString withDecimals(std::uint64_t units, int decimals) {
    const QLocale locale;
    QString text = locale.toString(static_cast<qulonglong>(units / unit));
    if (decimals == 0) return text;
    const QString fraction = QString::number(units % unit).rightJustified(9, QLatin1Char('0')).left(decimals);
    return text + locale.decimalPoint() + fraction;
}

QString number(double value, int decimals) {
    return QLocale().toString(value, 'f', decimals);
}

/// Too long for a sentence; it stands whole among the fields of what it belongs to.
bool is_hash(const std::string& text) {
    return text.size() >= 32 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

} // namespace

QString unknown() {
    return QStringLiteral("—");
}

QString worded(const core::Sentence& said) {
    const char* const pattern = said.pattern();
    if (pattern == nullptr) return QString::fromStdString(said);
    const QString words = QCoreApplication::translate("Sentences", pattern);
    QString text;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const int place = words[i] == QLatin1Char('%') && i + 1 < words.size() ? words[i + 1].digitValue() : 0;
        if (place < 1 || static_cast<std::size_t>(place) > said.args().size()) {
            text += words[i];
            continue;
        }
        const core::Sentence& arg = said.args()[static_cast<std::size_t>(place) - 1];
        text += is_hash(arg) ? shortId(arg) : arg.pattern() == nullptr ? measured(arg) : worded(arg);
        ++i;
    }
    return text;
}

QString sentence(const core::Sentence& said) {
    QString whole = worded(said).trimmed();
    if (whole.isEmpty()) return whole;
    whole[0] = whole[0].toUpper();
    return QStringLiteral(".!?").contains(whole.back()) ? whole : whole + QLatin1Char('.');
}

QString money(const std::string& units) {
    const auto amount = parse(units);
    if (!amount) return unknown();
    if (*amount == 0) return withDecimals(0, 0);
    // 10⁻⁹ is the least, so the place of the first digit says how many decimals three digits take.
    int decimals = 12;
    for (std::uint64_t rest = *amount; rest > 0; rest /= 10)
        --decimals;
    return withDecimals(*amount, std::clamp(decimals, 0, 9));
}

QString moneyExact(const std::string& units) {
    const auto amount = parse(units);
    return amount ? withDecimals(*amount, 9) + QStringLiteral(" EMB") : unknown();
}

double moneyNumber(const std::string& units) {
    const auto amount = parse(units);
    return amount ? static_cast<double>(*amount) / static_cast<double>(unit) : std::nan("");
}

QString bytes(std::optional<std::uint64_t> bytes) {
    if (!bytes) return unknown();
    const core::Size size = core::size_of_bytes(*bytes);
    return number(size.value, size.decimals) + QLatin1Char(' ') + QString::fromLatin1(size.unit);
}

QString bytesOf(std::optional<std::uint64_t> part, std::optional<std::uint64_t> whole) {
    return whole ? bytes(part) + QStringLiteral(" / ") + bytes(whole) : bytes(part);
}

QString percent(std::optional<std::uint32_t> ppm) {
    return ppm ? number(static_cast<double>(*ppm) / 10'000, 0) + QStringLiteral(" %") : unknown();
}

QString temperature(std::optional<std::int64_t> millicelsius) {
    return millicelsius ? number(static_cast<double>(*millicelsius) / 1000, 0) + QStringLiteral(" °C") : unknown();
}

QString power(std::optional<std::uint64_t> milliwatts) {
    return milliwatts ? number(static_cast<double>(*milliwatts) / 1000, 0) + QStringLiteral(" W") : unknown();
}

QString count(std::uint64_t value) {
    return QLocale().toString(static_cast<qulonglong>(value));
}

QString measured(const std::string& text) {
    static const QRegularExpression figure(
        QStringLiteral("^-?[0-9]+(,[0-9]{3})*([.][0-9]+)? (B|[KMGT]iB|[KMGT]B|EMB|tok/s|m?W|[mµ]?s|min|h|%|°C)$"));
    QString shown = QString::fromStdString(text);
    if (!figure.match(shown).hasMatch()) return shown;
    const QLocale locale;
    for (qsizetype at = shown.size() - 1; at >= 0; --at)
        if (shown[at] == QLatin1Char('.'))
            shown.replace(at, 1, locale.decimalPoint());
        else if (shown[at] == QLatin1Char(','))
            shown.replace(at, 1, locale.groupSeparator());
    return shown;
}

QString plainNumber(const std::string& text) {
    static const QRegularExpression fraction(QStringLiteral("^-?[0-9]+[.][0-9]+$"));
    QString shown = QString::fromStdString(text);
    return fraction.match(shown).hasMatch() ? shown.replace(QLatin1Char('.'), QLocale().decimalPoint()) : shown;
}

QString countShort(std::uint64_t value) {
    const auto real = static_cast<double>(value);
    if (value >= 1'000'000'000)
        return QCoreApplication::translate("Format", "%1 B").arg(number(real / 1e9, value >= 100'000'000'000 ? 0 : 1));
    if (value >= 1'000'000)
        return QCoreApplication::translate("Format", "%1 M").arg(number(real / 1e6, value >= 10'000'000 ? 0 : 1));
    return count(value);
}

QString milliseconds(std::optional<std::uint32_t> ms) {
    if (!ms) return unknown();
    if (*ms < 1000) return count(*ms) + QStringLiteral(" ms");
    return number(static_cast<double>(*ms) / 1000, 1) + QStringLiteral(" s");
}

QString duration(std::int64_t seconds) {
    if (seconds < 0) return unknown();
    if (seconds < 120) return QCoreApplication::translate("Format", "%1 s").arg(seconds);
    if (seconds < 120 * 60) return QCoreApplication::translate("Format", "%1 min").arg(seconds / 60);
    if (seconds < 48 * 3600) return QCoreApplication::translate("Format", "%1 h").arg(seconds / 3600);
    return QCoreApplication::translate("Format", "%1 d").arg(seconds / 86400);
}

QString span(std::int64_t seconds) {
    if (seconds < 0) return unknown();
    static constexpr std::pair<std::int64_t, const char*> units[] = {{86'400, QT_TRANSLATE_NOOP("Format", "%1 d")},
                                                                     {3600, QT_TRANSLATE_NOOP("Format", "%1 h")},
                                                                     {60, QT_TRANSLATE_NOOP("Format", "%1 min")},
                                                                     {1, QT_TRANSLATE_NOOP("Format", "%1 s")}};
    QStringList parts;
    for (const auto& [length, name] : units) {
        const std::int64_t whole = seconds / length;
        if (whole > 0) parts << QCoreApplication::translate("Format", name).arg(whole);
        // The unit after the first is the last one told, even where there is none of it.
        if (parts.size() == 2 || (!parts.isEmpty() && whole == 0)) break;
        seconds -= whole * length;
    }
    return parts.isEmpty() ? QCoreApplication::translate("Format", "%1 s").arg(0) : parts.join(QLatin1Char(' '));
}

QString roughDuration(std::int64_t seconds) {
    if (seconds < 0 || seconds >= 120) return duration(seconds);
    return seconds < 60 ? QCoreApplication::translate("Format", "under a minute")
                        : QCoreApplication::translate("Format", "%1 min").arg(1);
}

QString day(const QDateTime& at, bool with_year) {
    const QString pattern = QCoreApplication::translate("Format", "d MMM");
    return QLocale().toString(at, with_year ? pattern + QStringLiteral(" yyyy") : pattern);
}

QString time(core::Nanoseconds at, core::Nanoseconds now) {
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(at / 1'000'000);
    const QDateTime today = QDateTime::fromMSecsSinceEpoch(now / 1'000'000);
    const QLocale locale;
    if (when.date() == today.date()) return locale.toString(when, QStringLiteral("HH:mm:ss"));
    return day(when, when.date().year() != today.date().year()) + QLatin1Char(' ') +
           locale.toString(when, QStringLiteral("HH:mm"));
}

QString time(std::optional<core::Nanoseconds> at) {
    return at ? time(*at, QDateTime::currentMSecsSinceEpoch() * 1'000'000) : unknown();
}

QString dateTime(core::Nanoseconds at) {
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(at / 1'000'000), QLocale::LongFormat);
}

QString shortId(const std::string& id) {
    const QString text = QString::fromStdString(id);
    return text.size() <= 14 ? text : text.left(8) + QStringLiteral("…") + text.right(4);
}

} // namespace hearth::desktop::format
