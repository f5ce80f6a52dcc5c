// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/attested_server.h"

namespace hearth::gateway {

/// OpenAI's API behind RA-TLS as Cocoon's router speaks it: the server's certificate carries a TDX quote for its own
/// key. Cocoon's own proxies want work and a protocol of their own first, which its client on this machine does: that
/// one is an OpenAI-compatible server.
class CocoonNetwork final : public AttestedServer {
public:
    CocoonNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
                  std::vector<std::string> measurements, const evidence::TrustAnchors& trust);
};

} // namespace hearth::gateway
