// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/call_loop.h"

namespace hearth::gateway {

/// Any server that speaks OpenAI's HTTP API: llama.cpp, Ollama, vLLM, LM Studio, a hosted one, another Hearth home. It
/// proves nothing, and its evidence says so.
class OpenAiServer final : public Network {
public:
    /// `key` is sent to it as bearer; empty = none.
    OpenAiServer(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits = {});

    core::Result<std::vector<OfferedModel>> models(const Deadlines& deadlines) override;
    /// Not known: the protocol has no prices.
    NetworkQuote quote(const std::string&) const override { return {}; }
    std::unique_ptr<RawCall> call(RawRequest request, const Deadlines& deadlines,
                                  std::shared_ptr<RawSink> sink) override;
    std::vector<proof::CheckRow> evidence(const std::string& model, const AnswerFacts& facts) const override;

private:
    const std::shared_ptr<CallLoop> m_loop;
    const ServerUrl m_url;
    const std::string m_key;
    const AnswerGuard::Limits m_limits;
};

/// The models in an answer to GET /models. Errors: corrupt, when it is no such answer.
core::Result<std::vector<OfferedModel>> read_model_list(const std::string& json);

} // namespace hearth::gateway
