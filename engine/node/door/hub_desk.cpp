// SPDX-License-Identifier: Apache-2.0
#include "node/door/hub_desk.h"

#include "core/log.h"
#include "hub/quantisation.h"

#include <algorithm>

namespace hearth::node {
namespace {

using control::ModelOffer;
using core::Code;
using core::fail;

constexpr std::size_t most_words = 200, most_offers = 200;

void say_fit(ModelOffer& offer, const MachineFacts& machine) {
    ModelFit fit = fit_of(offer.parameters, machine);
    offer.fits = fit.fits;
    offer.estimate_millitokens_per_s = fit.estimate_millitokens_per_s;
    offer.note = std::move(fit.note);
}

ModelOffer of_catalogue(const hub::CatalogueEntry& entry) {
    ModelOffer offer;
    offer.reference = entry.name;
    offer.title = entry.title;
    offer.license = entry.license;
    offer.quantisation = hub::quantisation(entry.place.file);
    offer.revision = entry.place.revision;
    offer.sha256 = entry.sha256 ? entry.sha256->hex() : std::string();
    offer.bytes = entry.bytes;
    offer.parameters = entry.parameters;
    return offer;
}

ModelOffer of_search(const hub::FoundRepository& found) {
    ModelOffer offer;
    offer.reference = "hf:" + found.name;
    offer.title = found.name;
    offer.license = found.license;
    offer.downloads = found.downloads;
    offer.gated = found.gated;
    offer.note = core::say(found.gguf ? "offer_has_gguf" : "offer_has_folder");
    return offer;
}

/// Of a repository that is a model as a whole.
std::optional<ModelOffer> of_folder(const hub::Repository& repository, const MachineFacts& machine) {
    const auto files = hub::needed_files(repository, {});
    if (!files || files->front().path.ends_with(".gguf")) return std::nullopt;
    ModelOffer offer;
    offer.reference = "hf:" + repository.name + "@" + repository.revision;
    offer.title = repository.name;
    offer.license = repository.license;
    offer.quantisation = "safetensors";
    offer.revision = repository.revision;
    offer.gated = repository.gated;
    std::uint64_t bytes = 0, weights = 0;
    for (const hub::RepositoryFile& file : *files) {
        bytes += file.bytes;
        weights += file.path.ends_with(".safetensors") ? file.bytes : 0;
    }
    offer.bytes = bytes;
    offer.parameters = hub::guessed_parameters(weights, offer.quantisation);
    say_fit(offer, machine);
    return offer;
}

ModelOffer of_file(const hub::Repository& repository, const hub::RepositoryFile& file, const MachineFacts& machine) {
    ModelOffer offer;
    offer.reference = "hf:" + repository.name + "/" + file.path + "@" + repository.revision;
    offer.title = file.path;
    offer.license = repository.license;
    offer.quantisation = hub::quantisation(file.path);
    offer.revision = repository.revision;
    offer.sha256 = file.sha256 ? file.sha256->hex() : std::string();
    offer.bytes = file.bytes;
    offer.gated = repository.gated;
    offer.parameters = hub::guessed_parameters(file.bytes, offer.quantisation);
    if (hub::is_part_of_several(file.path)) {
        offer.usable = false;
        offer.parameters.reset();
        offer.note = core::say("offer_in_parts");
    } else if (hub::can_be_read(offer.quantisation) == false) {
        offer.usable = false;
        offer.note = core::say("offer_not_read", {offer.quantisation});
    } else {
        say_fit(offer, machine);
    }
    return offer;
}

/// Asked while the hub is waited for.
hub::GoesOn while_wanted(const control::OnProgress& progress) {
    return [&progress] { return !progress || progress({core::say("hub_asking"), 0, 0}); };
}

} // namespace

core::Result<std::vector<ModelOffer>> HubDesk::find(const std::string& words,
                                                    const control::OnProgress& progress) const {
    std::vector<ModelOffer> offers;
    if (words.find_first_not_of(" \t\n") == std::string::npos) {
        HEARTH_TRY(const auto entries, hub::read_catalogue());
        const MachineFacts machine = m_machine.look();
        for (const hub::CatalogueEntry& entry : entries)
            say_fit(offers.emplace_back(of_catalogue(entry)), machine);
        return offers;
    }
    if (words.size() > most_words)
        return fail(Code::invalid_argument, core::say("hub_too_many_words"), core::say("hub_search_for_it"));
    HEARTH_TRY(const auto found, m_fetch.client()->search(words, while_wanted(progress)));
    for (const hub::FoundRepository& one : found)
        if (one.gguf || one.safetensors) offers.push_back(of_search(one));
    return offers;
}

core::Result<std::vector<ModelOffer>> HubDesk::files(const std::string& reference,
                                                     const control::OnProgress& progress) const {
    HEARTH_TRY(const hub::Reference place, hub::Reference::parse(reference));
    HEARTH_TRY(const hub::Repository repository, m_fetch.client()->repository(place, while_wanted(progress)));
    const MachineFacts machine = m_machine.look();
    std::vector<ModelOffer> offers;
    if (auto folder = of_folder(repository, machine); folder && place.file.empty())
        offers.push_back(std::move(*folder));
    for (const hub::RepositoryFile& file : repository.files)
        if (file.path.ends_with(".gguf") && (place.file.empty() || place.file == file.path) &&
            offers.size() < most_offers)
            offers.push_back(of_file(repository, file, machine));
    std::stable_sort(offers.begin(), offers.end(), [](const ModelOffer& a, const ModelOffer& b) {
        return a.bytes.value_or(0) < b.bytes.value_or(0);
    });
    if (!offers.empty()) return offers;
    return fail(Code::unsupported, core::say("hub_no_model_in", {repository.name}), core::say("hub_search_for_it"));
}

core::Result<HubDesk::Pulled> HubDesk::fetch(const std::string& reference, const std::string& name,
                                             const control::OnProgress& progress, bool keep_source) {
    HEARTH_CHECK(m_models.check_place());
    const bool named = hub::Reference::is_meant(reference);
    const std::string wanted = !name.empty() ? name : named ? std::string() : reference;
    // Of a catalogue's model that is here a copy may be in this machine's cache, too; whatever it is, the name is
    // taken.
    if (!wanted.empty() && m_models.find(wanted))
        return fail(Code::conflict, core::say("hub_name_taken", {wanted}), core::say("choose_another_name_remove"));
    if (!named) {
        HEARTH_TRY(const hub::CatalogueEntry entry, hub::find_in_catalogue(reference));
        HEARTH_TRY(const auto cached, hub::cached_file(entry));
        if (cached) return Pulled{*cached, wanted};
    }
    m_events.publish("models");
    auto pulled = m_fetch.fetch(reference, name, progress, keep_source);
    m_events.publish("models");
    return pulled;
}

void HubDesk::imported(const std::string& reference, Pulled pulled) {
    pulled.held.reset();
    if (const auto dropped = m_fetch.drop(reference); !dropped && dropped.error().code != Code::not_found)
        core::log::warning("models", "a fetched copy stays", {{"reason", dropped.error().message}});
    m_events.publish("models");
}

core::Status HubDesk::drop(const std::string& reference) {
    HEARTH_CHECK(m_fetch.drop(reference));
    m_events.publish("models");
    return {};
}

} // namespace hearth::node
