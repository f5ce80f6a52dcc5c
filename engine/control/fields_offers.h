// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields.h"

/// Members in JSON of models that could be here; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, ModelOffer>& x) {
    v("reference", x.reference);
    v("title", x.title);
    v("license", x.license);
    v("quantisation", x.quantisation);
    v("revision", x.revision);
    v("sha256", x.sha256);
    v("bytes", x.bytes);
    v("downloads", x.downloads);
    v("parameters", x.parameters);
    v("gated", x.gated);
    v("usable", x.usable);
    v("fits", x.fits);
    v("estimate_millitokens_per_s", x.estimate_millitokens_per_s);
    v("note", x.note);
}
template <class V>
void describe(V& v, Of<V, Download>& x) {
    v("reference", x.reference);
    v("name", x.name);
    v("done", x.done);
    v("total", x.total);
    v("running", x.running);
}
template <class V>
void describe(V& v, Of<V, FindModelsParams>& x) {
    v("words", x.words);
}
template <class V>
void describe(V& v, Of<V, ReferenceParams>& x) {
    v("reference", x.reference);
}
template <class V>
void describe(V& v, Of<V, PullParams>& x) {
    v("reference", x.reference);
    v("name", x.name);
    v("profile", x.profile);
    v("keep_source", x.keep_source);
}
template <class V>
void describe(V& v, Of<V, SwitchModelParams>& x) {
    v("model", x.model);
    v("action", x.action);
}

} // namespace hearth::control
