// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields.h"

/// Members in JSON of other networks; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, BreakerInfo>& x) {
    v("model", x.model);
    v("state", x.state);
    v("failures", x.failures);
    v("rests_ms", x.rests_ms);
}
template <class V>
void describe(V& v, Of<V, UpstreamPrice>& x) {
    v("model", x.model);
    v("prompt_million", x.prompt_million);
    v("completion_million", x.completion_million);
}
template <class V>
void describe(V& v, Of<V, UpstreamInfo>& x) {
    v("name", x.name);
    v("kind", x.kind);
    v("url", x.url);
    v("has_key", x.has_key);
    v("added_at", x.added_at);
    v("models", x.models);
    v("model_count", x.model_count);
    v("signers", x.signers);
    v("measurements", x.measurements);
    v("list_age_ms", x.list_age_ms);
    v("state", x.state);
    v("reason", x.reason);
    v("latency_us", x.latency_us);
    v("level", x.level);
    v("tier", x.tier);
    v("evidence", x.evidence);
    v("breakers", x.breakers);
    v("prices", x.prices);
    v("note", x.note);
}
template <class V>
void describe(V& v, Of<V, UpstreamWish>& x) {
    v("url", x.url);
    v("name", x.name);
    v("kind", x.kind);
    v("key_file", x.key_file);
    v("signers", x.signers);
    v("models", x.models);
    v("key", x.key);
    v("measurements", x.measurements);
    v("price_in", x.price_in);
    v("price_out", x.price_out);
    v("model_prices", x.model_prices);
}
template <class V>
void describe(V& v, Of<V, UpstreamModels>& x) {
    v("models", x.models);
    v("total", x.total);
}
template <class V>
void describe(V& v, Of<V, NetworkEvidence>& x) {
    v("evidence_id", x.evidence_id);
    v("at", x.at);
    v("network", x.network);
    v("kind", x.kind);
    v("model", x.model);
    v("level", x.level);
    v("whole", x.whole);
    v("reason", x.reason);
}

} // namespace hearth::control
