// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields.h"
#include "control/updates.h"

/// Members in JSON of new versions; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, UpdateView>& x) {
    v("state", x.state);
    v("sentence", x.sentence);
    v("applying", x.applying);
    v("problem", x.problem);
    v("version", x.version);
    v("offered", x.offered);
    v("notes", x.notes);
    v("mode", x.mode);
    v("bytes", x.bytes);
    v("done", x.done);
    v("checked_at", x.checked_at);
    v("can_download", x.can_download);
    v("can_apply", x.can_apply);
}

} // namespace hearth::control
