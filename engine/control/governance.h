// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/channels.h"
#include "control/network_words.h"
#include "core/sentence.h"
#include "core/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Proposals and votes; see values.h. Weights are whole numbers, of the stake house in 10⁻⁹ EMB.
namespace hearth::control {

struct HouseView {
    std::string house;                          ///< "stake" or "work"
    std::uint64_t yes = 0, no = 0, abstain = 0; ///< as they count: nobody for more than the cap
    std::uint64_t total = 0;                    ///< of the whole house; 0: it has no say
    std::uint64_t turnout_ppm = 0, quorum_ppm = 0;
    std::uint64_t cap_ppm = 0;     ///< the most of what is cast that one voter counts
    std::uint64_t own_weight = 0;  ///< what this node's operator weighed when the proposal was made
    std::uint64_t lent_weight = 0; ///< of those who delegated to it and were silent so far
};
struct ChangeView {
    std::string name;
    std::uint64_t from = 0, to = 0;
    std::string unit;
    std::string meaning; ///< what the parameter rules, in a sentence of the ledger's
};
struct ProposalView {
    std::uint64_t id = 0;
    std::string title;      ///< free words of the proposer
    std::string kind;       ///< "parameter", "spend", "model", "profile", "upgrade" or "text"
    core::Sentence summary; ///< made from the content: what counts
    std::string text;       ///< of a text: itself
    std::vector<ChangeView> changes;
    ProposalState state = ProposalState::waiting;
    std::string proposer, deposit;
    std::uint64_t height = 0; ///< of the block that brought it
    std::uint64_t starts_epoch = 0, deadline_epoch = 0;
    std::optional<std::uint64_t> executes_epoch;
    bool extended = false;
    std::uint64_t needed_ppm = 0; ///< of yes and no, in both houses
    std::vector<HouseView> houses;
    std::optional<std::string> own_vote; ///< "yes", "no", "abstain"
    core::Sentence own_reason;           ///< why the own weight is what it is, or why there is none
};
/// A part of a stake that was taken back and still answers for the node's work.
struct StakeOnItsWay {
    std::string amount;
    std::uint64_t release_epoch = 0;
};
/// What a node of the operator's has at stake.
struct StakeView {
    std::string node_key;
    bool present = false; ///< this home signs with the key now
    std::string stake;
    std::vector<StakeOnItsWay> on_its_way;
    std::optional<std::uint64_t> locked_until = {}; ///< last epoch in which nothing of it is taken back
};
/// Newest first.
struct GovernanceView {
    std::string chain;
    std::uint64_t height = 0, epoch = 0;
    std::string account;                           ///< the operator's, whose vote it is
    std::optional<std::string> delegate;           ///< who votes where the operator is silent
    std::string deposit;                           ///< what the next proposal costs until it is decided
    std::optional<core::Nanoseconds> epoch_length; ///< about
    bool may_veto = false;                         ///< the account is the guardian's, whose time has not passed
    std::string balance;                           ///< of the account
    std::vector<StakeView> stakes;
    std::uint64_t unbonding_epochs = 0; ///< how long what is taken back still answers for the work
    std::vector<ChannelView> channels;  ///< in which this home pays or is paid, by id
    std::vector<ProposalView> proposals;
};

struct ParameterWish {
    std::string name;
    std::uint64_t value = 0;
};
/// What a proposal's file holds: a title, a kind, and what that kind needs.
struct ProposalDraft {
    std::string title, kind;
    std::optional<std::vector<ParameterWish>> changes; ///< parameter
    std::optional<std::string> to, amount;             ///< spend: account, 10⁻⁹ EMB
    std::optional<std::string> model_id, name;         ///< model; of a profile the name alone
    std::optional<bool> listed;                        ///< model, profile: into the catalogue, or out of it
    std::optional<std::uint64_t> rules, height;        ///< upgrade
    std::optional<std::string> program;                ///< upgrade: SHA-256, where one is named
    std::optional<std::string> text;                   ///< text
};
struct GovernanceAct {
    /// "propose", "vote", "delegate", "veto", "stake", "unstake", "lock", "bond", "transfer", "buy_credits", and of
    /// channels those of control.md
    std::string act;
    std::optional<ProposalDraft> draft;
    std::optional<std::uint64_t> proposal;    ///< vote, veto
    std::optional<std::string> choice;        ///< vote: "yes", "no" or "abstain"
    std::optional<std::string> delegate;      ///< account; none ends the delegation
    std::optional<std::string> amount;        ///< of money that moves: 10⁻⁹ EMB
    std::optional<std::string> node_key;      ///< stake, unstake, lock, bond: of the operator's; none: the present one
    std::optional<std::string> to;            ///< transfer, buy_credits: account; of the latter none: the caller's
    std::optional<std::uint64_t> until_epoch; ///< lock: last epoch of it
    std::optional<ChannelWish> channel;
};
/// A signed transaction that a block holds.
struct GovernanceReceipt {
    std::string tx; ///< its hash
    std::string account;
    std::uint64_t height = 0;
    std::optional<std::uint64_t> proposal;
    std::optional<std::string> channel; ///< that it opened
    core::Sentence sentence;
};

} // namespace hearth::control
