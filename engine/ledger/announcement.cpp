// SPDX-License-Identifier: Apache-2.0
#include "ledger/announcement.h"

#include "core/host_port.h"
#include "ledger/apply.h"
#include "ledger/rules.h"

#include <algorithm>
#include <array>

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;

std::vector<std::string> role_names(std::uint32_t bits) {
    static constexpr std::array<const char*, 6> names{"executor",  "auditor",   "gateway",
                                                      "full node", "data node", "store"};
    std::vector<std::string> named;
    for (std::size_t i = 0; i < names.size(); ++i)
        if ((bits >> i & 1) != 0) named.emplace_back(names[i]);
    return named;
}

Status check_announced(const AnnounceNode& m) {
    if ((m.roles & ~roles::all) != 0) return fail(Code::invalid_argument, core::say("announced_roles_unknown"));
    if (!m.addresses.empty() && (m.roles & roles::gateway) == 0)
        return fail(Code::invalid_argument, core::say("announced_addresses_of_gateways"));
    for (auto at = m.addresses.begin(); at != m.addresses.end(); ++at) {
        const auto place = core::parse_host_port(*at);
        if (at->size() > AnnounceNode::max_address_bytes || !place || place->port == 0)
            return fail(Code::invalid_argument, core::say("announced_address_wrong", {at->substr(0, 80)}),
                        core::say("announce_an_address_like"));
        if (std::find(m.addresses.begin(), at, *at) != at)
            return fail(Code::invalid_argument, core::say("announced_address_twice", {*at}));
    }
    if (m.addresses.size() <= AnnounceNode::max_addresses) return {};
    return fail(Code::invalid_argument,
                core::say("announced_addresses_most", {std::to_string(AnnounceNode::max_addresses)}));
}

Status Checker::operator()(const AnnounceNode& m) const {
    if (m_state.rules() < announced_rules)
        return fail(Code::unsupported, core::say("ledger_rules_state_no_roles"), core::say("wait_for_newer_rules"));
    const NodeRecord* node = m_state.node(m.node_key);
    if (node == nullptr)
        return fail(Code::not_found, core::say("node_not_registered"), core::say("register_key_first"));
    if (m_tx.sender != m.node_key && m_tx.sender != node->operator_key)
        return fail(Code::refused, core::say("node_belongs_another_operator"));
    if (!node->certified(m_context.epoch))
        return fail(Code::refused, core::say("node_certificate_is_over"), core::say("certify_node_key_again"));
    return check_announced(m);
}

void Applier::operator()(const AnnounceNode& m) {
    m_tables.put(AnnouncementKey{m.node_key}, Announcement{m.roles, m.addresses});
}

} // namespace hearth::ledger
