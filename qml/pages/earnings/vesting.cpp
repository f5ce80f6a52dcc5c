// SPDX-License-Identifier: Apache-2.0
#include "vesting.h"

#include "backend/format.h"

#include <QCoreApplication>

#include <span>

namespace hearth::desktop::vesting {
namespace {

constexpr std::size_t most = 6;

QString tr(const char* text) {
    return QCoreApplication::translate("Vesting", text);
}

/// Amounts are texts of whole units; one that is no number counts nothing here, and its own row shows "—".
std::uint64_t units_of(const std::string& text) {
    return QString::fromStdString(text).toULongLong();
}

QVariantMap row(const QString& when, const std::string& amount, const std::string& in_proof) {
    QString note;
    if (units_of(in_proof) > 0)
        note = in_proof == amount ? tr("if its proof holds")
                                  : tr("of it %1 EMB only if their proof holds").arg(format::money(in_proof));
    return {{QStringLiteral("when"), when},
            {QStringLiteral("amount"), format::money(amount)},
            {QStringLiteral("exact"), format::moneyExact(amount)},
            {QStringLiteral("note"), note}};
}

} // namespace

QVariantList steps(const std::vector<control::VestingStep>& vesting) {
    QVariantList list;
    const std::size_t single = vesting.size() > most ? most - 1 : vesting.size();
    for (const control::VestingStep& step : std::span(vesting).first(single))
        list.append(row(step.at ? format::time(step.at) : tr("after its proof"), step.amount, step.in_proof));
    std::uint64_t amount = 0, in_proof = 0;
    for (const control::VestingStep& step : std::span(vesting).subspan(single)) {
        amount += units_of(step.amount);
        in_proof += units_of(step.in_proof);
    }
    if (single < vesting.size()) // what waits comes first: where the last one does, all do
        list.append(
            row(vesting.back().at ? tr("then until %1").arg(format::time(*vesting.back().at)) : tr("after its proof"),
                std::to_string(amount), std::to_string(in_proof)));
    return list;
}

} // namespace hearth::desktop::vesting
