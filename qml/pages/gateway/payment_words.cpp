// SPDX-License-Identifier: Apache-2.0
#include "payment_words.h"

#include "backend/format.h"
#include "core/units.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace hearth::desktop::payments {
namespace {

constexpr std::size_t most_digits = 36; // a hundred of them are far below 2^128

QString tr(const char* text) {
    return QCoreApplication::translate("Payments", text);
}

std::optional<core::Uint128> whole(const std::string& units) {
    const bool plain = !units.empty() && units.size() <= most_digits &&
                       std::all_of(units.begin(), units.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!plain) return std::nullopt;
    core::Uint128 value = 0;
    for (const char c : units)
        value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
}

std::string digits(core::Uint128 value) {
    std::string text;
    do {
        text.insert(text.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
        value /= 10;
    } while (value != 0);
    return text;
}

/// With the asset's name, where there is an amount.
QString priced(const std::string& units, const Terms& terms) {
    const QString text = amount(units, terms.decimals);
    return text == format::unknown() ? text : tr("%1 %2").arg(text, terms.asset_name);
}

/// What became of a payment. Settled without a transaction, it was only tried out.
struct Outcome {
    control::PaymentState state;
    const char *word, *tone, *note;
    bool moved = true;
};
constexpr Outcome outcomes[] = {
    {control::PaymentState::reserved, QT_TRANSLATE_NOOP("Payments", "is being answered"), "", ""},
    {control::PaymentState::owed, QT_TRANSLATE_NOOP("Payments", "owed"), "warn",
     QT_TRANSLATE_NOOP("Payments", "Answered, and not settled yet; it is tried again.")},
    {control::PaymentState::settled, QT_TRANSLATE_NOOP("Payments", "settled"), "good", ""},
    {control::PaymentState::settled, QT_TRANSLATE_NOOP("Payments", "tried out"), "",
     QT_TRANSLATE_NOOP("Payments", "No money moved."), false},
    {control::PaymentState::refused, QT_TRANSLATE_NOOP("Payments", "refused"), "bad", ""},
    {control::PaymentState::lost, QT_TRANSLATE_NOOP("Payments", "lost"), "bad",
     QT_TRANSLATE_NOOP("Payments", "The service ended during the call; nothing was settled.")},
};

const Outcome* outcome_of(const control::PaymentRow& row) {
    const auto found = std::find_if(std::begin(outcomes), std::end(outcomes), [&](const Outcome& one) {
        return row.state == one.state &&
               (row.state != control::PaymentState::settled || one.moved != row.transaction.empty());
    });
    return found == std::end(outcomes) ? nullptr : found;
}

QString note_of(const control::PaymentRow& row, const Outcome* outcome) {
    if (!row.reason.empty()) return QString::fromStdString(row.reason);
    if (!row.transaction.empty()) return tr("Transaction %1").arg(QString::fromStdString(row.transaction));
    return outcome == nullptr || *outcome->note == '\0' ? QString() : tr(outcome->note);
}

QVariantMap fact(const QString& name, const QString& value, bool is_id = false) {
    return {{QStringLiteral("name"), name}, {QStringLiteral("value"), value}, {QStringLiteral("isId"), is_id}};
}

} // namespace

Terms terms(const std::vector<control::SettingInfo>& settings) {
    Terms found;
    for (const control::SettingInfo& setting : settings) {
        if (!setting.key.starts_with("payment.")) continue;
        QStringList values;
        for (const std::string& value : setting.value)
            values << QString::fromStdString(value);
        const QString text = values.join(QStringLiteral(", "));
        const std::string name = setting.key.substr(8);
        found.waits = found.waits || setting.waits;
        if (name == "pay_to") found.pay_to = text;
        if (name == "network") found.network = text;
        if (name == "asset") found.asset = text;
        if (name == "asset_name") found.asset_name = text;
        if (name == "schemes") found.schemes = text;
        if (name == "most") found.most = text;
        if (name == "prompt_million") found.prompt_million = text;
        if (name == "completion_million") found.completion_million = text;
        if (name == "facilitator") found.facilitator = text;
        if (name == "decimals") found.decimals = text.toUInt();
    }
    return found;
}

QString state(const Terms& terms) {
    if (terms.waits)
        return tr("These terms hold from the next start of the service; until then, those before them do.");
    if (!terms.sold())
        return tr("No call is sold: no address to pay to is set. Callers need a key, or are on this machine.");
    if (terms.local())
        return tr("For trying out: what callers sign is checked, but nothing is settled and no money moves.");
    return tr("Whoever has no key may pay by the call; %1 settles it.").arg(terms.facilitator);
}

QString tone(const Terms& terms) {
    if (terms.waits) return QStringLiteral("warn");
    return terms.sold() && !terms.local() ? QStringLiteral("good") : QString();
}

QVariantList facts(const Terms& terms) {
    if (!terms.sold()) return {};
    const auto in_asset = [&](const QString& sum) {
        return tr("%1 %2").arg(format::plainNumber(sum.toStdString()), terms.asset_name);
    };
    return {fact(tr("Paid to"), terms.pay_to, true),
            fact(tr("Chain"), terms.network),
            fact(tr("Asset"), terms.asset_name),
            fact(tr("Its contract"), terms.asset, true),
            fact(tr("Ways to pay"), terms.schemes),
            fact(tr("Million tokens read"), in_asset(terms.prompt_million)),
            fact(tr("Million tokens written"), in_asset(terms.completion_million)),
            fact(tr("One call at most"), in_asset(terms.most))};
}

QString amount(const std::string& units, unsigned decimals) {
    const auto value = whole(units);
    if (!value || decimals > 18) return format::unknown();
    std::string text = digits(*value);
    if (decimals == 0) return format::plainNumber(text);
    if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
    text.insert(text.size() - decimals, 1, '.');
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return format::plainNumber(text);
}

QVariantList sums(const std::vector<control::PaymentRow>& rows, const Terms& terms) {
    QVariantList all;
    for (const Outcome& outcome : outcomes) {
        core::Uint128 sum = 0;
        int count = 0;
        for (const control::PaymentRow& row : rows)
            if (outcome_of(row) == &outcome) {
                ++count;
                sum += whole(row.amount).value_or(0);
            }
        if (count == 0) continue;
        const QString calls = QCoreApplication::translate("Payments", "%n call(s)", nullptr, count);
        all << fact(tr(outcome.word), sum == 0 ? calls : tr("%1 for %2").arg(priced(digits(sum), terms), calls));
    }
    return all;
}

QVariantList rows(const std::vector<control::PaymentRow>& rows, const Terms& terms) {
    QVariantList all;
    for (const control::PaymentRow& row : rows) {
        const Outcome* const outcome = outcome_of(row);
        all << QVariantMap{
            {QStringLiteral("payer"), format::shortId(row.payer)},
            {QStringLiteral("when"), format::time(row.at)},
            {QStringLiteral("amount"), row.amount.empty() ? format::unknown() : priced(row.amount, terms)},
            {QStringLiteral("word"),
             outcome != nullptr ? tr(outcome->word) : QString::fromLatin1(control::name_of(row.state))},
            {QStringLiteral("tone"), outcome != nullptr ? QString::fromLatin1(outcome->tone) : QString()},
            {QStringLiteral("note"), note_of(row, outcome)}};
    }
    return all;
}

} // namespace hearth::desktop::payments
