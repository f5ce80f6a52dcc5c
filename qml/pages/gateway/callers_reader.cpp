// SPDX-License-Identifier: Apache-2.0
#include "callers_reader.h"

#include "backend/format.h"
#include "core/amount_text.h"
#include "core/clock.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

constexpr int interval_ms = 1000, marks = 4;
constexpr unsigned most = 1'000'000;

struct Callers {
    std::vector<control::ApiKeyInfo> keys;
    std::vector<control::SpendDay> days;
};

std::optional<std::uint32_t> number_in(const QString& text) {
    bool fine = false;
    const unsigned number = text.trimmed().toUInt(&fine);
    return fine ? std::optional<std::uint32_t>(number) : std::nullopt;
}

bool same(const std::vector<gateways::SpendBar>& a, const std::vector<gateways::SpendBar>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return x.day == y.day && x.amount == y.amount && x.answers == y.answers && x.parts == y.parts;
    });
}

} // namespace

CallersReader::CallersReader(QObject* parent)
    : NodeReader({QStringLiteral("jobs"), QStringLiteral("gateway")}, parent, interval_ms) {}

void CallersReader::connected() {
    connect(connection(), &NodeConnection::statusChanged, this, &CallersReader::placeChanged);
    emit placeChanged();
}

void CallersReader::read() {
    fetch(
        [](control::Node& node) -> core::Result<Callers> {
            Callers callers;
            HEARTH_TRY(callers.keys, node.api_keys());
            HEARTH_TRY(callers.days, node.spending(days));
            return callers;
        },
        [this](const Callers& callers) {
            auto bars = gateways::bars(callers.days, callers.keys, core::system_clock().now(), days);
            if (!same(bars, m_bars)) {
                m_bars = std::move(bars);
                emit spendingChanged();
            }
            QVariantList keys = gateways::keys(callers.keys);
            if (keys == m_keys) return;
            m_keys = std::move(keys);
            emit keysChanged();
        });
}

QString CallersReader::address() const {
    return connection() && connection()->status() ? QString::fromStdString(connection()->status()->api) : QString();
}

QString CallersReader::access() const {
    return connection() && connection()->status() ? format::sentence(connection()->status()->api_access) : QString();
}

bool CallersReader::anySpent() const {
    return std::any_of(m_bars.begin(), m_bars.end(), [](const auto& bar) { return bar.answers > 0; });
}

QList<double> CallersReader::values() const {
    QList<double> all;
    for (const gateways::SpendBar& bar : m_bars)
        all << format::moneyNumber(bar.amount.units_text());
    return all;
}

QVariantList CallersReader::ticks() const {
    QVariantList all;
    const auto count = static_cast<int>(m_bars.size());
    for (int i = 0; count > 0 && i < marks; ++i) {
        const int index = i * (count - 1) / (marks - 1);
        all << QVariantMap{{QStringLiteral("at"), (index + 0.5) / count}, {QStringLiteral("text"), dayName(index)}};
    }
    return all;
}

QString CallersReader::total() const {
    core::Amount sum;
    for (const gateways::SpendBar& bar : m_bars)
        if (const auto more = sum.plus(bar.amount)) sum = *more;
    return format::money(sum.units_text());
}

QVariantList CallersReader::table() const {
    QVariantList all;
    for (auto bar = m_bars.rbegin(); bar != m_bars.rend(); ++bar)
        if (bar->answers > 0)
            all << QVariantMap{{QStringLiteral("day"), gateways::day(bar->day)},
                               {QStringLiteral("answers"), tr("%n answer(s)", nullptr, static_cast<int>(bar->answers))},
                               {QStringLiteral("amount"), format::money(bar->amount.units_text())},
                               {QStringLiteral("parts"), bar->parts.join(QStringLiteral("  ·  "))}};
    return all;
}

QString CallersReader::dayName(int index) const {
    if (index < 0 || index >= static_cast<int>(m_bars.size())) return {};
    return gateways::day(m_bars[static_cast<std::size_t>(index)].day);
}

QString CallersReader::dayText(int index) const {
    if (index < 0 || index >= static_cast<int>(m_bars.size())) return {};
    return tr("%1 EMB").arg(format::money(m_bars[static_cast<std::size_t>(index)].amount.units_text()));
}

QString CallersReader::budgetFault(const QString& text) {
    if (text.trimmed().isEmpty()) return {};
    const auto amount = core::parse_emb(text.trimmed().toStdString());
    return amount ? QString() : explain(amount.error());
}

QString CallersReader::numberFault(const QString& text) {
    const auto number = number_in(text);
    if (text.trimmed().isEmpty() || (number && *number >= 1 && *number <= most)) return {};
    return tr("A whole number from 1 to 1,000,000, or nothing.");
}

void CallersReader::create(const QString& name, const QString& budget, const QString& at_once,
                           const QString& per_minute) {
    control::ApiKeyWish wish;
    wish.name = name.trimmed().toStdString();
    if (!budget.trimmed().isEmpty()) {
        const auto amount = core::parse_emb(budget.trimmed().toStdString());
        if (!amount) return setError(explain(amount.error()));
        wish.budget = amount->units_text();
    }
    wish.concurrency = number_in(at_once);
    wish.per_minute = number_in(per_minute);
    call([wish](control::Node& node) { return node.create_api_key(wish); },
         [this](const control::NewApiKey& made) {
             m_fresh_key = QString::fromStdString(made.key);
             m_fresh_name = QString::fromStdString(made.info.name);
             emit freshChanged();
             request();
         });
}

void CallersReader::forgetKey() {
    m_fresh_key.clear();
    m_fresh_name.clear();
    emit freshChanged();
}

void CallersReader::revoke(const QString& key_id) {
    call([id = key_id.toStdString()](control::Node& node) { return node.revoke_api_key(id); },
         [this](const control::ApiKeyInfo&) { request(); });
}

} // namespace hearth::desktop
