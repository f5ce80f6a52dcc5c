// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/backend.h"
#include "node/upstreams/upstream_desk.h"

namespace hearth::node {

/// This home's models as the door sees them where other networks stand behind it, too: what an API key may ask for at
/// the same time is counted over all of them, and evidence of both is found. Thread-safe.
class OneDoor final : public gateway::Backend {
public:
    OneDoor(std::shared_ptr<gateway::Backend> home, UpstreamDesk& desk) : m_home(std::move(home)), m_desk(desk) {}

    std::vector<gateway::ModelCard> models() override { return m_home->models(); }
    core::Result<std::unique_ptr<gateway::Generation>> start(const gateway::GenerationRequest& request,
                                                             std::shared_ptr<gateway::GenerationSink> sink) override;
    core::Result<std::string> evidence(const std::string& evidence_id, const std::string& caller) override;
    core::Result<std::string> answer_receipt(const gateway::AnsweredBytes& answer) override {
        return m_home->answer_receipt(answer);
    }
    core::Result<gateway::SignedHashes> sign_hashes(const gateway::AnsweredBytes& answer) override {
        return m_home->sign_hashes(answer);
    }
    core::Result<std::string> signing_key() override { return m_home->signing_key(); }
    std::optional<gateway::CallerRate> rate(const std::string& caller) override {
        return m_desk.caller_slots().rate(caller);
    }
    core::Result<std::string> log(const gateway::LogQuestion& question) override;

private:
    const std::shared_ptr<gateway::Backend> m_home;
    UpstreamDesk& m_desk;
};

} // namespace hearth::node
