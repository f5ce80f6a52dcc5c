// SPDX-License-Identifier: Apache-2.0
#include "node/network/reachable.h"

#include "core/log.h"

#include <set>

namespace hearth::node {
namespace {

constexpr core::Nanoseconds list_life = 10'000'000'000;

} // namespace

/// Waits for the list of one gateway.
class Reachable::Listening final : public link::JobEnd {
public:
    Listening(std::shared_ptr<State> state, core::PublicKey gateway) : m_state(std::move(state)), m_gateway(gateway) {}

    void receive(link::JobMessage message) override {
        std::map<core::PublicKey, link::Capability> nodes;
        if (const auto* failed = std::get_if<link::Failed>(&message))
            core::log::debug("links", "no_relay", {{"gateway", m_gateway.hex()}, {"reason", failed->error.message}});
        if (const auto* found = std::get_if<link::Found>(&message)) {
            for (const core::Bytes& bytes : found->nodes) {
                auto frame = link::decode_frame(bytes);
                auto* what = frame ? std::get_if<link::Capability>(&frame->frame) : nullptr;
                if (what == nullptr || !holds(*what)) continue;
                const core::PublicKey node = what->card->node_key;
                nodes.insert_or_assign(node, std::move(*what));
            }
        }
        const std::lock_guard lock(m_state->mutex);
        const auto list = m_state->lists.find(m_gateway);
        if (list != m_state->lists.end()) list->second.nodes = std::move(nodes);
    }

private:
    /// The certificate first: whoever has none costs no check of a signature.
    bool holds(const link::Capability& what) const {
        return what.card && m_state->certified(what.card->node_key) && what.card->check(m_state->clock.now()).ok();
    }

    const std::shared_ptr<State> m_state;
    const core::PublicKey m_gateway;
};

void Reachable::refresh() {
    const core::Nanoseconds now = m_clock.monotonic();
    std::vector<LinkDesk::LinkPtr> gateways = m_desk.links();
    // Whoever dialled this home could call itself a gateway, too.
    std::erase_if(gateways, [](const LinkDesk::LinkPtr& link) {
        return link->side() != link::Side::dialer || (link->capability().roles & link::role_gateway) == 0;
    });
    {
        std::set<core::PublicKey> there;
        for (const LinkDesk::LinkPtr& link : gateways)
            there.insert(link->peer());
        const std::lock_guard lock(m_state->mutex);
        std::erase_if(m_state->lists, [&](const auto& list) { return !there.contains(list.first); });
    }
    for (const LinkDesk::LinkPtr& link : gateways) {
        if (!link->carried()) continue;
        {
            const std::lock_guard lock(m_state->mutex);
            const auto [at, fresh] = m_state->lists.try_emplace(link->peer());
            if (!fresh && now - at->second.asked_at < list_life) continue;
            at->second.asked_at = now;
        }
        const auto asked = m_desk.ask(link, link::Seek{}, std::make_shared<Listening>(m_state, link->peer()));
        if (!asked) core::log::debug("links", "no_relay", {{"reason", asked.error().message}});
    }
}

std::vector<Reachable::Node> Reachable::nodes() const {
    std::vector<Node> nodes;
    std::set<core::PublicKey> linked{m_own};
    const std::vector<LinkDesk::LinkPtr> links = m_desk.links();
    for (const LinkDesk::LinkPtr& link : links)
        linked.insert(link->peer());
    const core::Nanoseconds now = m_clock.now();
    for (const LinkDesk::LinkPtr& link : links) {
        if (!link->carried()) continue;
        std::map<core::PublicKey, link::Capability> listed;
        {
            const std::lock_guard lock(m_state->mutex);
            const auto list = m_state->lists.find(link->peer());
            if (list != m_state->lists.end()) listed = list->second.nodes;
        }
        for (auto& [node, what] : listed) {
            const bool expired = what.card->expires_at <= now; // its signature was checked when it came
            if (linked.contains(node) || expired || m_desk.shuns(link->peer(), node) || !m_state->certified(node))
                continue;
            nodes.push_back({link, std::move(what)});
        }
    }
    return nodes;
}

} // namespace hearth::node
