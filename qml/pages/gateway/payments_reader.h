// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QVariantList>

namespace hearth::desktop {

/// Whether and how calls are sold to those without a key, and what the last of them paid.
class PaymentsReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool sold READ sold NOTIFY paymentsChanged)
    Q_PROPERTY(QString state READ state NOTIFY paymentsChanged)      ///< a sentence
    Q_PROPERTY(QString tone READ tone NOTIFY paymentsChanged)        ///< of a Badge
    Q_PROPERTY(QVariantList facts READ facts NOTIFY paymentsChanged) ///< as payments::facts()
    Q_PROPERTY(QVariantList sums READ sums NOTIFY paymentsChanged)   ///< as payments::sums(), of the last `most`
    Q_PROPERTY(QVariantList rows READ rows NOTIFY paymentsChanged)   ///< as payments::rows(), newest first
public:
    static constexpr std::uint32_t most = 100;

    explicit PaymentsReader(QObject* parent = nullptr);

    bool sold() const { return m_sold; }
    const QString& state() const { return m_state; }
    const QString& tone() const { return m_tone; }
    const QVariantList& facts() const { return m_facts; }
    const QVariantList& sums() const { return m_sums; }
    const QVariantList& rows() const { return m_rows; }

signals:
    void paymentsChanged();

protected:
    void read() override;

private:
    QString m_state, m_tone;
    QVariantList m_facts, m_sums, m_rows;
    bool m_sold = false;
};

} // namespace hearth::desktop
