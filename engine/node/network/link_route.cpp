// SPDX-License-Identifier: Apache-2.0
#include "node/network/link_route.h"

#include "core/hash.h"
#include "core/keys.h"
#include "gateway/schedule/failover.h"
#include "link/credential.h"
#include "node/jobs/purchase_plan.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using gateway::schedule::Candidate;
using gateway::schedule::Wish;

constexpr std::size_t least_digits = 6; // of the beginning of a model's id

bool executes(const link::Capability& capability) {
    return (capability.roles & link::role_executor) != 0;
}

const link::ModelOffer* offer_of(const link::Capability& capability, const link::Ask& ask) {
    for (const link::ModelOffer& offer : capability.models)
        if (offer.model_id == ask.model_id && offer.profile == ask.profile) return &offer;
    return nullptr;
}

bool is_called(const link::OfferedModel& model, const std::string& wanted) {
    const std::string id = model.model_id.hex();
    return wanted.empty() || model.name == wanted || (wanted.size() >= least_digits && id.starts_with(wanted));
}

constexpr unsigned tier_of_pinned = 1;
constexpr double usual_tokens = 256, bytes_per_token = 4;
constexpr std::size_t beginning_bytes = 512;

const std::string& text_of(const link::Ask& ask) {
    return ask.prompt ? *ask.prompt : ask.messages_json;
}

std::uint64_t price_of(const link::ModelOffer& offer, const link::Ask& ask) {
    const double read = ask.prompt_ids.empty() ? static_cast<double>(text_of(ask).size()) / bytes_per_token
                                               : static_cast<double>(ask.prompt_ids.size());
    const double written = ask.max_tokens ? std::min<double>(*ask.max_tokens, usual_tokens) : usual_tokens;
    return static_cast<std::uint64_t>(read * static_cast<double>(offer.prompt_token.units()) +
                                      written * static_cast<double>(offer.completion_token.units()));
}

std::uint64_t number_of(const core::Hash& hash) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i)
        number = number << 8 | hash.view()[i];
    return number;
}

/// Whoever answered the conversation so far remembers how it begins. What the answer may cost excludes nobody here:
/// only a quote says what it costs. Nor does the level of evidence: whoever runs the profile that was chosen for it
/// reaches what the profile does.
Wish wish_of(const link::Ask& ask, const link::Terms& terms) {
    Wish wish;
    wish.min_tier = terms.pinned_only ? tier_of_pinned : 0;
    if (ask.max_tokens) wish.tokens = std::min<double>(*ask.max_tokens, usual_tokens);
    const std::string& text = text_of(ask);
    if (text.size() >= beginning_bytes)
        wish.beginning = number_of(
            core::tagged_hash("beginning/1", {ask.tenant.view(), ask.model_id.view(),
                                              core::as_bytes(std::string_view(text).substr(0, beginning_bytes))}));
    return wish;
}

std::uint64_t random_number() {
    std::uint64_t drawn = 0;
    core::random_bytes(std::span(reinterpret_cast<std::uint8_t*>(&drawn), sizeof drawn));
    return drawn;
}

/// Where all who were open have refused, those that rest or are silent get their chance.
std::optional<std::size_t> next_of(std::vector<Candidate>& candidates, const Wish& wish) {
    try_all_the_same(candidates, wish);
    return gateway::schedule::choose(candidates, wish, {random_number(), random_number(), random_number()});
}

} // namespace

std::vector<LinkRoute::Way> LinkRoute::ways() const {
    std::vector<Way> ways;
    for (const LinkDesk::LinkPtr& link : m_desk.links())
        if (link::Capability what = link->capability(); executes(what))
            ways.push_back({link, std::move(what), link->peer(), false});
    for (Reachable::Node& node : m_behind.nodes())
        if (executes(node.what)) {
            const core::PublicKey key = node.what.card->node_key;
            ways.push_back({std::move(node.gateway), std::move(node.what), key, true});
        }
    return ways;
}

