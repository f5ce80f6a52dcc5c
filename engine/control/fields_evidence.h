// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/calls.h"
#include "control/fields_upstreams.h"

/// Members in JSON of calls about other networks and the evidence of their answers; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, UpstreamModelsParams>& x) {
    v("name", x.name);
    v("first", x.first);
}
template <class V>
void describe(V& v, Of<V, EvidenceListParams>& x) {
    v("limit", x.limit);
    v("before", x.before);
}
template <class V>
void describe(V& v, Of<V, EvidenceProofParams>& x) {
    v("evidence_id", x.evidence_id);
    v("first", x.first);
}
template <class V>
void describe(V& v, Of<V, LogText>& x) {
    v("json", x.json);
}
} // namespace hearth::control
