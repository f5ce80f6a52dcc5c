// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields.h"
#include "control/job_filter.h"

/// Members in JSON of what concerns jobs and receipts; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, Check>& x) {
    v("name", x.name);
    v("result", x.result);
    v("detail", x.detail);
}

template <class V>
void describe(V& v, Of<V, Stage>& x) {
    v("name", x.name);
    v("state", x.state);
    v("at", x.at);
    v("detail", x.detail);
}

template <class V>
void describe(V& v, Of<V, JobRow>& x) {
    v("job_id", x.job_id);
    v("receipt_id", x.receipt_id);
    v("model_id", x.model_id);
    v("model_name", x.model_name);
    v("profile", x.profile);
    v("created_at", x.created_at);
    v("state", x.state);
    v("reason", x.reason);
    v("prompt_tokens", x.prompt_tokens);
    v("completion_tokens", x.completion_tokens);
    v("level", x.level);
    v("money_state", x.money_state);
    v("earned", x.earned);
    v("caller", x.caller);
    v("stages", x.stages);
}

using NamedText = std::pair<std::string, std::string>;
template <class V>
void describe(V& v, Of<V, NamedText>& x) {
    v("name", x.first);
    v("value", x.second);
}

template <class V>
void describe(V& v, Of<V, ReceiptView>& x) {
    v("receipt_id", x.receipt_id);
    v("level", x.level);
    v("valid", x.valid);
    v("checks", x.checks);
    v("fields", x.fields);
    v("job", x.job);
}

template <class V>
void describe(V& v, Of<V, FindJobsParams>& x) {
    v("text", x.filter.text);
    v("group", x.filter.group);
    v("since", x.filter.since);
    v("until", x.filter.until);
    v("limit", x.limit);
    v("before", x.before);
}

} // namespace hearth::control
