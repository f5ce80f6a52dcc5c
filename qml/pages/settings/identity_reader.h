// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QStringList>

namespace hearth::desktop {

/// Who this home is, whether that is written down somewhere else, and the words to write down. The words stay here only
/// while they are shown; whether somebody has them on paper is judged by the node.
class IdentityReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString account READ account NOTIFY identityChanged)
    /// The operator's key is kept somewhere else.
    Q_PROPERTY(bool offline READ offline NOTIFY identityChanged)
    Q_PROPERTY(bool backedUp READ backedUp NOTIFY identityChanged)
    /// In a sentence: how and when, or that there is none.
    Q_PROPERTY(QString backup READ backup NOTIFY identityChanged)
    /// What the words bring back.
    Q_PROPERTY(bool coversAccounts READ coversAccounts NOTIFY identityChanged)
    Q_PROPERTY(QStringList words READ words NOTIFY wordsChanged)
    /// Three places, from 1, in ascending order, that are asked for; other ones each time.
    Q_PROPERTY(QList<int> places READ places NOTIFY wordsChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
public:
    explicit IdentityReader(QObject* parent = nullptr);

    QString account() const { return QString::fromStdString(m_view.account); }
    bool offline() const { return m_view.offline; }
    bool backedUp() const { return m_view.backup.has_value(); }
    QString backup() const;
    bool coversAccounts() const { return m_view.covers_accounts; }
    const QStringList& words() const { return m_words; }
    const QList<int>& places() const { return m_places; }
    bool busy() const { return m_busy; }

    /// They appear in `words`; wordsShown() then.
    Q_INVOKABLE void showWords();
    Q_INVOKABLE void forgetWords();
    /// One for each of `places`.
    Q_INVOKABLE void confirmWords(const QStringList& typed);

signals:
    void identityChanged();
    void wordsChanged();
    void busyChanged();
    void wordsShown();
    void wordsConfirmed();

protected:
    void read() override;

private:
    void show(const control::IdentityView& view);
    void setBusy(bool busy);
    void failed(const core::Error& error);

    control::IdentityView m_view;
    QStringList m_words;
    QList<int> m_places;
    bool m_busy = false;
};

} // namespace hearth::desktop
