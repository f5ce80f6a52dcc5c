// SPDX-License-Identifier: Apache-2.0
#include "compute/engine.h"

#include "compute/exact_tiles.h"
#include "compute/folder.h"
#include "compute/kv_pool.h"
#include "compute/loaded_model.h"
#include "compute/quantise.h"
#include "compute/replay.h"
#include "compute/request_check.h"
#include "compute/scheduler.h"

#include "core/file.h"
#include "proof/profile.h"
#include "proof/profile_names.h"

#include <algorithm>
#include <utility>

namespace hearth::compute {

using core::Code;
using core::fail;

namespace {

core::Status check_config(const model::ModelConfig& config) {
    const bool complete = config.layers > 0 && config.hidden > 0 && config.ffn > 0 && config.heads > 0 &&
                          config.kv_heads > 0 && config.head_dim > 0 && config.vocab > 0 && config.context > 0;
    if (!complete || config.heads % config.kv_heads != 0 || config.sliding_window == 0U)
        return fail(Code::corrupt, core::say("model_description_contradicts_itself"), core::say("fetch_model_again"));
    if (config.head_dim > exact::max_head_dim || config.head_dim % 2 != 0)
        return fail(Code::unsupported, core::say("attention_heads_values_not", {std::to_string(config.head_dim),
                                                                                std::to_string(exact::max_head_dim)}));
    return {};
}

core::Status check_profile(const std::string& profile) {
    if (proof::find_profile(profile) != nullptr) return {};
    return fail(Code::unsupported, core::say("there_is_no_profile_here", {profile}),
                core::say("use_one_of", {proof::profile_names()}));
}

/// Ids whose cache is kept between two calls of logits().
struct Kept {
    std::vector<std::uint32_t> ids;
    std::vector<std::uint32_t> pages;
};

} // namespace

/// Everything that a loaded model is; built in the order of its members.
struct Engine::State {
    State(LoadedModel loaded_, bool guesses)
        : loaded(std::move(loaded_)), pool(loaded.runner->page_count()),
          scheduler(loaded.config, *loaded.runner, pool, loaded.text->tokenizer(), *loaded.team, guesses) {}

    /// Makes `pages` hold `tokens` tokens, at the expense of the running sequences if need be.
    void extend(std::vector<std::uint32_t>& pages, std::size_t tokens) {
        const std::uint32_t needed = KvPool::pages_for(tokens);
        const auto held = static_cast<std::uint32_t>(pages.size());
        if (needed <= held) return;
        scheduler.make_room(needed - held);
        const auto taken = pool.take(needed - held);
        pages.insert(pages.end(), taken.begin(), taken.end());
    }
    void forget() {
        pool.give_back(std::move(kept.pages));
        kept = {};
    }
    std::uint64_t cache_tokens() const { return std::uint64_t{pool.capacity()} * inference::page_tokens; }

