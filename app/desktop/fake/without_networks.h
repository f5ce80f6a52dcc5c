// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"

namespace hearth::desktop::fake {

/// The part of a scripted node that no page shows: other networks, and what is signed elsewhere. There is none.
class WithoutNetworks : public control::Node {
public:
    core::Result<std::vector<control::UpstreamInfo>> upstreams() override {
        return std::vector<control::UpstreamInfo>();
    }
    core::Result<control::UpstreamInfo> add_upstream(const control::UpstreamWish&) override { return none(); }
    core::Result<control::UpstreamInfo> test_upstream(const std::string&) override { return none(); }
    core::Status remove_upstream(const std::string&) override { return none(); }
    core::Result<control::UpstreamModels> upstream_models(const std::string&, std::uint64_t) override { return none(); }
    core::Result<std::vector<control::NetworkEvidence>> network_evidence(std::uint32_t, const std::string&) override {
        return std::vector<control::NetworkEvidence>();
    }
    core::Result<std::string> evidence_log(const std::string&, std::uint64_t) override { return none(); }

    core::Result<std::string> prepare_transaction(const control::OfflineWish&) override { return no_ledger(); }
    core::Result<control::GovernanceReceipt> send_transaction(const std::string&) override { return no_ledger(); }

private:
    static core::Error no_ledger() { return core::fail(core::Code::unsupported, core::say("scripted_node_no_ledger")); }
    static core::Error none() { return core::fail(core::Code::unsupported, core::say("scripted_scenario_no_other")); }
};

} // namespace hearth::desktop::fake
