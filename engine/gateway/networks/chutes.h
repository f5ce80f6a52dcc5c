// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/openai_server.h"

#include <map>
#include <mutex>

namespace hearth::gateway {

/// Chutes: OpenAI's API, and beside it what the machines show that run a model. Its evidence shows that there are
/// machines whose hardware runs the pinned software; since no answer is signed and questions are not sealed to one of
/// them here, it proves nothing about an answer.
class ChutesNetwork final : public OpenAiServer {
public:
    ChutesNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
                  std::vector<std::string> measurements, const evidence::TrustAnchors& trust);

    core::Result<std::vector<OfferedModel>> models(const Deadlines& deadlines) override;
    void prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) override;

private:
    struct Machines {
        std::string document; ///< empty: nothing was shown
        core::Nanoseconds at = 0;
    };
    struct Proving;
    std::optional<std::string> chute_of(const std::string& model) const;
    std::optional<Machines> known(const std::string& chute) const;
    void ask_machines(const std::shared_ptr<Proving>& proving);
    void finish(const Proving& proving, const Machines& machines);

    const ServerUrl m_api;
    const std::vector<std::string> m_measurements;
    const evidence::TrustAnchors m_trust;
    mutable std::mutex m_mutex;
    std::map<std::string, std::string> m_chutes; ///< by model
    std::map<std::string, Machines> m_machines;  ///< by chute, of lately
};

} // namespace hearth::gateway
