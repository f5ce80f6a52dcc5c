// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/call_loop.h"
#include "gateway/networks/network.h"
#include "gateway/networks/upstream_config.h"

namespace hearth::gateway {

/// The adapter of a configuration that Upstreams::check() found good. `trust`: whose word is taken for what a machine
/// is.
std::shared_ptr<Network> open_network(std::shared_ptr<CallLoop> loop, const ServerUrl& url,
                                      const UpstreamConfig& config, const AnswerGuard::Limits& limits,
                                      const evidence::TrustAnchors& trust);

} // namespace hearth::gateway
