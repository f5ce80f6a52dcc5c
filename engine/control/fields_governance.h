// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields_channels.h"
#include "control/fields_stakes.h"

/// Members in JSON of proposals and votes; see fields.h.
namespace hearth::control {
template <class V>
void describe(V& v, Of<V, HouseView>& x) {
    v("house", x.house);
    v("yes", x.yes);
    v("no", x.no);
    v("abstain", x.abstain);
    v("total", x.total);
    v("turnout_ppm", x.turnout_ppm);
    v("quorum_ppm", x.quorum_ppm);
    v("cap_ppm", x.cap_ppm);
    v("own_weight", x.own_weight);
    v("lent_weight", x.lent_weight);
}
template <class V>
void describe(V& v, Of<V, ChangeView>& x) {
    v("name", x.name);
    v("from", x.from);
    v("to", x.to);
    v("unit", x.unit);
    v("meaning", x.meaning);
}
template <class V>
void describe(V& v, Of<V, ProposalView>& x) {
    v("id", x.id);
    v("title", x.title);
    v("kind", x.kind);
    v("summary", x.summary);
    v("text", x.text);
    v("changes", x.changes);
    v("state", x.state);
    v("proposer", x.proposer);
    v("deposit", x.deposit);
    v("height", x.height);
    v("starts_epoch", x.starts_epoch);
    v("deadline_epoch", x.deadline_epoch);
    v("executes_epoch", x.executes_epoch);
    v("extended", x.extended);
    v("needed_ppm", x.needed_ppm);
    v("houses", x.houses);
    v("own_vote", x.own_vote);
    v("own_reason", x.own_reason);
}
template <class V>
void describe(V& v, Of<V, GovernanceView>& x) {
    v("chain", x.chain);
    v("height", x.height);
    v("epoch", x.epoch);
    v("account", x.account);
    v("delegate", x.delegate);
    v("deposit", x.deposit);
    v("epoch_length", x.epoch_length);
    v("may_veto", x.may_veto);
    v("balance", x.balance);
    v("stakes", x.stakes);
    v("unbonding_epochs", x.unbonding_epochs);
    v("channels", x.channels);
    v("proposals", x.proposals);
}
template <class V>
void describe(V& v, Of<V, ParameterWish>& x) {
    v("name", x.name);
    v("value", x.value);
}
template <class V>
void describe(V& v, Of<V, ProposalDraft>& x) {
    v("title", x.title);
    v("kind", x.kind);
    v("changes", x.changes);
    v("to", x.to);
    v("amount", x.amount);
    v("model_id", x.model_id);
    v("name", x.name);
    v("listed", x.listed);
    v("rules", x.rules);
    v("height", x.height);
    v("program", x.program);
    v("text", x.text);
}
template <class V>
void describe(V& v, Of<V, GovernanceAct>& x) {
    v("act", x.act);
    v("draft", x.draft);
    v("proposal", x.proposal);
    v("choice", x.choice);
    v("delegate", x.delegate);
    v("amount", x.amount);
    v("node_key", x.node_key);
    v("to", x.to);
    v("until_epoch", x.until_epoch);
    v("channel", x.channel);
}
template <class V>
void describe(V& v, Of<V, GovernanceReceipt>& x) {
    v("tx", x.tx);
    v("account", x.account);
    v("height", x.height);
    v("proposal", x.proposal);
    v("channel", x.channel);
    v("sentence", x.sentence);
}

} // namespace hearth::control
