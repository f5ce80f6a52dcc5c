// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields.h"

/// Members in JSON of settings and rules; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, SettingInfo>& x) {
    v("key", x.key);
    v("kind", x.kind);
    v("value", x.value);
    v("default_value", x.default_value);
    v("doc", x.doc);
    v("choices", x.choices);
    v("min", x.min);
    v("max", x.max);
    v("at_once", x.at_once);
    v("waits", x.waits);
}
template <class V>
void describe(V& v, Of<V, SettingChange>& x) {
    v("key", x.key);
    v("value", x.value);
}
template <class V>
void describe(V& v, Of<V, SettingsParams>& x) {
    v("changes", x.changes);
}
template <class V>
void describe(V& v, Of<V, WorkRules>& x) {
    v("idle_minutes", x.idle_minutes);
    v("hours", x.hours);
    v("on_battery", x.on_battery);
    v("on_metered", x.on_metered);
    v("beside_full_screen", x.beside_full_screen);
    v("not_beside", x.not_beside);
}
template <class V>
void describe(V& v, Of<V, RuleState>& x) {
    v("rule", x.rule);
    v("enabled", x.enabled);
    v("known", x.known);
    v("rests", x.rests);
    v("reason", x.reason);
    v("until", x.until);
}
template <class V>
void describe(V& v, Of<V, WorkTimes>& x) {
    v("rules", x.rules);
    v("works", x.works);
    v("rule", x.rule);
    v("sentence", x.sentence);
    v("until", x.until);
    v("states", x.states);
}

} // namespace hearth::control
