// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields.h"
#include "control/support.h"

/// Members in JSON of the diagnostics bundle and the log; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, Redaction>& x) {
    v("kind", x.kind);
    v("count", x.count);
}
template <class V>
void describe(V& v, Of<V, BundleFile>& x) {
    v("name", x.name);
    v("text", x.text);
    v("redacted", x.redacted);
}
template <class V>
void describe(V& v, Of<V, Bundle>& x) {
    v("made_at", x.made_at);
    v("files", x.files);
}
template <class V>
void describe(V& v, Of<V, LogLine>& x) {
    v("at", x.at);
    v("level", x.level);
    v("component", x.component);
    v("text", x.text);
}
template <class V>
void describe(V& v, Of<V, LogTail>& x) {
    v("folder", x.folder);
    v("lines", x.lines);
}
template <class V>
void describe(V& v, Of<V, LogTailParams>& x) {
    v("level", x.level);
    v("limit", x.limit);
}

} // namespace hearth::control
