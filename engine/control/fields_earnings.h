// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields.h"

/// Members in JSON of what was earned; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, EarningsRow>& x) {
    v("receipt_id", x.receipt_id);
    v("model_name", x.model_name);
    v("at", x.at);
    v("state", x.state);
    v("amount", x.amount);
    v("epoch", x.epoch);
    v("cut_short", x.cut_short);
    v("device", x.device);
}

template <class V>
void describe(V& v, Of<V, EarningsPart>& x) {
    v("name", x.name);
    v("amount", x.amount);
    v("answers", x.answers);
    v("label", x.label);
}

template <class V>
void describe(V& v, Of<V, EarningsPoint>& x) {
    v("at", x.at);
    v("amount", x.amount);
}

template <class V>
void describe(V& v, Of<V, VestingStep>& x) {
    v("epoch", x.epoch);
    v("at", x.at);
    v("amount", x.amount);
    v("in_proof", x.in_proof);
    v("answers", x.answers);
}

template <class V>
void describe(V& v, Of<V, Payout>& x) {
    v("at", x.at);
    v("amount", x.amount);
    v("answers", x.answers);
}

template <class V>
void describe(V& v, Of<V, EnergyPoint>& x) {
    v("at", x.at);
    v("joules", x.joules);
}

template <class V>
void describe(V& v, Of<V, Energy>& x) {
    v("measured_joules", x.measured_joules);
    v("estimated_joules", x.estimated_joules);
    v("currency", x.currency);
    v("cost", x.cost);
    v("net", x.net);
    v("series", x.series);
}

template <class V>
void describe(V& v, Of<V, Earnings>& x) {
    v("pending", x.pending);
    v("confirmed", x.confirmed);
    v("paid", x.paid);
    v("audits", x.audits);
    v("newly_made", x.newly_made);
    v.group("estimate", [&](V& inner) {
        inner("value", x.estimate_value);
        inner("window_s", x.estimate_window_s);
    });
    v("series", x.series);
    v("by_model", x.by_model);
    v("by_device", x.by_device);
    v("vesting", x.vesting);
    v("energy", x.energy);
    v("rows", x.rows);
    v("payouts", x.payouts);
}

} // namespace hearth::control
