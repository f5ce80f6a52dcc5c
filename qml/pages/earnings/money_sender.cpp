// SPDX-License-Identifier: Apache-2.0
#include "money_sender.h"

#include "backend/format.h"
#include "backend/typed_amount.h"
#include "core/keys.h"

namespace hearth::desktop {
MoneySender::MoneySender(QObject* parent) : NodeReader({QStringLiteral("earnings")}, parent, 500) {}

void MoneySender::read() {
    fetch([](control::Node& node) { return node.account({}); },
          [this](const control::AccountView& account) {
              m_address = QString::fromStdString(account.address);
              m_balance = account.balance;
              emit accountChanged();
          });
}

QString MoneySender::balance() const {
    return m_balance ? format::money(*m_balance) : format::unknown();
}

QString MoneySender::balanceExact() const {
    return m_balance ? format::moneyExact(*m_balance) : format::unknown();
}

QString MoneySender::addressFault(const QString& to) const {
    const std::string address = to.trimmed().toStdString();
    if (!core::PublicKey::parse(address)) return tr("An address is the 64 hexadecimal digits of an account.");
    if (address == m_address.toStdString()) return tr("That is the account which sends.");
    return {};
}

QString MoneySender::amountFault(const QString& amount) const {
    const auto sum = typed_amount(amount);
    if (!sum) return explain(sum.error());
    if (*sum == core::Amount()) return tr("Nothing would be sent.");
    const auto there = m_balance ? core::Amount::parse_units(*m_balance) : core::Result<core::Amount>(core::Amount());
    if (!m_balance || !there) return tr("The balance is not known now.");
    if (*sum > *there) return tr("There are only %1.").arg(balanceExact());
    return {};
}

QString MoneySender::amountInFull(const QString& amount) const {
    const auto sum = typed_amount(amount);
    return sum ? format::moneyExact(sum->units_text()) : QString();
}

void MoneySender::send(const QString& to, const QString& amount) {
    if (m_busy || connection() == nullptr || !addressFault(to).isEmpty() || !amountFault(amount).isEmpty()) return;
    const auto sum = typed_amount(amount);
    setBusy(true);
    setError({});
    // Nine decimals after a point, whatever the window's language is.
    std::string units = sum->units_text();
    units.insert(0, units.size() < 10 ? 10 - units.size() : 0, '0');
    const std::string emb = units.substr(0, units.size() - 9) + "." + units.substr(units.size() - 9);
    connection()->run(
        this,
        [address = to.trimmed().toStdString(), emb](control::Node& node) { return node.send_money(address, emb); },
        [this](const control::MoneySent& sent) {
            m_receipt = {{QStringLiteral("amount"), format::moneyExact(sent.amount)},
                         {QStringLiteral("to"), QString::fromStdString(sent.to)},
                         {QStringLiteral("height"), format::count(sent.height)},
                         {QStringLiteral("tx"), QString::fromStdString(sent.tx)}};
            emit receiptChanged();
            setBusy(false);
            request();
        },
        [this](const core::Error& error) {
            setError(explain(error)); // it stands when `busy` ends
            setBusy(false);
        });
}

void MoneySender::setBusy(bool busy) {
    if (busy == m_busy) return;
    m_busy = busy;
    emit busyChanged();
}

} // namespace hearth::desktop
