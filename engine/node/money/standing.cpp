// SPDX-License-Identifier: Apache-2.0
#include "node/money/standing.h"

#include "core/host_port.h"
#include "core/log.h"
#include "ledger/downtime.h"
#include "ledger/rules.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace hearth::node {
namespace {

namespace ip = boost::asio::ip;

/// Of a machine or of others, and not of a part of them that only the caller's own wires know.
bool leads_somewhere(const ip::address& address) {
    if (address.is_unspecified() || address.is_multicast()) return false;
    if (address.is_v6()) return !address.to_v6().is_link_local();
    const auto v4 = address.to_v4().to_uint();
    return v4 >> 24 != 0 && v4 >> 16 != 0xA9FE && v4 != UINT32_MAX;
}

} // namespace

bool others_call(const std::string& host, bool local) {
    boost::system::error_code is_name;
    ip::address address = ip::make_address(host, is_name);
    if (!is_name) {
        if (address.is_v6() && address.to_v6().is_v4_mapped())
            address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
        return leads_somewhere(address) && (local || !address.is_loopback());
    }
    std::string name = host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const std::string last = name.substr(name.rfind('.') + 1);
    if (last == "localhost") return local;
    // Resolvers take "127.1" and "0x7f000001" for addresses, too; no domain at the top begins with a digit.
    return !last.empty() && name.find_first_of("*:") == std::string::npos && (last.front() < '0' || last.front() > '9');
}

std::vector<std::string> Standing::addresses_of(const ledger::NetworkPlace& place) {
    if (place.link_listen.empty()) return {};
    if (!place.reached_at.empty()) return place.reached_at;
    const auto listens = core::parse_host_port(place.link_listen);
    if (!listens || listens->port == 0) return {};
    if (!others_call(listens->host, place.local)) return {};
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
