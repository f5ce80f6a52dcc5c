// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields.h"

/// Members in JSON of keys; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, KeyInfo>& x) {
    v("role", x.role);
    v("public_key", x.public_key);
    v("has_passphrase", x.has_passphrase);
    v("file", x.file);
}
template <class V>
void describe(V& v, Of<V, IdentityView>& x) {
    v("account", x.account);
    v("offline", x.offline);
    v("covers_accounts", x.covers_accounts);
    v("backup", x.backup);
    v("backed_up_at", x.backed_up_at);
}
template <class V>
void describe(V& v, Of<V, WordGiven>& x) {
    v("place", x.place);
    v("word", x.word);
}
template <class V>
void describe(V& v, Of<V, ApiKeyInfo>& x) {
    v("key_id", x.key_id);
    v("name", x.name);
    v("created_at", x.created_at);
    v("revoked_at", x.revoked_at);
    v("budget", x.budget);
    v("spent", x.spent);
    v("reserved", x.reserved);
    v("concurrency", x.concurrency);
    v("per_minute", x.per_minute);
}
template <class V>
void describe(V& v, Of<V, ApiKeyWish>& x) {
    v("name", x.name);
    v("budget", x.budget);
    v("concurrency", x.concurrency);
    v("per_minute", x.per_minute);
}
template <class V>
void describe(V& v, Of<V, NewApiKey>& x) {
    v("key", x.key);
    v("info", x.info);
}
template <class V>
void describe(V& v, Of<V, SpendDay>& x) {
    v("day", x.day);
    v("key_id", x.key_id);
    v("answers", x.answers);
    v("amount", x.amount);
}
template <class V>
void describe(V& v, Of<V, PaymentRow>& x) {
    v("payment_id", x.payment_id);
    v("state", x.state);
    v("payer", x.payer);
    v("scheme", x.scheme);
    v("amount", x.amount);
    v("prompt_tokens", x.prompt_tokens);
    v("completion_tokens", x.completion_tokens);
    v("transaction", x.transaction);
    v("reason", x.reason);
    v("at", x.at);
}

} // namespace hearth::control
