// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QVariantList>

#include <atomic>

namespace hearth::desktop {

/// Gives the home another owner, or another ledger: asked for here, done by the service while it stands still, told
/// here once it serves again. Words are held no longer than the call that carries them.
class HomeChangeReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// What the home has on the ledger on which it stands, after lookAtHoldings(): maps {name, value}.
    Q_PROPERTY(QVariantList holdings READ holdings NOTIFY holdingsChanged)
    Q_PROPERTY(bool holdingsKnown READ holdingsKnown NOTIFY holdingsChanged)
    /// From the wish until the service serves again.
    Q_PROPERTY(bool working READ working NOTIFY workingChanged)
    /// While nothing has begun yet that could not be stopped.
    Q_PROPERTY(bool canCancel READ canCancel NOTIFY workingChanged)
    Q_PROPERTY(QString progress READ progress NOTIFY workingChanged)
    /// What became of the last change: of one that was asked for here, or of a failed one.
    Q_PROPERTY(QString note READ note NOTIFY noteChanged)
    Q_PROPERTY(QString noteTone READ noteTone NOTIFY noteChanged)
public:
    explicit HomeChangeReader(QObject* parent = nullptr);
    ~HomeChangeReader() override;

    const QVariantList& holdings() const { return m_holdings; }
    bool holdingsKnown() const { return m_holdings_known; }
    bool working() const { return m_state != State::rest; }
    bool canCancel() const { return m_cancel != nullptr && m_state == State::asking; }
    QString progress() const;
    const QString& note() const { return m_note; }
    const QString& noteTone() const { return m_note_tone; }

    /// How many words that is.
    Q_INVOKABLE static int wordCount(const QString& words);
    /// What is wrong with recovery words as far as they were typed, in a sentence; empty: nothing, or too few yet.
    Q_INVOKABLE static QString wordsFault(const QString& words);
    Q_INVOKABLE void lookAtHoldings();
    /// Makes the owner of these words the home's.
    Q_INVOKABLE void restore(const QString& words);
    Q_INVOKABLE void join(const QString& invitation);
    Q_INVOKABLE void leave();
    Q_INVOKABLE void cancel();

signals:
    void holdingsChanged();
    void workingChanged();
    void noteChanged();
    void done(const QString& kind);

protected:
    void read() override;

private:
    enum class State { rest, asking, waiting };
    using Call = std::function<core::Result<control::HomeChange>(control::Node&)>;
    void ask(Call call, bool can_cancel);
    void tell(const control::HomeChange& change);
    void setState(State state);
    void setNote(const QString& note, const QString& tone);

    QVariantList m_holdings;
    bool m_holdings_known = false;
    State m_state = State::rest;
    std::shared_ptr<std::atomic<bool>> m_cancel;
    QString m_stage, m_note, m_note_tone;
};

} // namespace hearth::desktop
