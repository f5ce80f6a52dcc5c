// SPDX-License-Identifier: Apache-2.0
#include "fake/scripted_hub.h"

#include <algorithm>

namespace hearth::desktop::fake {
namespace {

using control::ModelOffer;
using core::Code;
using core::fail;
using core::say;

const std::string commit = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c";

ModelOffer offer(const std::string& reference, const std::string& title, std::uint64_t bytes, std::uint64_t parameters,
                 std::optional<bool> fits, std::optional<std::uint64_t> rate, core::Sentence note) {
    ModelOffer made;
    made.reference = reference;
    made.title = title;
    made.license = "Apache-2.0";
    made.quantisation = "Q4_K_M";
    made.revision = commit;
    made.sha256 = std::string(64, '7');
    made.bytes = bytes;
    made.parameters = parameters;
    made.fits = fits;
    made.estimate_millitokens_per_s = rate;
    made.note = std::move(note);
    return made;
}

std::vector<ModelOffer> catalogue() {
    std::vector<ModelOffer> offers{offer("smollm2-135m-instruct", "SmolLM2 135M Instruct, Q4_1", 98'362'432,
                                         134'515'008, true, 181'000, say("fits_here", {"153 MiB"})),
                                   offer("qwen2.5-1.5b-instruct", "Qwen2.5 1.5B Instruct, Q4_K_M", 1'117'320'736,
                                         1'540'000'000, true, 15'600, say("fits_here", {"1.7 GiB"})),
                                   offer("mistral-7b-instruct-v0.3", "Mistral 7B Instruct v0.3, Q4_K_M", 4'372'812'000,
                                         7'250'000'000, std::nullopt, 3'300,
                                         say("fits_if_free", {"8.1 GiB", "6.2 GiB"})),
                                   offer("qwen3-14b", "Qwen3 14B, Q4_K_M", 9'001'752'960, 14'800'000'000, false,
                                         std::nullopt, say("fits_not", {"16.5 GiB", "15.5 GiB"}))};
    offers[2].sha256.clear();
    return offers;
}

std::uint64_t bytes_of(const std::string& reference) {
    for (const ModelOffer& known : catalogue())
        if (known.reference == reference) return *known.bytes;
    return 668'788'096;
}

/// "c" of "hf:a/b/c@d".
std::string last_name(std::string reference) {
    reference = reference.substr(0, reference.find('@'));
    return reference.substr(reference.find_last_of("/:") + 1);
}

} // namespace

core::Result<std::vector<ModelOffer>> ScriptedHub::find_models(const std::string& words, const control::OnProgress&) {
    HEARTH_CHECK(answers());
    if (words.empty()) return catalogue();
    std::vector<ModelOffer> found;
    if (words.find("nothing") != std::string::npos) return found;
    for (const char* name : {"TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF", "TinyLlama/TinyLlama-1.1B-Chat-v1.0"}) {
        ModelOffer one;
        one.reference = "hf:" + std::string(name);
        one.title = name;
        one.license = "apache-2.0";
        one.downloads = 48'213 - found.size() * 30'000;
        one.gated = !found.empty();
        one.note = say(found.empty() ? "offer_has_gguf" : "offer_has_folder");
        found.push_back(std::move(one));
    }
    return found;
}

core::Result<std::vector<ModelOffer>> ScriptedHub::model_files(const std::string& reference,
                                                               const control::OnProgress&) {
    HEARTH_CHECK(answers());
    if (reference.find('/') == std::string::npos)
        return fail(Code::invalid_argument, say("hub_no_reference", {reference}), say("hub_write_reference"));
    const std::string name = "tinyllama-1.1b-chat-v1.0.";
    std::vector<ModelOffer> files{offer(reference + "/" + name + "Q2_K.gguf@" + commit, name + "Q2_K.gguf", 483'116'416,
                                        1'100'000'000, {}, {}, say("offer_not_read", {"Q2_K"})),
                                  offer(reference + "/" + name + "Q4_K_M.gguf@" + commit, name + "Q4_K_M.gguf",
                                        668'788'096, 1'100'000'000, true, 21'800, say("fits_here", {"1.2 GiB"}))};
    files[0].usable = false;
    files[0].quantisation = "Q2_K";
    return files;
}

core::Result<control::ModelInfo> ScriptedHub::pull_model(const std::string& reference, const std::string& name,
                                                         const std::string& profile,
                                                         const control::OnProgress& progress, bool keep_source) {
    HEARTH_CHECK(answers());
    const std::uint64_t total = bytes_of(reference), part = total / 40;
    for (std::uint64_t done = 0; done <= total; done += part)
        if (!step(progress, say("hub_fetching"), done, total)) {
            stop_at(reference, done, total);
            return fail(Code::cancelled, say("hub_cancelled"));
        }
    HEARTH_TRY(control::ModelInfo made,
               take_in(name.empty() ? last_name(reference) : name, profile, keep_source ? total : 0));
    {
        const std::lock_guard lock(m_hub_mutex);
        std::erase_if(m_downloads, [&](const control::Download& one) { return one.reference == reference; });
    }
    publish("models");
    return made;
}

void ScriptedHub::stop_at(const std::string& reference, std::uint64_t done, std::uint64_t total) {
    {
        const std::lock_guard lock(m_hub_mutex);
        std::erase_if(m_downloads, [&](const control::Download& one) { return one.reference == reference; });
        m_downloads.push_back({reference, last_name(reference), done, total, false});
    }
    publish("models");
}

core::Result<std::vector<control::Download>> ScriptedHub::downloads() {
    HEARTH_CHECK(answers());
    const std::lock_guard lock(m_hub_mutex);
    return m_downloads;
}

core::Status ScriptedHub::drop_download(const std::string& reference) {
    HEARTH_CHECK(answers());
    {
        const std::lock_guard lock(m_hub_mutex);
        if (std::erase_if(m_downloads, [&](const control::Download& one) { return one.reference == reference; }) == 0)
            return fail(Code::not_found, say("hub_no_download", {reference}), say("hub_list_downloads"));
    }
    publish("models");
    return {};
}

} // namespace hearth::desktop::fake
