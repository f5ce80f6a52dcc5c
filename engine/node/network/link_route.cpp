// SPDX-License-Identifier: Apache-2.0
#include "node/network/link_route.h"

#include "core/hash.h"
#include "core/keys.h"
#include "node/jobs/failover.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr std::size_t least_digits = 6; // of the beginning of a model's id

bool takes_work(const link::Capability& capability) {
    return (capability.roles & link::role_executor) != 0 && !capability.draining;
}

bool is_called(const link::OfferedModel& model, const std::string& wanted) {
    const std::string id = model.model_id.hex();
    return wanted.empty() || model.name == wanted || (wanted.size() >= least_digits && id.starts_with(wanted));
}

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
/// only a quote says what it costs.
gateway::schedule::Wish wish_of(const link::Ask& ask) {
    gateway::schedule::Wish wish;
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

} // namespace

std::vector<link::OfferedModel> LinkRoute::models() {
    std::vector<link::OfferedModel> models;
    for (const LinkDesk::LinkPtr& link : m_desk.links()) {
        const link::Capability capability = link->capability();
        if (!takes_work(capability) || !m_trusts(link->peer())) continue;
        for (const link::ModelOffer& offer : capability.models) {
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

core::Result<link::OpenedJob> LinkRoute::open(const std::string&, link::Ask ask, std::shared_ptr<link::JobEnd> caller,
                                              const link::Terms& terms) {
    std::vector<gateway::schedule::Candidate> candidates;
    std::vector<LinkDesk::LinkPtr> links;
    std::optional<core::Error> refused;
    const auto collect = [&](bool carried) {
        for (const LinkDesk::LinkPtr& link : m_desk.links()) {
            const link::Capability capability = link->capability();
            if (!takes_work(capability) || link->carried() != carried || terms.avoid.contains(link->peer())) continue;
            if (const core::Status trusted = m_trusts(link->peer()); !trusted) {
                refused = trusted.error();
                continue;
            }
            for (const link::ModelOffer& offer : capability.models) {
                if (offer.model_id != ask.model_id || offer.profile != ask.profile) continue;
                gateway::schedule::Candidate candidate;
                candidate.key = number_of(core::tagged_hash("place/1", {link->peer().view()}));
                candidate.price = price_of(offer, ask);
                candidate.free_places = capability.free_places;
                candidate.jobs = link->open_jobs();
                m_sightings->describe({link->peer(), offer.model_id, offer.profile}, candidate);
                candidates.push_back(candidate);
                links.push_back(link);
            }
        }
    };
    collect(true);
    // One whose connection broke a moment ago may be back soon: better than none, but no help for a lost one.
    if (candidates.empty() && terms.avoid.empty()) collect(false);
    // Where all failed lately, one of them is tried all the same: nobody is refused an answer that may come.
    if (std::all_of(candidates.begin(), candidates.end(), [](const auto& each) { return each.shut; }))
        for (auto& candidate : candidates)
            candidate.shut = false;
    const gateway::schedule::Wish wish = wish_of(ask);
    while (const auto chosen =
               gateway::schedule::choose(candidates, wish, {random_number(), random_number(), random_number()})) {
        const LinkDesk::LinkPtr link = links[*chosen];
        const auto watch = m_sightings->watch({link->peer(), ask.model_id, ask.profile});
        auto opened = m_desk.ask(link, ask, watch->before(caller));
        if (opened)
            return link::OpenedJob{watch->behind(std::move(*opened)), link->peer(), [link] { return link->carried(); }};
        refused = opened.error();
        candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(*chosen));
        links.erase(links.begin() + static_cast<std::ptrdiff_t>(*chosen));
    }
    if (refused) return *refused;
    return fail(Code::unavailable, core::say("no_linked_node_offers_model", {ask.profile}),
                core::say("try_again_later_another"));
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
    if (!here && terms.here_only && here.error().code != Code::not_found) return here.error();
    if (!here && terms.here_only)
        return fail(Code::refused, core::say("only_others_run_model"), core::say("lower_privacy_or_import"));
    if (!here) return m_others.open(job_id, std::move(ask), std::move(caller), terms);
    auto own = m_home.open(job_id, ask, caller, terms);
    if (own || terms.here_only || !failover::may_fit_elsewhere(own.error().code)) return own;
    auto other = m_others.open(job_id, std::move(ask), std::move(caller), terms);
    return other ? std::move(other) : std::move(own);
}

} // namespace hearth::node
