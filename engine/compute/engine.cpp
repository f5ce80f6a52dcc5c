// SPDX-License-Identifier: Apache-2.0
#include "compute/engine.h"

#include "compute/folder.h"
#include "compute/replay.h"
#include "compute/request_check.h"
#include "compute/scheduler.h"
#include "compute/text_assets.h"

#include <algorithm>
#include <utility>

namespace hearth::compute {

using core::Code;
using core::fail;

namespace {

core::Result<Precision> precision_of(const std::string& profile) {
    if (profile == "fp32") return Precision::fp32;
    if (profile == "bf16") return Precision::bf16;
    return fail(Code::unsupported, "There is no profile \"" + profile + "\" here.",
                "Use \"bf16\" or \"fp32\".");
}

core::Result<const Kernels*> kernels_for(const std::string& isa) {
    if (isa.empty()) return &best_kernels();
    if (const Kernels* const kernels = kernels_by_name(isa)) return kernels;
    std::string names;
    for (const auto name : available_kernels())
        names += (names.empty() ? "" : ", ") + std::string(name);
    return fail(Code::unsupported, "This processor does not run the kernels \"" + isa + "\".",
                "It runs: " + names + ".");
}

core::Status check_config(const model::ModelConfig& config) {
    const bool complete = config.layers > 0 && config.hidden > 0 && config.ffn > 0 && config.heads > 0 &&
                          config.kv_heads > 0 && config.head_dim > 0 && config.vocab > 0 &&
                          config.context > 0;
    if (!complete || config.heads % config.kv_heads != 0 || config.sliding_window == 0U)
        return fail(Code::corrupt, "The model's description contradicts itself.", "Fetch the model again.");
    if (config.head_dim > max_head_dim || config.head_dim % 2 != 0)
        return fail(Code::unsupported, "Attention heads of " + std::to_string(config.head_dim) +
                                           " values are not supported; they must be even and at most " +
                                           std::to_string(max_head_dim) + ".");
    return {};
}

core::Status check_memory(std::uint64_t weights, std::uint64_t cache, std::uint64_t workspace) {
    const auto limit = available_memory();
    const std::uint64_t need = weights + cache + workspace;
    if (!limit || need <= limit->bytes) return {};
    return fail(Code::out_of_memory,
                "The model needs " + bytes_text(need) + " of memory (" + bytes_text(weights) + " weights, " +
                    bytes_text(cache) + " cache, " + bytes_text(workspace) + " workspace), but only " +
                    bytes_text(limit->bytes) + " are available (" + limit->source + ").",
                "Close other programs, give the model a smaller cache or choose a smaller model.");
}

std::uint64_t cache_bytes(const model::ModelConfig& config, const KvLayout& layout, std::uint64_t budget) {
    const std::uint64_t context = KvLayout::pages_for(config.context);
    const std::uint64_t pages =
        budget == 0 ? context : std::max<std::uint64_t>(budget / layout.page_bytes, 1);
    return pages * layout.page_bytes;
}

/// Ids whose cache is kept between two calls of logits().
struct Kept {
    std::vector<std::uint32_t> ids;
    std::vector<std::uint8_t*> pages;
};

} // namespace

/// Everything that a loaded model is; built in the order of its members.
struct Engine::State {
    State(model::ModelConfig config_, std::unique_ptr<ThreadTeam> team_, Weights weights_, KvLayout layout,
          PageBuffer cache, ModelText text_, const Kernels& kernels_, bool libtorch)
        : config(std::move(config_)), team(std::move(team_)), weights(std::move(weights_)),
          pool(layout, std::move(cache)), kernels(kernels_),
          decoder(config, weights, pool.layout(), *team, kernels, libtorch), text(std::move(text_)),
          scheduler(config, decoder, pool, text.tokenizer()) {}

