// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields_calls.h"

/// Members in JSON of payment channels; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, ChannelView>& x) {
    v("id", x.id);
    v("payer", x.payer);
    v("payee", x.payee);
    v("pays", x.pays);
    v("gets", x.gets);
    v("deposit", x.deposit);
    v("paid", x.paid);
    v("height", x.height);
    v("expires_epoch", x.expires_epoch);
    v("closes", x.closes);
    v("vouched", x.vouched);
}
template <class V>
void describe(V& v, Of<V, ChannelWish>& x) {
    v("channel", x.channel);
    v("payee", x.payee);
    v("expires_epoch", x.expires_epoch);
    v("voucher", x.voucher);
    v("agreement", x.agreement);
}

} // namespace hearth::control