std::vector<link::OfferedModel> LinkRoute::models() {
    std::vector<link::OfferedModel> models;
    for (const Way& way : ways()) {
        if (way.what.draining || !trusted(way)) continue;
        for (const link::ModelOffer& offer : way.what.models) {
            auto known = std::find_if(models.begin(), models.end(),
                                      [&](const auto& model) { return model.model_id == offer.model_id; });
            if (known == models.end()) {
                models.push_back({offer.model_id, offer.name, 0, offer.context, true, {}, offer.profile});
                known = std::prev(models.end());
            }
            if (std::find(known->profiles.begin(), known->profiles.end(), offer.profile) == known->profiles.end())
                known->profiles.push_back(offer.profile);
        }
    }
    std::sort(models.begin(), models.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return models;
}

core::Result<link::OfferedModel> LinkRoute::find(const std::string& wanted) {
    const auto all = models();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& model) { return is_called(model, wanted); });
    if (found != all.end()) return *found;
    if (all.empty()) return fail(Code::unavailable, core::say("no_node_executes_linked"), core::say("try_again_later"));
    return fail(Code::not_found, core::say("no_linked_node_offers", {wanted.substr(0, 80)}),
                core::say("see_what_offered_get"));
}

/// Those behind a gateway are read from the ledger in the first place. Of those that are linked, this home's ledger may
/// not know yet what they have shown.
core::Status LinkRoute::trusted(const Way& way) const {
    if (way.link->expired()) return link::credential_is_over();
    return way.relayed ? core::Status() : m_trusts(way.node);
}

void LinkRoute::Field::leave_out(std::size_t index) {
    candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(index));
    ways.erase(ways.begin() + static_cast<std::ptrdiff_t>(index));
}

Candidate LinkRoute::describe(const Way& way, const link::Ask& ask) const {
    Candidate candidate;
    candidate.key = number_of(core::tagged_hash("place/1", {way.node.view()}));
    candidate.level = reachable_level(ask.profile);
    candidate.tier = m_pinned.contains(way.node) ? tier_of_pinned : 0;
    candidate.price = price_of(*offer_of(way.what, ask), ask);
    candidate.free_places = way.what.free_places;
    candidate.jobs = way.link->open_jobs();
    candidate.draining = way.what.draining;
    // Of a node behind a gateway it is the way there that is silent.
    if (const auto heard_at = way.link->heard_at())
        candidate.silent = std::max<core::Nanoseconds>(0, m_clock.monotonic() - *heard_at);
    m_sightings->describe({way.node, ask.model_id, ask.profile}, candidate);
    return candidate;
}

LinkRoute::Field LinkRoute::field(const link::Ask& ask, const Wish& wish, const link::Avoid& avoid) const {
    Field field;
    for (Way& way : ways()) {
        if (avoid.contains(way.node) || offer_of(way.what, ask) == nullptr) continue;
        const Candidate candidate = describe(way, ask);
        if (is_for_good(refusal_of(candidate, wish))) continue;
        if (const core::Status may = trusted(way); !may) {
            field.refused = may.error();
            continue;
        }
        field.candidates.push_back(candidate);
        field.ways.push_back(std::move(way));
    }
    // One whose connection broke a moment ago may be back soon: better than none, but no help for a lost one.
    const auto carried = [](const Way& way) { return way.link->carried(); };
    if (!avoid.empty() || std::any_of(field.ways.begin(), field.ways.end(), carried))
        for (std::size_t i = field.ways.size(); i-- > 0;)
            if (!carried(field.ways[i])) field.leave_out(i);
    return field;
}

/// `others`: behind the same gateway, which may choose one of them where the first does not answer it.
core::Result<link::OpenedJob> LinkRoute::hand_over(const Way& way, const std::vector<const Way*>& others,
                                                   const link::Ask& ask, std::shared_ptr<link::JobEnd> caller) {
    const auto watch = m_sightings->watch({way.node, ask.model_id, ask.profile});
    core::Result<std::shared_ptr<link::JobEnd>> opened = fail(Code::internal, core::say("link_node_gone"));
    link::Avoid in_its_place;
    if (way.relayed) {
        std::vector<link::SealingCard> cards{*way.what.card};
        for (const Way* other : others) {
            cards.push_back(*other->what.card);
            in_its_place.insert(other->node);
        }
        watch->follow_quote();
        opened = m_desk.ask_behind(way.link, ask, watch->before(std::move(caller)), std::move(cards));
    } else {
        opened = m_desk.ask(way.link, ask, watch->before(std::move(caller)));
    }
    if (!opened) return opened.error();
    return link::OpenedJob{watch->behind(std::move(*opened)), way.node, [link = way.link] { return link->carried(); },
                           std::move(in_its_place)};
}

