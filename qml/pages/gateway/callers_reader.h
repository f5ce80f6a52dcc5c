// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"
#include "gateway_words.h"

namespace hearth::desktop {

/// Who may call the node: where, with which keys, and what each key spent.
class CallersReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString address READ address NOTIFY placeChanged) ///< of the OpenAI endpoint
    Q_PROPERTY(QString access READ access NOTIFY placeChanged)   ///< who may call there, in a sentence
    Q_PROPERTY(QVariantList keys READ keys NOTIFY keysChanged)   ///< as gateways::keys()
    /// A key that was made now; shown this once.
    Q_PROPERTY(QString freshKey READ freshKey NOTIFY freshChanged)
    Q_PROPERTY(QString freshName READ freshName NOTIFY freshChanged)
    Q_PROPERTY(bool anySpent READ anySpent NOTIFY spendingChanged)
    Q_PROPERTY(QList<double> values READ values NOTIFY spendingChanged)
    Q_PROPERTY(QVariantList ticks READ ticks NOTIFY spendingChanged)
    Q_PROPERTY(QString total READ total NOTIFY spendingChanged)
    /// The same as a table, the newest day first: maps {day, answers, amount, parts}; days without answers left out.
    Q_PROPERTY(QVariantList table READ table NOTIFY spendingChanged)
public:
    static constexpr int days = 30;

    explicit CallersReader(QObject* parent = nullptr);

    QString address() const;
    QString access() const;
    const QVariantList& keys() const { return m_keys; }
    const QString& freshKey() const { return m_fresh_key; }
    const QString& freshName() const { return m_fresh_name; }
    bool anySpent() const;
    QList<double> values() const;
    QVariantList ticks() const;
    QString total() const;
    QVariantList table() const;
    Q_INVOKABLE QString dayName(int index) const;
    Q_INVOKABLE QString dayText(int index) const;

    /// What is wrong with a budget in EMB or with a number; empty: nothing, or it is empty.
    Q_INVOKABLE static QString budgetFault(const QString& text);
    Q_INVOKABLE static QString numberFault(const QString& text);
    Q_INVOKABLE void create(const QString& name, const QString& budget, const QString& at_once,
                            const QString& per_minute);
    Q_INVOKABLE void forgetKey();
    Q_INVOKABLE void revoke(const QString& key_id);

signals:
    void placeChanged();
    void keysChanged();
    void freshChanged();
    void spendingChanged();

protected:
    void read() override;
    void connected() override;

private:
    QVariantList m_keys;
    std::vector<gateways::SpendBar> m_bars;
    QString m_fresh_key, m_fresh_name;
};

} // namespace hearth::desktop
