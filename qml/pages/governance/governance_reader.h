// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"
#include "proposal_list_model.h"

#include <QHash>

namespace hearth::desktop {

/// Proposals as the operator sees them, and what the operator decides. A vote is signed by the node and told as
/// confirmed only when a block holds it.
class GovernanceReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// What still becomes of something, the nearest deadline first.
    Q_PROPERTY(hearth::desktop::ProposalListModel* open READ open CONSTANT)
    /// What is over, newest first, as many as `shown`.
    Q_PROPERTY(hearth::desktop::ProposalListModel* over READ over CONSTANT)
    Q_PROPERTY(int openCount READ openCount NOTIFY viewChanged)
    Q_PROPERTY(int overCount READ overCount NOTIFY viewChanged)
    Q_PROPERTY(int shown READ shown WRITE setShown NOTIFY viewChanged)
    /// This home orders its blocks alone.
    Q_PROPERTY(bool alone READ alone NOTIFY aloneChanged)
    Q_PROPERTY(QString account READ account NOTIFY viewChanged)
    Q_PROPERTY(QString delegate READ delegate NOTIFY viewChanged)
    Q_PROPERTY(QString deposit READ deposit NOTIFY viewChanged)
    Q_PROPERTY(QString staked READ staked NOTIFY viewChanged)     ///< by all nodes of the operator
    Q_PROPERTY(bool mayVeto READ mayVeto NOTIFY viewChanged)      ///< the operator is the ledger's guardian
    Q_PROPERTY(bool vetoing READ vetoing NOTIFY vetoChanged)      ///< a veto is on its way
    Q_PROPERTY(QString vetoNote READ vetoNote NOTIFY vetoChanged) ///< what became of the last one
    Q_PROPERTY(bool vetoBad READ vetoBad NOTIFY vetoChanged)
    Q_PROPERTY(bool sending READ sending NOTIFY sendingChanged) ///< a delegation is on its way
    Q_PROPERTY(QString note READ note NOTIFY noteChanged)       ///< what became of the last delegation
    Q_PROPERTY(bool noteBad READ noteBad NOTIFY noteChanged)
public:
    explicit GovernanceReader(QObject* parent = nullptr);

    ProposalListModel* open() { return &m_open; }
    ProposalListModel* over() { return &m_over; }
    int openCount() const { return m_open.rowCount(); }
    int overCount() const { return m_over_count; }
    int shown() const { return m_shown; }
    void setShown(int shown);
    bool alone() const { return m_alone; }
    QString account() const { return QString::fromStdString(m_view.account); }
    QString delegate() const { return QString::fromStdString(m_view.delegate.value_or(std::string())); }
    QString deposit() const;
    QString staked() const;
    bool mayVeto() const { return m_view.may_veto; }
    bool vetoing() const { return m_vetoing; }
    const QString& vetoNote() const { return m_veto_note; }
    bool vetoBad() const { return m_veto_bad; }
    bool sending() const { return m_sending; }
    const QString& note() const { return m_note; }
    bool noteBad() const { return m_note_bad; }

    /// `choice`: "yes", "no" or "abstain". One vote on a proposal at a time.
    Q_INVOKABLE void vote(int proposal, const QString& choice);
    /// As the guardian; cannot be taken back.
    Q_INVOKABLE void veto(int proposal);
    Q_INVOKABLE void dismissVeto() { setVeto(false, {}, false); }
    /// Of 64 hexadecimal digits.
    Q_INVOKABLE static bool isAccount(const QString& text);
    /// An empty account takes the votes back.
    Q_INVOKABLE void delegateTo(const QString& account);
    /// What is wrong with it; empty: nothing that can be seen here.
    Q_INVOKABLE QString amountFault(const QString& amount) const;
    /// With all its decimals, to be confirmed; empty: it is no amount.
    Q_INVOKABLE static QString amountInFull(const QString& amount);
    /// Puts so much more of the operator's money behind this node.
    Q_INVOKABLE void stakeMore(const QString& amount);
    Q_INVOKABLE void dismissNote() { setNote({}); }
    /// The ledger remembers it.
    Q_INVOKABLE bool knows(int proposal) const;
    /// Row among the open ones, or -1.
    Q_INVOKABLE int openRow(int proposal) const { return m_open.indexOf(std::to_string(proposal)); }
    Q_INVOKABLE int overRow(int proposal) const { return m_over.indexOf(std::to_string(proposal)); }

signals:
    void viewChanged();
    void aloneChanged();
    void vetoChanged();
    void sendingChanged();
    void noteChanged();

protected:
    void read() override;
    void connected() override;

private:
    void follow();
    void sort();
    void setCast(std::uint64_t proposal, const CastVote& cast);
    void setVeto(bool vetoing, const QString& note, bool bad);
    void send(const control::GovernanceAct& act);
    void setSending(bool sending);
    void setNote(const QString& note, bool bad = false);

    control::GovernanceView m_view;
    ProposalListModel m_open, m_over;
    QHash<qulonglong, CastVote> m_casts;
    QString m_note, m_veto_note;
    std::uint64_t m_epoch = 0; ///< of the status
    int m_shown = 20, m_over_count = 0;
    bool m_alone = false, m_vetoing = false, m_veto_bad = false, m_sending = false, m_note_bad = false;
};

} // namespace hearth::desktop