core::Result<link::OpenedJob> LinkRoute::open(const std::string&, link::Ask ask, std::shared_ptr<link::JobEnd> caller,
                                              const link::Terms& terms) {
    const Wish wish = wish_of(ask, terms);
    Field found = field(ask, wish, terms.avoid);
    std::optional<std::uint64_t> most_price;
    if (terms.max_price) most_price = terms.max_price->units();
    while (const auto chosen = next_of(found.candidates, wish)) {
        const Way& way = found.ways[*chosen];
        std::vector<const Way*> others;
        for (const std::size_t i : gateway::schedule::stand_ins(found.candidates, wish, *chosen, most_price)) {
            const bool is_behind = way.relayed && found.ways[i].relayed && found.ways[i].link == way.link;
            if (is_behind && others.size() + 1 < link::max_candidates) others.push_back(&found.ways[i]);
        }
        auto opened = hand_over(way, others, ask, caller);
        if (opened) return opened;
        found.refused = opened.error();
        found.leave_out(*chosen);
    }
    if (found.refused) return *found.refused;
    if (terms.pinned_only)
        return fail(Code::refused, core::say("only_others_run_model"), core::say("lower_privacy_or_import"));
    return fail(Code::unavailable, core::say("no_linked_node_offers_model", {ask.profile}),
                core::say("try_again_later_another"));
}

bool LinkRoute::leads_to(const core::PublicKey& node) const {
    const auto links = m_desk.links();
    return std::any_of(links.begin(), links.end(),
                       [&](const auto& link) { return link->peer() == node && link->carried(); });
}

void LinkRoute::pay(const core::PublicKey& node, core::Bytes voucher, std::function<void(core::Status)> answer) {
    const auto end = std::make_shared<link::PayEnd>(std::move(answer));
    core::Error last = fail(Code::unavailable, core::say("link_node_gone"), core::say("try_again_later"));
    for (const LinkDesk::LinkPtr& link : m_desk.links()) {
        if (link->peer() != node || !link->carried()) continue;
        const auto asked = m_desk.ask(link, link::Pay{voucher}, end);
        if (asked) return;
        last = asked.error();
    }
    end->receive(link::Failed{last});
}

std::vector<link::OfferedModel> HomeFirstRoute::models() {
    std::vector<link::OfferedModel> models = m_home.models();
    for (link::OfferedModel& other : m_others.models())
        if (std::none_of(models.begin(), models.end(), [&](const auto& own) { return own.model_id == other.model_id; }))
            models.push_back(std::move(other));
    return models;
}

core::Result<link::OfferedModel> HomeFirstRoute::find(const std::string& wanted) {
    auto own = m_home.find(wanted);
    if (own) return own;
    return m_others.find(wanted);
}

core::Result<link::OpenedJob> HomeFirstRoute::open(const std::string& job_id, link::Ask ask,
                                                   std::shared_ptr<link::JobEnd> caller, const link::Terms& terms) {
    const auto here = m_home.find(ask.model_id.hex());
    if (!here) {
        const core::ModelId wanted = ask.model_id;
        auto pinned = m_others.open(job_id, std::move(ask), std::move(caller), terms);
        // Where this home could have answered, why it does not is what its owner can change. One that does not work
        // now says so of models that it does not have, too.
        const auto has = [&] {
            const auto models = m_home.models();
            return std::any_of(models.begin(), models.end(), [&](const auto& own) { return own.model_id == wanted; });
        };
        const Code why = here.error().code;
        const bool may_be_here = terms.pinned_only && why != Code::not_found && (why != Code::unavailable || has());
        return !pinned && may_be_here ? core::Result<link::OpenedJob>(here.error()) : std::move(pinned);
    }
    auto own = m_home.open(job_id, ask, caller, terms);
    if (own || !gateway::schedule::failover::may_fit_elsewhere(own.error().code)) return own;
    auto other = m_others.open(job_id, std::move(ask), std::move(caller), terms);
    return other ? std::move(other) : std::move(own);
}

} // namespace hearth::node
