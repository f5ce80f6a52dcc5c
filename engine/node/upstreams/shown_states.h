// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/network_words.h"
#include "gateway/networks/upstreams.h"
#include "gateway/schedule/breaker.h"

/// States of other networks, as the protocol tells them.
namespace hearth::node {

inline control::BreakerState shown_state(gateway::schedule::Breaker::State state) {
    using State = gateway::schedule::Breaker::State;
    if (state == State::closed) return control::BreakerState::closed;
    return state == State::open ? control::BreakerState::open : control::BreakerState::half_open;
}

inline control::UpstreamState shown_state(const gateway::UpstreamState& state, bool key_missing) {
    if (key_missing) return control::UpstreamState::key_missing;
    if (state.breaker == gateway::schedule::Breaker::State::open) return control::UpstreamState::resting;
    if (state.record.last_error) return control::UpstreamState::failing;
    return state.list_age ? control::UpstreamState::ready : control::UpstreamState::not_asked_yet;
}

} // namespace hearth::node
