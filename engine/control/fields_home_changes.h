// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields.h"
#include "control/home_changes.h"

/// Members in JSON of what a home has and of how it is changed; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, HoldingsView>& x) {
    v("chain", x.chain);
    v("height", x.height);
    v("accounts", x.accounts);
    v("escrows", x.escrows);
    v("channels", x.channels);
    v("stakes", x.stakes);
    v("deposits", x.deposits);
    v("rewards", x.rewards);
    v("rewards_due", x.rewards_due);
    v("earning_channels", x.earning_channels);
    v("power", x.power);
    v("all_power", x.all_power);
}
template <class V>
void describe(V& v, Of<V, HomeChange>& x) {
    v("kind", x.kind);
    v("state", x.state);
    v("reason", x.reason);
    v("repair", x.repair);
    v("kept", x.kept);
}
template <class V>
void describe(V& v, Of<V, RestoreParams>& x) {
    v("words", x.words);
}

} // namespace hearth::control
