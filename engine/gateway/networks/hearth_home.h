// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/openai_server.h"

#include <map>
#include <mutex>

namespace hearth::gateway {

/// Another Hearth home: OpenAI's API, and for whoever asked the receipt of each answer. Its evidence proves that a home
/// whose key the owner pinned stands for the answer with a receipt, which whoever has the model can compute again.
class HearthHome final : public OpenAiServer {
public:
    /// `signers`: node keys that are trusted, in small hex.
    HearthHome(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
               std::vector<std::string> signers);

    core::Result<std::vector<OfferedModel>> models(const Deadlines& deadlines) override;
    bool keeps_transcript() const override { return true; }
    void prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) override;

private:
    std::string listed_id(const std::string& model) const;
    AnswerEvidence examine(const AnsweredCall& call, const Text& text) const;

    const std::vector<std::string> m_signers;
    mutable std::mutex m_mutex;
    std::map<std::string, std::string> m_ids; ///< hashes of the models that it listed, by name
};

} // namespace hearth::gateway