    /// Makes `pages` hold `tokens` tokens, at the expense of the running sequences if need be.
    void extend(std::vector<std::uint8_t*>& pages, std::size_t tokens) {
        const std::uint32_t needed = KvLayout::pages_for(tokens);
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
    std::uint64_t cache_tokens() const { return std::uint64_t{pool.capacity()} * page_tokens; }

    const model::ModelConfig config;
    std::unique_ptr<ThreadTeam> team;
    Weights weights;
    KvPool pool;
    const Kernels& kernels;
    Decoder decoder;
    ModelText text;
    Scheduler scheduler;
    Kept kept;
};

Engine::Engine(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Engine::~Engine() = default;

core::Result<std::unique_ptr<Engine>> Engine::load(const std::filesystem::path& folder,
                                                   const LoadOptions& options,
                                                   const model::Progress& progress) {
    HEARTH_TRY(std::unique_ptr<model::Source> source, open_model_folder(folder));
    return load_source(std::move(source), options, progress);
}

core::Result<std::unique_ptr<Engine>> Engine::load_source(std::unique_ptr<model::Source> source,
                                                          const LoadOptions& options,
                                                          const model::Progress& progress) {
    HEARTH_TRY(const Precision precision, precision_of(options.profile));
    const model::ModelConfig& config = source->config();
    HEARTH_CHECK(check_config(config));
    HEARTH_TRY(const Kernels* kernels, kernels_for(options.isa));
    const unsigned threads = options.threads > 0 ? options.threads : usable_processors();
    const KvLayout layout(config, precision);
    const std::uint64_t cache = cache_bytes(config, layout, options.kv_budget_bytes);
    HEARTH_CHECK(check_memory(Weights::bytes_for(config, precision), cache,
                              Decoder::workspace_bytes(config, threads)));
    HEARTH_TRY(ModelText text, ModelText::load(*source));
    HEARTH_TRY(PageBuffer pages, PageBuffer::allocate(cache));
    auto team = std::make_unique<ThreadTeam>(threads);
    HEARTH_TRY(Weights weights, Weights::load(*source, precision, *team, progress));
    auto state =
        std::make_unique<State>(config, std::move(team), std::move(weights), layout, std::move(pages),
                                std::move(text), *kernels, options.large_batches_with_libtorch);
    return std::unique_ptr<Engine>(new Engine(std::move(state)));
}

const model::ModelConfig& Engine::config() const {
    return m_state->config;
}
const text::Tokenizer& Engine::tokenizer() const {
    return m_state->text.tokenizer();
}
std::uint64_t Engine::weight_bytes() const {
    return m_state->weights.bytes;
}
std::string Engine::isa() const {
    return m_state->kernels.name;
}
unsigned Engine::threads() const {
    return m_state->team->size();
}

core::Result<std::string> Engine::render_chat(const std::string& messages_json, const std::string& tools_json,
                                              const std::string& date) const {
    return m_state->text.render_chat(messages_json, tools_json, date);
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

core::Result<ReplayOutcome> Engine::replay(const std::vector<std::uint32_t>& prompt_ids,
                                           const std::vector<std::uint32_t>& output_ids,
                                           const proof::DecodeParams& params, const core::Hash& key) {
    const std::uint32_t vocab = m_state->config.vocab;
    HEARTH_CHECK(check_prompt(prompt_ids, vocab));
    if (output_ids.empty()) return ReplayOutcome{};
    HEARTH_CHECK(check_prompt(output_ids, vocab));
    HEARTH_CHECK(
        check_length(prompt_ids.size(), output_ids.size(), m_state->config.context, m_state->cache_tokens()));
    m_state->forget();
    std::vector<std::uint8_t*> pages;
    m_state->extend(pages, prompt_ids.size() + output_ids.size());
    auto outcome = replay_output(m_state->decoder, vocab, pages, prompt_ids, output_ids, params, key);
    m_state->pool.give_back(std::move(pages));
    return outcome;
}

core::Result<std::vector<float>> Engine::logits(const std::vector<std::uint32_t>& ids) {
    HEARTH_CHECK(check_prompt(ids, m_state->config.vocab));
    HEARTH_CHECK(check_length(ids.size(), 0, m_state->config.context, m_state->cache_tokens()));
    Kept& kept = m_state->kept;
    const auto differ = std::mismatch(ids.begin(), ids.end(), kept.ids.begin(), kept.ids.end()).first;
    const auto same = std::min(static_cast<std::size_t>(differ - ids.begin()), ids.size() - 1);
    m_state->extend(kept.pages, ids.size());
    kept.ids = ids;
    auto logits = last_logits(m_state->decoder, kept.pages, ids, same);
    if (!logits) m_state->forget();
    return logits;
}

} // namespace hearth::compute
