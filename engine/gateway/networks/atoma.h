// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/openai_server.h"

namespace hearth::gateway {

/// Atoma: OpenAI's API whose whole answers carry a signature of the node that gave them. Its evidence proves that a
/// node whose address on Sui the owner pinned signed this answer; not to which question, nor how it was computed.
class AtomaNetwork final : public OpenAiServer {
public:
    /// `signers`: trusted addresses on Sui, in small letters.
    AtomaNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
                 std::vector<std::string> signers);

    bool keeps_transcript() const override { return true; }
    void prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) override;

private:
    const std::vector<std::string> m_signers;
};

} // namespace hearth::gateway
