// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields_chat.h"
#include "control/fields_evidence.h"
#include "control/fields_keys.h"
#include "control/fields_money.h"

/// Members in JSON of the doctor and the parameters of calls; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, DoctorCheck>& x) {
    v("name", x.name);
    v("result", x.result);
    v("detail", x.detail);
    v("repair", x.repair);
}

template <class V>
void describe(V&, Of<V, NoParams>&) {}
template <class V>
void describe(V& v, Of<V, PauseParams>& x) {
    v("now", x.now);
}
template <class V>
void describe(V& v, Of<V, SnoozeParams>& x) {
    v("minutes", x.minutes);
}
template <class V>
void describe(V& v, Of<V, ModelParams>& x) {
    v("model", x.model);
}
template <class V>
void describe(V& v, Of<V, ImportParams>& x) {
    v("path", x.path);
    v("name", x.name);
    v("profile", x.profile);
    v("keep_source", x.keep_source);
}
template <class V>
void describe(V& v, Of<V, JobsParams>& x) {
    v("limit", x.limit);
    v("before", x.before);
}
template <class V>
void describe(V& v, Of<V, AccountParams>& x) {
    v("address", x.address);
}
template <class V>
void describe(V& v, Of<V, TransactionParams>& x) {
    v("tx", x.tx);
}
template <class V>
void describe(V& v, Of<V, ProveParams>& x) {
    v("keys", x.keys);
    v("from", x.from);
}
template <class V>
void describe(V& v, Of<V, SendParams>& x) {
    v("to", x.to);
    v("amount", x.amount);
}
template <class V>
void describe(V& v, Of<V, ReceiptParams>& x) {
    v("receipt_id", x.receipt_id);
}
template <class V>
void describe(V& v, Of<V, VerifyParams>& x) {
    v("receipt_id", x.receipt_id);
    v("replay", x.replay);
}
template <class V>
void describe(V& v, Of<V, EarningsParams>& x) {
    v("since_s", x.since_s);
    v("max_rows", x.max_rows);
}
template <class V>
void describe(V& v, Of<V, BackupParams>& x) {
    v("file", x.file);
    v("passphrase", x.passphrase);
}
template <class V>
void describe(V& v, Of<V, SpendingParams>& x) {
    v("days", x.days);
}
template <class V>
void describe(V& v, Of<V, UpstreamParams>& x) {
    v("name", x.name);
}
template <class V>
void describe(V& v, Of<V, ApiKeyParams>& x) {
    v("key", x.key);
}
template <class V>
void describe(V& v, Of<V, CancelParams>& x) {
    v("id", x.id);
}

} // namespace hearth::control
