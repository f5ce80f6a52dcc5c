// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QVariantMap>

namespace hearth::desktop {

/// Money that this home's caller sends to another account: what is there, what is typed, what a block then holds.
class MoneySender : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// The account that pays for what is asked here; empty before the first answer.
    Q_PROPERTY(QString address READ address NOTIFY accountChanged)
    Q_PROPERTY(QString balance READ balance NOTIFY accountChanged) ///< "—": unknown
    Q_PROPERTY(QString balanceExact READ balanceExact NOTIFY accountChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    /// Of what was sent last: {amount, to, height, tx}; empty: nothing was.
    Q_PROPERTY(QVariantMap receipt READ receipt NOTIFY receiptChanged)
public:
    explicit MoneySender(QObject* parent = nullptr);

    const QString& address() const { return m_address; }
    QString balance() const;
    QString balanceExact() const;
    bool busy() const { return m_busy; }
    const QVariantMap& receipt() const { return m_receipt; }

    /// What is wrong with it; empty: nothing that can be seen here.
    Q_INVOKABLE QString addressFault(const QString& to) const;
    Q_INVOKABLE QString amountFault(const QString& amount) const;
    /// "1.5 EMB" with all its decimals, to be confirmed; empty: it is no amount.
    Q_INVOKABLE QString amountInFull(const QString& amount) const;
    Q_INVOKABLE void send(const QString& to, const QString& amount);

signals:
    void accountChanged();
    void busyChanged();
    void receiptChanged();

protected:
    void read() override;

private:
    void setBusy(bool busy);

    QString m_address;
    std::optional<std::string> m_balance; ///< units
    QVariantMap m_receipt;
    bool m_busy = false;
};

} // namespace hearth::desktop
