// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields_devices.h"

/// Members in JSON of the set-up and of kept measurements; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, ModelAtHand>& x) {
    v("name", x.name);
    v("title", x.title);
    v("license", x.license);
    v("bytes", x.bytes);
    v("path", x.path);
}
template <class V>
void describe(V& v, Of<V, FirstRun>& x) {
    v("step", x.step);
    v("home", x.home);
    v("disk_free_bytes", x.disk_free_bytes);
    v("disk_total_bytes", x.disk_total_bytes);
    v("models_bytes", x.models_bytes);
    v("models_quota_bytes", x.models_quota_bytes);
    v("model", x.model);
    v("autostart", x.autostart);
    v("autostart_can_change", x.autostart_can_change);
    v("autostart_reason", x.autostart_reason);
}
template <class V>
void describe(V& v, Of<V, BenchmarkRecord>& x) {
    v("at", x.at);
    v("report", x.report);
}
template <class V>
void describe(V& v, Of<V, FirstRunParams>& x) {
    v("step", x.step);
}
template <class V>
void describe(V& v, Of<V, AutostartParams>& x) {
    v("on", x.on);
}

} // namespace hearth::control
