// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields_governance.h"

/// Members in JSON of what is signed elsewhere; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, OfflineWish>& x) {
    v("act", x.act);
    v("blocks", x.blocks);
}
template <class V>
void describe(V& v, Of<V, WordsParams>& x) {
    v("words", x.words);
}
template <class V>
void describe(V& v, Of<V, FileText>& x) {
    v("file", x.file);
}

} // namespace hearth::control
