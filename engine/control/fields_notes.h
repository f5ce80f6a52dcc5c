// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields_calls.h"

/// Members in JSON of short answers and notifications; see fields.h.
namespace hearth::control {

template <class V>
void describe(V&, Of<V, Done>&) {}

template <class V>
void describe(V& v, Of<V, ExportAnswer>& x) {
    v("hex", x.hex);
}

template <class V>
void describe(V& v, Of<V, TextNote>& x) {
    v("id", x.id);
    v("text", x.text);
}

template <class V>
void describe(V& v, Of<V, ProgressNote>& x) {
    v("id", x.id);
    v("stage", x.stage);
    v("done", x.done);
    v("total", x.total);
}

} // namespace hearth::control
