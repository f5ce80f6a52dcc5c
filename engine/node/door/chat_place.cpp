// SPDX-License-Identifier: Apache-2.0
#include "node/door/chat_place.h"

#include "gateway/edge/api_call.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using gateway::Place;

/// An empty name is its default model.
bool has_model(gateway::Backend& home, const std::string& model, const gateway::ModelNames* names) {
    if (model.empty()) return true;
    constexpr std::size_t shortest_id = 6;
    const auto cards = home.models();
    if (gateway::find_card(cards, model, names) != nullptr) return true;
    return std::any_of(cards.begin(), cards.end(), [&](const gateway::ModelCard& card) {
        return model.size() >= shortest_id && card.model_id.starts_with(model);
    });
}

core::Status home_keeps_to(const ChatWish& wish) {
    if (wish.min_tier <= tier_of_home) return {};
    return fail(Code::refused, core::say("home_privacy_below", {tier_name(tier_of_home), tier_name(wish.min_tier)}),
                core::say("lower_tier"));
}

core::Status keeps_to_price(core::Amount wanted, const control::ChatRequest& chat, const std::string& network,
                            const gateway::ForeignOffer& offer) {
    if (!offer.quote)
        return fail(Code::refused, core::say("network_price_unknown", {network}), core::say("lift_price_or_home"));
    constexpr std::size_t around_a_message = 64; // what a template puts there, in bytes
    gateway::CallSize size{chat.system.size() + chat.prompt.size() + 2 * around_a_message, 1, chat.max_tokens};
    for (const control::ChatTurn& turn : chat.history)
        size.bytes += turn.prompt.size() + turn.answer.size() + 2 * around_a_message;
    const auto most = gateway::highest_price(*offer.quote, size);
    if (!most) return fail(Code::refused, core::say("network_price_unbounded", {network}), core::say("bound_tokens"));
    if (*most <= wanted) return {};
    return fail(Code::refused, core::say("network_price_above", {network, most->text(), wanted.text()}),
                core::say("lift_price_or_home"));
}

/// Whether a network keeps to what was wished.
core::Status keeps_to(const ChatWish& wish, const control::ChatRequest& chat, const gateway::UpstreamConfig& network,
                      const gateway::ForeignOffer& offer) {
    const proof::Level carried = gateway::trusted_level(network);
    if (carried < wish.min_level)
        return fail(Code::refused,
                    core::say("network_evidence_below", {network.name, std::string(proof::level_name(carried)),
                                                         std::string(proof::level_name(wish.min_level))}),
                    core::say("lower_level_or_home"));
    const unsigned tier = gateway::trusted_tier(network);
    if (wish.min_tier > tier)
        return fail(Code::refused,
                    tier > 0
                        ? core::say("network_tier_below", {network.name, tier_name(tier), tier_name(wish.min_tier)})
                        : core::say("network_privacy_below", {network.name, tier_name(wish.min_tier)}),
                    core::say(wish.min_tier > tier_of_home ? "lower_tier" : "lower_tier_or_home"));
    if (wish.max_price) HEARTH_CHECK(keeps_to_price(*wish.max_price, chat, network.name, offer));
    if (!chat.profile.empty())
        return fail(Code::refused, core::say("network_no_profiles", {network.name}), core::say("name_no_profile"));
    return {};
}

/// Some of the models that these networks offer.
core::Sentence models_of(const std::vector<std::string>& networks, const gateway::Upstreams& upstreams) {
    constexpr std::size_t shown = 5;
    std::string names;
    std::size_t count = 0;
    for (const std::string& name : networks)
        if (const auto network = upstreams.state(name))
            for (const gateway::OfferedModel& model : network->record.models)
                if (++count <= shown)
                    names += (count == 1 ? "" : ", ") + (networks.size() == 1 ? model.id : name + "/" + model.id);
    if (count == 0) return core::say("choose_network_model");
    const core::Sentence all =
        count > shown ? core::say("names_and_more", {names, core::figure(count - shown)}) : core::Sentence(names);
    return core::say("choose_network_model_of", {all});
}

} // namespace

