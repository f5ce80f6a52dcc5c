// SPDX-License-Identifier: Apache-2.0
#include "node/models/model_trial.h"

#include "core/log.h"
#include "proof/check.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Status;
using Ids = std::vector<std::uint32_t>;

constexpr std::uint64_t cache_bytes = std::uint64_t{64} << 20; // a few hundred tokens of a large model
constexpr std::uint64_t job = 1;
constexpr const char* conversation = R"([{"role":"user","content":"Hello."}])";
constexpr const char* date = "2024-07-26T14:03:05";

class Trial {
public:
    Trial(WorkerProcess& process, const std::function<bool(const worker::ProgressReport&)>& progress)
        : m_process(process), m_progress(progress) {}

    /// Sends `message` and waits for the answer of type `Answer`.
    template <typename Answer>
    core::Result<Answer> ask(const worker::Message& message) {
        HEARTH_CHECK(m_process.send(message));
        Answer answer;
        HEARTH_CHECK(hear(m_process, {"silent_while_tried", "stopped_while_tried"}, m_progress,
                          [&](worker::Message& heard) -> core::Result<bool> {
                              auto* const found = std::get_if<Answer>(&heard);
                              if (found != nullptr) answer = std::move(*found);
                              return found != nullptr;
                          }));
        return answer;
    }

    core::Result<Ids> prompt(bool has_template) {
        worker::Tokenize message;
        message.job = job;
        if (has_template) {
            message.messages_json = conversation;
            message.date = date;
            auto tokenized = ask<worker::Tokenized>(message);
            if (tokenized) return std::move(tokenized->ids);
            // A template may refuse this conversation in its own words, and take others.
            if (tokenized.error().code != Code::invalid_argument) return tokenized.error();
        }
        message.messages_json.clear();
        message.prompt = "Hello.";
        HEARTH_TRY(auto tokenized, ask<worker::Tokenized>(message));
        return std::move(tokenized.ids);
    }

    Status compute(Ids ids, std::uint32_t longest_request) {
        if (longest_request < 2) return fail(Code::unsupported, core::say("model_context_no_room"));
        ids.resize(std::min<std::size_t>(ids.size(), longest_request - 1));
        worker::Generate generate;
        generate.job = job;
        generate.prompt_ids = std::move(ids);
        generate.params.temperature_q16 = 0;
        generate.params.max_tokens = 1;
        generate.ignore_eos = true;
        HEARTH_TRY(const auto finished, ask<worker::Finished>(generate));
        if (finished.output_ids.size() == 1) return {};
        return fail(Code::corrupt, core::say("model_computes_no_token"), core::say("fetch_model_again"));
    }

    Status embed(Ids ids, std::uint32_t longest_request) {
        ids.resize(std::min<std::size_t>(ids.size(), longest_request));
        worker::Generate generate;
        generate.job = job;
        generate.prompt_ids = std::move(ids);
        generate.embed = true;
        HEARTH_TRY(const auto finished, ask<worker::Finished>(generate));
        if (proof::is_vector(finished.output_ids)) return {};
        return fail(Code::corrupt, core::say("model_computes_no_vector"), core::say("fetch_model_again"));
    }

private:
    WorkerProcess& m_process;
    const std::function<bool(const worker::ProgressReport&)>& m_progress;
};

Status serve_once(Trial& trial, const model::Manifest& manifest, const std::string& folder,
                  const std::string& profile) {
    HEARTH_TRY(const auto loaded, trial.ask<worker::Loaded>(worker::Load{folder, profile, 0, cache_bytes}));
    if (loaded.model_id != manifest.id())
        return fail(Code::corrupt, core::say("worker_loaded_another_model"), core::say("import_model_again"));
    if (manifest.config.script) return {}; // what it takes is its caller's to say
    const bool has_template = manifest.chat_template_hash != core::sha256({});
    HEARTH_TRY(Ids ids, trial.prompt(has_template));
    return manifest.config.encoder ? trial.embed(std::move(ids), loaded.longest_request)
                                   : trial.compute(std::move(ids), loaded.longest_request);
}

} // namespace

Status try_model(const std::filesystem::path& folder, const model::Manifest& manifest, const std::string& profile,
                 WorkerLaunch launch, const Sandbox& sandbox,
                 const std::function<bool(const worker::ProgressReport&)>& progress) {
    const ReadOnlyView view{folder, "/model"};
    launch.views = {view};
    HEARTH_TRY(auto process, WorkerProcess::start(launch, sandbox));
    Trial trial(*process, progress);
    Status served = serve_once(trial, manifest, sandbox.visible(view).string(), profile);
    if (served || served.error().code != Code::out_of_memory) return served;
    core::log::warning("models", "imported without a trial", {{"reason", served.error().message}});
    return {};
}

} // namespace hearth::node
