// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields.h"
#include "control/governance.h"

/// Members in JSON of what nodes have at stake; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, StakeOnItsWay>& x) {
    v("amount", x.amount);
    v("release_epoch", x.release_epoch);
}
template <class V>
void describe(V& v, Of<V, StakeView>& x) {
    v("node_key", x.node_key);
    v("present", x.present);
    v("stake", x.stake);
    v("on_its_way", x.on_its_way);
    v("locked_until", x.locked_until);
}

} // namespace hearth::control
