// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/fields_channels.h"

/// Members in JSON of networks; see fields.h.
namespace hearth::control {

template <class V>
void describe(V& v, Of<V, OffenceView>& x) {
    v("kind", x.kind);
    v("height", x.height);
    v("reported_height", x.reported_height);
    v("taken", x.taken);
    v("sentence", x.sentence);
}
template <class V>
void describe(V& v, Of<V, ValidatorView>& x) {
    v("key", x.key);
    v("power", x.power);
    v("own", x.own);
    v("signed_last", x.signed_last);
    v("node", x.node);
    v("offences", x.offences);
}
template <class V>
void describe(V& v, Of<V, PeerView>& x) {
    v("id", x.id);
    v("name", x.name);
    v("address", x.address);
    v("dialled", x.dialled);
    v("height", x.height);
}
template <class V>
void describe(V& v, Of<V, LinkView>& x) {
    v("node_key", x.node_key);
    v("address", x.address);
    v("state", x.state);
    v("reason", x.reason);
    v("latency_us", x.latency_us);
    v("roles", x.roles);
    v("models", x.models);
    v("free_places", x.free_places);
    v("open_jobs", x.open_jobs);
    v("draining", x.draining);
}
template <class V>
void describe(V& v, Of<V, GatewayView>& x) {
    v("node_key", x.node_key);
    v("operator_key", x.operator_key);
    v("addresses", x.addresses);
}
template <class V>
void describe(V& v, Of<V, NetworkView>& x) {
    v("mode", x.mode);
    v("chain", x.chain);
    v("genesis", x.genesis);
    v("founded_at", x.founded_at);
    v("last_block_at", x.last_block_at);
    v("height", x.height);
    v("epoch", x.epoch);
    v("app_hash", x.app_hash);
    v("trouble", x.trouble);
    v("repair", x.repair);
    v("catching_up", x.catching_up);
    v("under_way", x.under_way);
    v("roles", x.roles);
    v("validators", x.validators);
    v("peers", x.peers);
    v("seeds", x.seeds);
    v("links", x.links);
    v("gateways", x.gateways);
    v("gateways_known", x.gateways_known);
    v("channels", x.channels);
    v("listen", x.listen);
    v("link_listen", x.link_listen);
    v("clock", x.clock);
}
template <class V>
void describe(V& v, Of<V, InvitationView>& x) {
    v("chain", x.chain);
    v("genesis", x.genesis);
    v("founded_at", x.founded_at);
    v("validators", x.validators);
    v("seeds", x.seeds);
    v("gateways", x.gateways);
    v("obstacle", x.obstacle);
}
template <class V>
void describe(V& v, Of<V, InvitationParams>& x) {
    v("invitation", x.invitation);
}

} // namespace hearth::control
