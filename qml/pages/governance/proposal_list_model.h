// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/row_model.h"
#include "proposal_words.h"

#include <QtQml/qqmlregistration.h>

namespace hearth::desktop {

/// A vote of this window's on its way.
struct CastVote {
    enum class State { none, sending, confirmed, failed } state = State::none;
    QString choice; ///< "yes", "no", "abstain"
    QString note;   ///< what became of it
    QString tx, account;
    bool operator==(const CastVote&) const = default;
};
struct ProposalRow {
    control::ProposalView view;
    proposals::Moment now;
    CastVote cast;
    std::string print; ///< the view in one text, to compare
};

/// Proposals in the order in which they are given.
class ProposalListModel : public RowModel<ProposalRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("GovernanceReader fills it.")
public:
    enum Role {
        ProposalId = Qt::UserRole + 1,
        Title,
        Kind,
        Summary,
        Statement, ///< of a text: itself
        Ids,
        Changes,
        State,
        Tone,
        When,
        Proposer,
        Houses,
        Rule,
        Extended,
        CanVote,   ///< the vote is open and there is some weight
        OwnChoice, ///< "yes", "no", "abstain" or ""
        OwnChoiceWord,
        OwnReason,
        CastState, ///< "", "sending", "confirmed" or "failed"
        CastChoice,
        CastNote,
        CastTx,
    };
    Q_ENUM(Role)

    using RowModel::RowModel;

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

protected:
    std::string key(const ProposalRow& row) const override { return std::to_string(row.view.id); }
    bool same(const ProposalRow& a, const ProposalRow& b) const override {
        return a.print == b.print && a.now == b.now && a.cast == b.cast;
    }

private:
    QVariant castData(const ProposalRow& row, int role) const;
};

} // namespace hearth::desktop
