// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "hub/catalogue.h"
#include "hub_verbs.h"
#include "long_call.h"
#include "output.h"
#include "verbs.h"

#include <iostream>

namespace hearth::cli {
namespace {

using control::ModelOffer;

constexpr const char* not_known = "–";

/// Said to be an estimate wherever it stands.
std::string estimate_text(const ModelOffer& offer) {
    if (!offer.estimate_millitokens_per_s) return not_known;
    const std::uint64_t tenths = (*offer.estimate_millitokens_per_s + 50) / 100;
    return "~" +
           (tenths < 100 ? std::to_string(tenths / 10) + "." + std::to_string(tenths % 10)
                         : std::to_string(tenths / 10)) +
           " tok/s";
}

std::string fits_text(const ModelOffer& offer) {
    if (!offer.usable) return "cannot be used";
    return !offer.fits ? "depends" : *offer.fits ? "fits here" : "too large";
}

std::string or_unknown(const std::string& text) {
    return text.empty() ? not_known : printable(text);
}

/// Told by the hash whether the same bytes will come.
std::string pin_text(const ModelOffer& offer) {
    return offer.sha256.empty() ? "unpinned" : offer.sha256.substr(0, 12);
}

int print_offers(Context& context, const core::Result<std::vector<ModelOffer>>& offers, bool repositories) {
    if (!offers) return context.fail(offers.error());
    if (context.json) {
        print_json_line("{\"offers\":" + control::to_json(*offers) + "}");
        return exit_done;
    }
    if (offers->empty()) {
        std::cout << "The hub has nothing for these words.\n";
        return exit_done;
    }
    if (repositories) {
        Table table({"REFERENCE", "LICENSE", "DOWNLOADS", "HOLDS"});
        for (const ModelOffer& offer : *offers)
            table.row({printable(offer.reference), or_unknown(offer.license),
                       offer.downloads ? std::to_string(*offer.downloads) : not_known,
                       printable(offer.note) + (offer.gated ? " Needs a token." : "")});
        table.print();
        std::cout << "Their files: " << context.command("model files REFERENCE") << "\n";
        return exit_done;
    }
    Table table({"REFERENCE", "SIZE", "WEIGHTS", "LICENSE", "SHA-256", "HERE", "SPEED (ESTIMATE)", ""});
    for (const ModelOffer& offer : *offers)
        table.row({printable(offer.reference), offer.bytes ? bytes_text(*offer.bytes) : not_known,
                   or_unknown(offer.quantisation), or_unknown(offer.license), pin_text(offer), fits_text(offer),
                   estimate_text(offer), printable(offer.note) + (offer.gated ? " Needs a token." : "")});
    table.print();
    std::cout << "Speeds are estimates of one answer on the processor, from the memory's bandwidth.\n"
              << "Fetch one: " << context.command("model pull REFERENCE") << "\n";
    return exit_done;
}

} // namespace

int search_models(Context& context, const std::vector<std::string>& words) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    core::Result<std::vector<ModelOffer>> offers = core::fail(core::Code::internal, "");
    {
        LongCall call(context, *node);
        offers = node->find_models(joined(words), call.progress());
    }
    return print_offers(context, offers, !words.empty());
}

int list_model_files(Context& context, const std::string& reference) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    core::Result<std::vector<ModelOffer>> offers = core::fail(core::Code::internal, "");
    {
        LongCall call(context, *node);
        offers = node->model_files(reference, call.progress());
    }
    if (!offers && offers.error().code == core::Code::invalid_argument) return context.fail(offers.error(), exit_usage);
    return print_offers(context, offers, false);
}

int pull_model(Context& context, const std::string& reference, const std::string& name, const std::string& profile,
               bool keep_source) {
    if (reference.empty() || reference.find("://") != std::string::npos)
        return context.fail(
            core::fail(core::Code::invalid_argument,
                       "\"" + printable(reference.substr(0, 80)) + "\" names no model that can be pulled.",
                       "Give hf:ORG/NAME, or a name of the catalogue. See: hearthctl model search"),
            exit_usage);
    if (!hub::Reference::is_meant(reference)) {
        const auto entry = hub::find_in_catalogue(reference);
        if (!entry) return import_failed(context, entry.error());
        // What installers/bootstrap fetched lies in the cache of whoever calls, which may be another one's than the
        // service's.
        const auto cached = hub::cached_file(*entry);
        if (!cached) return import_failed(context, cached.error());
        if (*cached)
            return import_model(context, (*cached)->string(), name.empty() ? entry->name : name, profile, keep_source);
    }
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    core::Result<control::ModelInfo> model = core::fail(core::Code::internal, "");
    {
        LongCall call(context, *node);
        model = node->pull_model(reference, name, profile, call.progress(), keep_source);
    }
    return show_imported(context, model);
}

int list_downloads(Context& context) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto downloads = node->downloads();
    if (!downloads) return context.fail(downloads.error());
    if (context.json) {
        print_json_line("{\"downloads\":" + control::to_json(*downloads) + "}");
        return exit_done;
    }
    if (downloads->empty()) {
        std::cout << "No model is on its way.\n";
        return exit_done;
    }
    Table table({"REFERENCE", "NAME", "HERE", "OF", ""});
    for (const control::Download& download : *downloads)
        table.row({printable(download.reference), printable(download.name), bytes_text(download.done),
                   bytes_text(download.total), download.running ? "fetching" : "stopped"});
    table.print();
    return exit_done;
}

int drop_download(Context& context, const std::string& reference) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    if (const auto dropped = node->drop_download(reference); !dropped) return context.fail(dropped.error());
    if (context.json)
        print_json_line("{}");
    else
        std::cout << "What came of " << printable(reference) << " is deleted.\n";
    return exit_done;
}

int switch_model(Context& context, const std::string& model, const std::string& action) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    return show_imported(context, node->switch_model(model, action));
}

} // namespace hearth::cli
