// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/words.h"

/// Enumerations of what goes on between this home and others, with their words in the protocol.
namespace hearth::control {

/// Of a connection over which work comes or goes.
enum class LinkState {
    waiting,
    connecting,
    up,
    broken, ///< it may come back
};

enum class ProposalState {
    waiting, ///< its vote has not begun
    voting,
    queued, ///< accepted; it takes effect later
    executed,
    rejected,
    failed, ///< accepted, but impossible
    cancelled,
};

/// Of what is done to a home while its service stands still; `none`: nothing since the service was started.
enum class ChangeState { none, under_way, done, failed };

/// Of new versions of the program.
enum class UpdateState {
    off,     ///< none can come
    unknown, ///< nobody has looked yet, or in vain
    current,
    waiting, ///< a part of the nodes gets it first
    offered,
    downloading,
    downloaded,
    applied, ///< from the next start
};

/// Of another network behind this home's address.
enum class UpstreamState { not_asked_yet, ready, failing, resting, key_missing };

/// Of a model that failed lately at its network.
enum class BreakerState {
    closed,
    open,      ///< it is not asked
    half_open, ///< one call is let through
};

/// Of what somebody without a key pays for one call.
enum class PaymentState { reserved, owed, settled, refused, lost };

template <>
inline constexpr std::array<const char*, 4> words<LinkState>{"waiting", "connecting", "up", "broken"};
template <>
inline constexpr std::array<const char*, 7> words<ProposalState>{"waiting",  "voting", "queued",   "executed",
                                                                 "rejected", "failed", "cancelled"};
template <>
inline constexpr std::array<const char*, 4> words<ChangeState>{"", "under way", "done", "failed"};
template <>
inline constexpr std::array<const char*, 8> words<UpdateState>{"off",     "unknown",     "current",    "waiting",
                                                               "offered", "downloading", "downloaded", "applied"};
template <>
inline constexpr std::array<const char*, 5> words<UpstreamState>{"not asked yet", "ready", "failing", "resting",
                                                                 "key missing"};
template <>
inline constexpr std::array<const char*, 3> words<BreakerState>{"closed", "open", "half open"};
template <>
inline constexpr std::array<const char*, 5> words<PaymentState>{"reserved", "owed", "settled", "refused", "lost"};

} // namespace hearth::control
