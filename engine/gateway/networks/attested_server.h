// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/openai_server.h"

namespace hearth::gateway {

/// What a connection must show before a byte of a question goes over it.
struct ChannelTerms {
    std::string kind;                      ///< see evidence::facts_of()
    std::vector<std::string> measurements; ///< all that its hardware must run
    evidence::TrustAnchors trust = evidence::hardware_makers();
    /// The document of the proof for a connection with that certificate. Any thread.
    std::function<std::string(core::ByteView certificate)> document;
    std::function<void()> refused = {}; ///< a connection was; any thread
};

/// A server that is only talked to where hardware, running the pinned software, holds the key of the very connection.
/// Its evidence proves that to whoever believes this gateway which connection an answer came over; no answer is signed.
class AttestedServer : public OpenAiServer {
public:
    AttestedServer(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
                   ChannelTerms terms);

    void prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) override;

private:
    const std::shared_ptr<const ChannelTerms> m_terms;
};

} // namespace hearth::gateway