    LoadedModel loaded;
    KvPool pool;
    Scheduler scheduler;
    Kept kept;
};

Engine::Engine(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Engine::~Engine() = default;

std::unique_ptr<Engine> Engine::of(LoadedModel loaded, bool prompt_lookup) {
    return std::unique_ptr<Engine>(new Engine(std::make_unique<State>(std::move(loaded), prompt_lookup)));
}

core::Result<std::unique_ptr<Engine>> Engine::load(const std::filesystem::path& folder, const LoadOptions& options,
                                                   const model::Progress& progress) {
    HEARTH_CHECK(check_profile(options.profile));
    HEARTH_TRY(ModelFolder opened, open_model_folder(folder));
    HEARTH_CHECK(check_config(opened.source->config()));
    if (!exact_profile(options.profile)) return load_source(*opened.source, options, progress);
    if (!opened.exact || opened.exact->profile != options.profile)
        return fail(Code::unsupported, core::say("model_imported_without_profile", {options.profile}),
                    core::say("import_again_use_profile"));
    HEARTH_TRY(const core::MappedFile file, core::MappedFile::open(folder / opened.exact->file));
    // What is served is what the model's id names; a receipt over other weights could be held against this node.
    HEARTH_CHECK(check_exact_weights(*opened.exact, opened.source->config(), file.bytes()));
    HEARTH_TRY(LoadedModel loaded, load_exact(*opened.source, file.bytes(), options, progress));
    return of(std::move(loaded), options.prompt_lookup);
}

core::Result<std::unique_ptr<Engine>> Engine::load_source(const model::Source& source, const LoadOptions& options,
                                                          const model::Progress& progress) {
    HEARTH_CHECK(check_profile(options.profile));
    HEARTH_CHECK(check_config(source.config()));
    const auto profile = exact_profile(options.profile);
    if (!profile) {
        HEARTH_TRY(LoadedModel loaded, load_floating(source, options, progress));
        return of(std::move(loaded), options.prompt_lookup);
    }
    core::Bytes made;
    if (options.exact_weights.empty()) {
        HEARTH_TRY(made, quantised(source, *profile, progress));
    }
    const core::ByteView weights = options.exact_weights.empty() ? core::ByteView(made) : options.exact_weights;
    HEARTH_TRY(LoadedModel loaded, load_exact(source, weights, options, progress));
    return of(std::move(loaded), options.prompt_lookup);
}

const model::ModelConfig& Engine::config() const {
    return m_state->loaded.config;
}
const text::Tokenizer& Engine::tokenizer() const {
    return m_state->loaded.text->tokenizer();
}
std::uint32_t Engine::longest_request() const {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(m_state->loaded.config.context, m_state->cache_tokens()));
}
std::uint64_t Engine::weight_bytes() const {
    return m_state->loaded.weight_bytes;
}
std::string Engine::isa() const {
    return m_state->loaded.isa;
}
std::string Engine::device() const {
    return m_state->loaded.device;
}

std::uint64_t Engine::device_bytes() const {
    return m_state->loaded.device_bytes;
}
unsigned Engine::threads() const {
    return m_state->loaded.team->size();
}

bool Engine::template_mentions(const std::string& variable) const {
    return m_state->loaded.text->template_mentions(variable);
}

core::Result<std::string> Engine::render_chat(const std::string& messages_json, const std::string& tools_json,
                                              const std::string& date, const std::string& variables_json) const {
    return m_state->loaded.text->render_chat(messages_json, tools_json, date, variables_json);
}

core::Status Engine::submit(SequenceRequest request, EngineSink& sink) {
    m_state->forget();
    return m_state->scheduler.submit(std::move(request), sink);
}

void Engine::cancel(std::uint64_t job) {
    m_state->scheduler.cancel(job);
}

bool Engine::step() {
    return m_state->scheduler.step();
}

core::Result<ReplayOutcome>
Engine::replay(const std::vector<std::uint32_t>& prompt_ids, const std::vector<std::uint32_t>& output_ids,
               const proof::DecodeParams& params, const core::Hash& key, const std::optional<core::Hash>& chain_start,
               const std::vector<proof::PromptScore>* scores, const std::string& constraint) {
    const std::uint32_t vocab = m_state->loaded.config.vocab;
    HEARTH_CHECK(check_prompt(prompt_ids, vocab));
    if (output_ids.empty() && scores == nullptr) return ReplayOutcome{};
    if (!output_ids.empty()) HEARTH_CHECK(check_prompt(output_ids, vocab));
    if (scores != nullptr) HEARTH_CHECK(check_scores(*scores, prompt_ids.size(), vocab));
    HEARTH_CHECK(
        check_length(prompt_ids.size(), output_ids.size(), m_state->loaded.config.context, m_state->cache_tokens()));
    std::optional<AnswerRule> rule;
    if (!constraint.empty()) {
        HEARTH_TRY(rule, AnswerRule::make(tokenizer(), constraint, m_state->loaded.config.stop_ids));
    }
    m_state->forget();
    std::vector<std::uint32_t> pages;
    m_state->extend(pages, prompt_ids.size() + output_ids.size());
    auto outcome = replay_output(*m_state->loaded.runner, *m_state->loaded.team, pages, prompt_ids, output_ids, params,
                                 key, chain_start, scores, rule ? &*rule : nullptr);
    m_state->pool.give_back(std::move(pages));
    return outcome;
}

core::Status Engine::read(const std::vector<std::uint32_t>& ids,
                          const std::function<void(std::size_t, std::span<const float>)>& visit) {
    HEARTH_CHECK(check_prompt(ids, m_state->loaded.config.vocab));
    HEARTH_CHECK(check_length(ids.size(), 0, m_state->loaded.config.context, m_state->cache_tokens()));
    m_state->forget();
    std::vector<std::uint32_t> pages;
    m_state->extend(pages, ids.size());
    const std::uint32_t vocab = m_state->loaded.config.vocab;
    auto done = each_logits(*m_state->loaded.runner, pages, ids, 0,
                            [&](std::size_t position, std::size_t count, std::span<const float> logits) {
                                for (std::size_t i = 0; i < count; ++i)
                                    visit(position + i, logits.subspan(i * vocab, vocab));
                            });
    m_state->pool.give_back(std::move(pages));
    return done;
}

core::Result<std::vector<float>> Engine::logits(const std::vector<std::uint32_t>& ids) {
    HEARTH_CHECK(check_prompt(ids, m_state->loaded.config.vocab));
    HEARTH_CHECK(check_length(ids.size(), 0, m_state->loaded.config.context, m_state->cache_tokens()));
    Kept& kept = m_state->kept;
    const auto differ = std::mismatch(ids.begin(), ids.end(), kept.ids.begin(), kept.ids.end()).first;
    const auto same = std::min(static_cast<std::size_t>(differ - ids.begin()), ids.size() - 1);
    m_state->extend(kept.pages, ids.size());
    kept.ids = ids;
    auto logits = last_logits(*m_state->loaded.runner, kept.pages, ids, same);
    if (!logits) m_state->forget();
    return logits;
}

} // namespace hearth::compute
