// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/chat.h"
#include "control/fields_work.h"

/// Members in JSON of conversations; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, ChatTurn>& x) {
    v("prompt", x.prompt);
    v("answer", x.answer);
}
template <class V>
void describe(V& v, Of<V, ChatRequest>& x) {
    v("model", x.model);
    v("profile", x.profile);
    v("system", x.system);
    v("history", x.history);
    v("prompt", x.prompt);
    v("temperature", x.temperature);
    v("top_p", x.top_p);
    v("seed", x.seed);
    v("max_tokens", x.max_tokens);
    v("networks", x.networks);
    v("min_level", x.min_level);
    v("min_tier", x.min_tier);
    v("max_price", x.max_price);
}
template <class V>
void describe(V& v, Of<V, Usage>& x) {
    v("prompt_tokens", x.prompt_tokens);
    v("completion_tokens", x.completion_tokens);
}
template <class V>
void describe(V& v, Of<V, ChatResult>& x) {
    v("text", x.text);
    v("token_ids", x.token_ids);
    v("finish_reason", x.finish_reason);
    v("usage", x.usage);
    v("network", x.network);
    v("node", x.node);
    v("tier", x.tier);
    v("receipt_id", x.receipt_id);
    v("evidence_id", x.evidence_id);
    v.group("evidence", [&](V& inner) {
        inner("level", x.level);
        inner("checks", x.checks);
    });
    v("ttft_ms", x.ttft_ms);
    v("total_ms", x.total_ms);
}

} // namespace hearth::control
