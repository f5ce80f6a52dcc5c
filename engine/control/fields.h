// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields_devices.h"

/// Members of every value in JSON: describe(visitor, value) calls visitor("name", value.member) for each and
/// visitor.group("name", …) for an object that stands only in JSON. One description serves writing and
/// reading.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, Lamp>& x) {
    v("state", x.state);
    v("cause", x.cause);
    v("reason", x.reason);
}

template <class V>
void describe(V& v, Of<V, Lamps>& x) {
    v("service", x.service);
    v("gpu", x.gpu);
    v("eligible", x.eligible);
    v("earning", x.earning);
}

template <class V>
void describe(V& v, Of<V, WorkerStatus>& x) {
    v("device", x.device);
    v("pci_address", x.pci_address);
    v("placement", x.placement);
    v("state", x.state);
    v("reason", x.reason);
    v("model_id", x.model_id);
    v("profile", x.profile);
    v("sandbox", x.sandbox);
    v("pid", x.pid);
    v("restarts", x.restarts);
    v("resident_bytes", x.resident_bytes);
    v("device_memory_total_bytes", x.device_memory_total_bytes);
    v("device_memory_free_bytes", x.device_memory_free_bytes);
}

template <class V>
void describe(V& v, Of<V, ModelInfo>& x) {
    v("model_id", x.model_id);
    v("name", x.name);
    v("arch", x.arch);
    v("kind", x.kind);
    v("profiles", x.profiles);
    v("bytes", x.bytes);
    v("parameters", x.parameters);
    v("context_length", x.context_length);
    v("license", x.license);
    v("quality", x.quality);
    v("state", x.state);
    v("reason", x.reason);
    v("is_default", x.is_default);
    v("receipts_in_window", x.receipts_in_window);
    v("prompt_million", x.prompt_million);
    v("completion_million", x.completion_million);
    v("source_bytes", x.source_bytes);
    v("note", x.note);
}

template <class V>
void describe(V& v, Of<V, NodeStatus>& x) {
    v("state", x.state);
    v("sentence", x.sentence);
    v("action", x.action);
    v("lamps", x.lamps);
    v("mode", x.mode);
    v("height", x.height);
    v("epoch", x.epoch);
    v("epoch_ends_at", x.epoch_ends_at);
    v("snoozed_until", x.snoozed_until);
    v("node_key", x.node_key);
    v("payout_account", x.payout_account);
    v("home", x.home);
    v("api", x.api);
    v("api_bound", x.api_bound);
    v("api_access", x.api_access);
    v("version", x.version);
    v("started_at", x.started_at);
    v("jobs_running", x.jobs_running);
    v("jobs_done", x.jobs_done);
    v("jobs_failed", x.jobs_failed);
    v("jobs_cancelled", x.jobs_cancelled);
    v("models", x.models);
    v("workers", x.workers);
    v("devices", x.devices);
}

template <class V>
void describe(V& v, Of<V, Event>& x) {
    v("number", x.number);
    v("topic", x.topic);
    v("id", x.id);
}

} // namespace hearth::control
