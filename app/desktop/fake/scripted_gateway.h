// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"
#include "core/clock.h"
#include "fake/story.h"

#include <mutex>

namespace hearth::desktop::fake {

/// The part of a scripted node that stands at the door: other networks, API keys, what they spent. Thread-safe.
class ScriptedGateway : public control::Node {
public:
    ScriptedGateway(GatewayStory story, const core::Clock& clock) : m_clock(clock), m_story(std::move(story)) {}

    core::Result<std::vector<control::ApiKeyInfo>> api_keys() override;
    core::Result<control::NewApiKey> create_api_key(const control::ApiKeyWish& wish) override;
    core::Result<control::ApiKeyInfo> revoke_api_key(const std::string& name_or_id) override;
    core::Result<std::vector<control::SpendDay>> spending(std::uint32_t days) override;
    core::Result<std::vector<control::PaymentRow>> payments(std::uint32_t limit) override;
    core::Result<std::vector<control::UpstreamInfo>> upstreams() override;
    core::Result<control::UpstreamInfo> add_upstream(const control::UpstreamWish& wish,
                                                     const control::OnProgress& progress) override;
    core::Result<control::UpstreamInfo> test_upstream(const std::string& name) override;
    core::Status remove_upstream(const std::string& name) override;
    core::Result<control::UpstreamModels> upstream_models(const std::string& name, std::uint64_t first) override;
    core::Result<std::vector<control::NetworkEvidence>> network_evidence(std::uint32_t, const std::string&) override {
        return std::vector<control::NetworkEvidence>();
    }
    core::Result<std::string> evidence_log(const std::string&, std::uint64_t) override;

protected:
    /// Errors: while the service is away. Called without a lock.
    virtual core::Status answers() const = 0;
    /// Takes as long as a piece of work of the scenario; false: it was cancelled.
    virtual bool step(const control::OnProgress& progress, const core::Sentence& stage, std::uint64_t done,
                      std::uint64_t total) = 0;
    /// The network that a question goes to; none: this home. Errors: as the node's.
    core::Result<std::optional<control::UpstreamInfo>> network_for(const control::ChatRequest& request) const;

private:
    const control::UpstreamInfo* find(const std::string& name) const;

    const core::Clock& m_clock;
    mutable std::mutex m_gateway_mutex;
    GatewayStory m_story;
    std::uint64_t m_keys_made = 0;
};

} // namespace hearth::desktop::fake
