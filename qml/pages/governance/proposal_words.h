// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

#include <QStringList>
#include <QVariantList>

#include <optional>

/// Proposals and votes in the user's language; tones as in words.h of the jobs.
namespace hearth::desktop::proposals {

/// When it is now, for deadlines.
struct Moment {
    std::uint64_t epoch = 0;
    std::optional<core::Nanoseconds> epoch_length;
    bool operator==(const Moment&) const = default;
};

QString kind(const std::string& kind);
QString state(const control::ProposalView& proposal);
QString tone(const control::ProposalView& proposal);
/// "For", "Against", "Abstained".
QString choice(const std::string& choice);
/// What it does. Of parameters: what they rule, since changes() says by how much.
QString summary(const control::ProposalView& proposal);
/// Accounts, models and programs of its content, whole: what is shortened in the summary.
QStringList ids(const control::ProposalView& proposal);
/// Maps {meaning, name, from, to, exact} of the parameters that it moves.
QVariantList changes(const control::ProposalView& proposal);
/// Maps {house, word, about, hasSay, voted, quorum, reached, yes, no, abstain (texts), yesPart, noPart, abstainPart,
/// needed (of yes and no), turnout (of the quorum, at most 1), own, lent}.
QVariantList houses(const control::ProposalView& proposal);
/// "ends in about 29 min (29 epochs)".
QString when(const control::ProposalView& proposal, const Moment& now);
/// What part of each house is the operator's own and lent to it: "Your weight: 2.5 % of the stake house."; empty: it
/// weighs nothing.
QString ownPart(const control::ProposalView& proposal);
/// What both houses must reach, in a sentence.
QString rule(const control::ProposalView& proposal);

} // namespace hearth::desktop::proposals