std::string tier_name(unsigned tier) {
    return "P" + std::to_string(tier);
}

void name_as_home_does(gateway::GenerationRequest& request, gateway::Backend& home,
                       const gateway::Upstreams& upstreams) {
    if (request.model.empty()) return;
    const auto cards = home.models();
    const gateway::ModelNames* const names = upstreams.names_for(request.model);
    const gateway::ModelCard* const card = gateway::find_card(cards, request.model, names);
    if (card == nullptr || card->model_id == request.model) return;
    if (const std::string said = gateway::rounding_said(*card, request.model, names); !said.empty())
        request.route.quantizations = {said};
    request.model = card->id;
}

core::Result<ChatWish> ChatWish::of(const control::ChatRequest& chat) {
    ChatWish wish;
    wish.networks = chat.networks;
    if (!chat.min_level.empty()) {
        const auto level = proof::find_level(chat.min_level);
        if (!level) return fail(Code::invalid_argument, core::say("no_such_level", {chat.min_level}));
        wish.min_level = *level;
    }
    if (const std::string& tier = chat.min_tier; !tier.empty()) {
        if (tier.size() != 2 || tier[0] != 'P' || tier[1] < '0' || tier[1] > '3')
            return fail(Code::invalid_argument, core::say("no_such_tier", {tier}));
        wish.min_tier = static_cast<unsigned>(tier[1] - '0');
    }
    if (chat.max_price) {
        HEARTH_TRY(wish.max_price, core::Amount::parse_units(*chat.max_price));
    }
    return wish;
}

core::Result<std::optional<Place>> chat_place(const ChatWish& wish, const control::ChatRequest& chat,
                                              gateway::Backend& home, const gateway::Upstreams& upstreams) {
    std::vector<std::string> order = wish.networks;
    if (order.empty()) {
        order.push_back(home_network);
        for (const gateway::UpstreamState& one : upstreams.list())
            order.push_back(one.config.name);
    }
    std::optional<core::Error> excluded;
    for (const std::string& name : order) {
        if (name == home_network) {
            if (!has_model(home, chat.model, upstreams.names_for(chat.model))) continue;
            if (const core::Status keeps = home_keeps_to(wish); keeps)
                return std::optional<Place>();
            else if (!excluded)
                excluded = keeps.error();
            continue;
        }
        HEARTH_TRY(const gateway::UpstreamState network, upstreams.state(name));
        const bool named = chat.model.starts_with(name + "/");
        // "box/llama" is box's: of others it means that very name, and that only where they were chosen.
        const bool of_another = !named && upstreams.names_network(chat.model);
        if (of_another && wish.networks.empty()) continue;
        const auto offers = upstreams.offering(named ? chat.model : name + "/" + chat.model);
        if (!offers) { // another one may have it
            if (named && offers.error().code == Code::unavailable && !excluded) excluded = offers.error();
            continue;
        }
        const auto offer = std::find_if(offers->begin(), offers->end(), [&](const gateway::ForeignOffer& one) {
            return one.place.network == name && (!of_another || one.place.model == chat.model);
        });
        if (offer == offers->end()) continue;
        if (const core::Status keeps = keeps_to(wish, chat, network.config, *offer); keeps)
            return std::optional(offer->place);
        else if (!excluded)
            excluded = keeps.error();
    }
    if (excluded) return *excluded;
    if (wish.networks.empty()) return std::optional<Place>(); // home says best what it lacks
    if (chat.model.empty())
        return fail(Code::invalid_argument, core::say("network_wants_model"), models_of(order, upstreams));
    return fail(Code::not_found, core::say("no_network_has_model", {chat.model}), models_of(order, upstreams));
}

} // namespace hearth::node
