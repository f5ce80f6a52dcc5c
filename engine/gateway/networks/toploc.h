// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/openai_server.h"

namespace hearth::gateway {

/// A server whose answers carry a list of TOPLOC's proofs, as SGLang writes it where it was built with them. Its
/// evidence shows that there is such a list: whether the model computed it, only the same model's activations could
/// tell, which are not computed here.
class ToplocServer final : public OpenAiServer {
public:
    using OpenAiServer::OpenAiServer;

    bool keeps_transcript() const override { return true; }
    void prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) override;
};

} // namespace hearth::gateway
