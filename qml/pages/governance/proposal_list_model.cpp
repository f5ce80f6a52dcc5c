// SPDX-License-Identifier: Apache-2.0
#include "proposal_list_model.h"

#include "backend/format.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

bool can_vote(const control::ProposalView& p) {
    return p.state == control::ProposalState::voting &&
           std::any_of(p.houses.begin(), p.houses.end(),
                       [](const control::HouseView& house) { return house.own_weight > 0 || house.lent_weight > 0; });
}

QString name_of(CastVote::State state) {
    switch (state) {
    case CastVote::State::none:
        return {};
    case CastVote::State::sending:
        return QStringLiteral("sending");
    case CastVote::State::confirmed:
        return QStringLiteral("confirmed");
    case CastVote::State::failed:
        return QStringLiteral("failed");
    }
    return {};
}

} // namespace

QVariant ProposalListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const ProposalRow& row = rows()[static_cast<std::size_t>(index.row())];
    const control::ProposalView& p = row.view;
    switch (role) {
    case ProposalId:
        return static_cast<int>(p.id);
    case Qt::DisplayRole:
    case Title:
        return QString::fromStdString(p.title);
    case Kind:
        return proposals::kind(p.kind);
    case Summary:
        return proposals::summary(p);
    case Statement:
        return QString::fromStdString(p.text);
    case Ids:
        return proposals::ids(p);
    case Changes:
        return proposals::changes(p);
    case State:
        return proposals::state(p);
    case Tone:
        return proposals::tone(p);
    case When:
        return proposals::when(p, row.now);
    case Proposer:
        return QString::fromStdString(p.proposer);
    case Houses:
        return proposals::houses(p);
    case Rule:
        return proposals::rule(p);
    case Extended:
        return p.extended;
    default:
        return castData(row, role);
    }
}

QVariant ProposalListModel::castData(const ProposalRow& row, int role) const {
    const control::ProposalView& p = row.view;
    switch (role) {
    case CanVote:
        return can_vote(p);
    case OwnChoice:
        return QString::fromStdString(p.own_vote.value_or(std::string()));
    case OwnChoiceWord:
        return p.own_vote ? proposals::choice(*p.own_vote) : QString();
    case OwnReason:
        return format::sentence(p.own_reason);
    case CastState:
        return name_of(row.cast.state);
    case CastChoice:
        return row.cast.choice;
    case CastNote:
        return row.cast.note;
    case CastTx:
        return row.cast.tx;
    default:
        return {};
    }
}

QHash<int, QByteArray> ProposalListModel::roleNames() const {
    return {{ProposalId, "proposalId"},
            {Title, "proposedTitle"},
            {Kind, "kind"},
            {Summary, "summary"},
            {Statement, "statement"},
            {Ids, "ids"},
            {Changes, "changes"},
            {State, "stateWord"},
            {Tone, "stateTone"},
            {When, "when"},
            {Proposer, "proposer"},
            {Houses, "houses"},
            {Rule, "rule"},
            {Extended, "extended"},
            {CanVote, "canVote"},
            {OwnChoice, "ownChoice"},
            {OwnChoiceWord, "ownChoiceWord"},
            {OwnReason, "ownReason"},
            {CastState, "castState"},
            {CastChoice, "castChoice"},
            {CastNote, "castNote"},
            {CastTx, "castTx"}};
}

} // namespace hearth::desktop
