// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fake/scripted_gateway.h"

#include <mutex>

namespace hearth::desktop::fake {

/// The part of a scripted node that gets another owner or another ledger. What a real service stops for happens here at
/// once. Thread-safe.
class ScriptedHome : public ScriptedGateway {
public:
    ScriptedHome(const Story& story, const core::Clock& clock)
        : ScriptedGateway(story.gateway, clock), m_holdings(story.holdings), m_fails(story.change_fails) {}

    core::Result<control::HoldingsView> holdings() override;
    core::Result<control::HomeChange> restore_operator(const std::vector<std::string>& words) override;
    core::Result<control::HomeChange> join_network(const std::string& invitation,
                                                   const control::OnProgress& progress) override;
    core::Result<control::HomeChange> leave_network() override;
    core::Result<control::HomeChange> home_change() override;

protected:
    /// The rest of the story follows: "join", "leave", or "restore" with the owner's account.
    virtual void become(const std::string& kind, const std::string& account) = 0;
    virtual void publish(const std::string& topic, const std::string& id = {}) = 0;

private:
    control::HomeChange make(const std::string& kind, const std::string& account = {});

    const control::HoldingsView m_holdings;
    const bool m_fails;
    std::mutex m_home_mutex; ///< of what follows
    control::HomeChange m_change;
};

} // namespace hearth::desktop::fake
