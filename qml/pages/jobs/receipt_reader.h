// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QUrl>
#include <QVariantList>

namespace hearth::desktop {

/// One receipt: what it says, what was checked; verifies it by a replay and exports it.
class ReceiptReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString receiptId READ receiptId WRITE setReceiptId NOTIFY receiptIdChanged)
    Q_PROPERTY(bool shown READ shown NOTIFY viewChanged)
    Q_PROPERTY(bool valid READ valid NOTIFY viewChanged)
    Q_PROPERTY(QString level READ level NOTIFY viewChanged)
    Q_PROPERTY(QString levelText READ levelText NOTIFY viewChanged)
    Q_PROPERTY(QString levelTone READ levelTone NOTIFY viewChanged)
    Q_PROPERTY(QVariantList checks READ checks NOTIFY viewChanged)
    Q_PROPERTY(QVariantList fields READ fields NOTIFY viewChanged)
    Q_PROPERTY(QVariantList stages READ stages NOTIFY viewChanged)
    Q_PROPERTY(QString earned READ earned NOTIFY viewChanged)
    Q_PROPERTY(QString earnedExact READ earnedExact NOTIFY viewChanged)
    Q_PROPERTY(QString moneyState READ moneyState NOTIFY viewChanged)
    Q_PROPERTY(QString moneyTone READ moneyTone NOTIFY viewChanged)
    Q_PROPERTY(QString reason READ reason NOTIFY viewChanged)
    /// Its caller ended the answer.
    Q_PROPERTY(bool cutShort READ cutShort NOTIFY viewChanged)
    Q_PROPERTY(bool verifying READ verifying NOTIFY verifyingChanged)
    Q_PROPERTY(QString progress READ progress NOTIFY progressChanged)
    Q_PROPERTY(double fraction READ fraction NOTIFY progressChanged)
    /// What the last action ended with, e.g. "Exported to …".
    Q_PROPERTY(QString note READ note NOTIFY noteChanged)
public:
    explicit ReceiptReader(QObject* parent = nullptr);
    ~ReceiptReader() override;

    QString receiptId() const { return m_id; }
    void setReceiptId(const QString& id);
    bool shown() const { return m_view.has_value(); }
    bool valid() const { return m_view && m_view->valid; }
    QString level() const;
    QString levelText() const;
    QString levelTone() const;
    QVariantList checks() const;
    QVariantList fields() const;
    QVariantList stages() const;
    QString earned() const;
    QString earnedExact() const;
    QString moneyState() const;
    QString moneyTone() const;
    QString reason() const;
    bool cutShort() const { return m_view && m_view->job.state == control::JobState::cancelled; }
    bool verifying() const { return m_cancel != nullptr; }
    const QString& progress() const { return m_progress; }
    double fraction() const { return m_fraction; }
    const QString& note() const { return m_note; }

    Q_INVOKABLE void verify();
    Q_INVOKABLE void cancelVerify();
    Q_INVOKABLE void exportTo(const QUrl& file);

signals:
    void receiptIdChanged();
    void viewChanged();
    void verifyingChanged();
    void progressChanged();
    void noteChanged();

protected:
    void read() override;

private:
    void show(control::ReceiptView view);
    void setNote(const QString& note);
    void endVerify();

    QString m_id, m_progress, m_note;
    double m_fraction = -1;
    std::optional<control::ReceiptView> m_view;
    std::shared_ptr<std::atomic<bool>> m_cancel;
};

} // namespace hearth::desktop
