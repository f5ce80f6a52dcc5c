// SPDX-License-Identifier: Apache-2.0
#include "node/money/standing.h"

#include "core/host_port.h"
#include "core/log.h"
#include "ledger/downtime.h"
#include "ledger/rules.h"

#include <algorithm>

namespace hearth::node {

std::vector<std::string> Standing::addresses_of(const ledger::NetworkPlace& place) {
    if (place.link_listen.empty()) return {};
    if (!place.reached_at.empty()) return place.reached_at;
    const auto listens = core::parse_host_port(place.link_listen);
    if (!listens || listens->port == 0) return {};
    const std::string& host = listens->host;
    // Nobody else calls it there, unless all of the network is on this machine.
    const bool here = host == "localhost" || host.starts_with("127.") || host == "::1";
    if (host == "0.0.0.0" || host == "::" || host == "*" || (here && !place.local)) return {};
    return {place.link_listen};
}

/// One at a time: the other one's turn comes with a later tick.
core::Result<std::optional<ledger::Message>> Standing::due() const {
    using Due = std::optional<ledger::Message>;
    const core::PublicKey own = m_parts.key->public_key();
    const core::Epoch now = m_parts.settlement.head().epoch;
    Due announcement;
    std::optional<core::Height> jailed;
    m_parts.settlement.read([&](const ledger::State& state) {
        if (state.rules() < ledger::announced_rules) return;
        if (m_parts.validator) {
            const ledger::Jail* jail = state.tables().jails().get({*m_parts.validator});
            if (jail != nullptr && jail->until <= now && !ledger::is_expelled(state.tables(), *m_parts.validator))
                jailed = jail->height;
        }
        const ledger::NodeRecord* node = state.node(own);
        if (node == nullptr || !node->certified(now)) return;
        const ledger::Announcement* said = state.tables().announcements().get({own});
        if (said == nullptr || *said != ledger::Announcement{m_parts.roles, m_parts.addresses})
            announcement = ledger::AnnounceNode{own, m_parts.roles, m_parts.addresses};
    });
    if (announcement || !jailed || !m_parts.back) return announcement;
    HEARTH_TRY(const ledger::UnjailValidator back, m_parts.back(own, *jailed));
    return Due(back);
}

void Standing::tick(core::Nanoseconds now) {
    if (m_attempt->under_way) return;
    m_attempt->retry.ask();
    if (!m_attempt->retry.is_due(now)) return;
    auto message = due();
    if (!message) {
        m_attempt->retry.tried(false, now);
        core::log::warning("network", "the validator does not come back yet", {{"reason", message.error().message}});
        return;
    }
    if (!*message) return m_attempt->retry.tried(true, now);
    m_attempt->under_way = true;
    m_parts.settlement.send(m_parts.key, **message,
                            [attempt = m_attempt, now, what = std::string(ledger::name_of(**message))](
                                const core::Result<ledger::TxResult>& sent) {
                                if (sent)
                                    core::log::info("network", "said on the ledger", {{"message", what}});
                                else
                                    core::log::warning("network", "not said on the ledger",
                                                       {{"message", what}, {"reason", sent.error().message}});
                                attempt->retry.tried(sent.ok(), now);
                                attempt->under_way = false;
                            });
}

} // namespace hearth::node
