// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields.h"
#include "control/money.h"

/// Members in JSON of what concerns purchases and the ledger's money; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, PurchaseRow>& x) {
    v("job_id", x.job_id);
    v("receipt_id", x.receipt_id);
    v("model_name", x.model_name);
    v("profile", x.profile);
    v("created_at", x.created_at);
    v("state", x.state);
    v("reason", x.reason);
    v("node", x.node);
    v("charged", x.charged);
    v("level", x.level);
    v("checked", x.checked);
}
template <class V>
void describe(V& v, Of<V, AccountView>& x) {
    v("address", x.address);
    v("balance", x.balance);
    v("credits", x.credits);
}
template <class V>
void describe(V& v, Of<V, LedgerTransaction>& x) {
    v("tx", x.tx);
    v("height", x.height);
    v("position", x.position);
    v("applied", x.applied);
    v("reason", x.reason);
    v("kind", x.kind);
    v("sender", x.sender);
    v("fee", x.fee);
    v("sequence", x.sequence);
    v("time", x.time);
    v("app_hash", x.app_hash);
}
template <class V>
void describe(V& v, Of<V, MoneySent>& x) {
    v("tx", x.tx);
    v("height", x.height);
    v("from", x.from);
    v("to", x.to);
    v("amount", x.amount);
}

template <class V>
void describe(V& v, Of<V, LedgerHead>& x) {
    v("height", x.height);
    v("app_hash", x.app_hash);
    v("epoch", x.epoch);
    v("pools", x.pools);
    v("supply", x.supply);
    v("minted", x.minted);
    v("waiting", x.waiting);
    v("remint", x.remint);
}

} // namespace hearth::control
