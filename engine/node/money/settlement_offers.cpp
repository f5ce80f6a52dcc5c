// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "node/money/settlement.h"

namespace hearth::node {

using core::Status;

void Settlement::set_tariffs(Asks asks) {
    const std::lock_guard lock(m_listener_mutex);
    m_asks = std::move(asks);
}

std::optional<ledger::Tariff> Settlement::asked(const core::ModelId& model, const ledger::Params& rules) const {
    Asks asks;
    {
        const std::lock_guard lock(m_listener_mutex);
        asks = m_asks;
    }
    if (!asks) return ledger::usual_tariff(rules);
    return asks(model, rules);
}

core::Result<core::Amount> Settlement::balance(const core::PublicKey& account) const {
    core::Amount balance;
    HEARTH_CHECK(look([&](const ledger::State& state) {
        if (const ledger::Account* found = state.account(account)) balance = found->balance;
    }));
    return balance;
}

core::Result<ledger::TxResult> Settlement::send_money(const core::PublicKey& to, core::Amount amount) {
    return m_sender->send_and_wait({std::shared_ptr<void>(), &m_identity.caller_key()}, ledger::Transfer{to, amount});
}

Status Settlement::refresh_offers() {
    struct Offer {
        TxSender::Key key;
        ledger::TariffKey of;
        ledger::Tariff now;
    };
    std::vector<Offer> offers;
    ledger::Params rules;
    HEARTH_CHECK(look([&](const ledger::State& state) {
        rules = state.params();
        for (const core::PublicKey& key : state.nodes_of(m_identity.operator_account()))
            for (const ledger::TariffKey& of : state.offers_of(key))
                offers.push_back({m_identity.node_key(key), of, *state.tariff(of.node, of.model, of.profile)});
    }));
    const core::PublicKey serving = m_identity.node_key()->public_key();
    for (const Offer& offer : offers) {
        // A key that was replaced serves nobody any more.
        std::optional<ledger::Tariff> wanted;
        if (offer.of.node == serving) wanted = asked(offer.of.model, rules);
        if (wanted == offer.now || !offer.key) continue;
        const std::string profile(proof::profile(offer.of.profile).name);
        const auto told = [wanted, model = offer.of.model, profile](const core::Result<ledger::TxResult>& result) {
            if (!result)
                core::log::warning("settlement", "offer not refreshed",
                                   {{"model", model.hex()}, {"reason", result.error().message}});
            else
                core::log::info("settlement", wanted ? "offer changed" : "offer withdrawn",
                                {{"model", model.hex()}, {"profile", profile}});
        };
        m_sender->send(offer.key, ledger::OfferTariff{offer.of.model, profile, wanted}, told);
    }
    return {};
}

} // namespace hearth::node
