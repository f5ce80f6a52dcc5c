// SPDX-License-Identifier: Apache-2.0
#include "rounds.h"

#include "proof/profile.h"

#include <algorithm>

namespace hearth::app {

namespace {

constexpr std::uint32_t short_prompt = 16;

} // namespace

double seconds(core::Nanoseconds duration) {
    return static_cast<double>(duration) * 1e-9;
}

double bytes_per_token(const compute::Engine& engine, const std::string& profile) {
    const model::ModelConfig& config = engine.config();
    const double element = proof::is_named(proof::ProfileId::fp32, profile)   ? 4.0
                           : proof::is_named(proof::ProfileId::bf16, profile) ? 2.0
                                                                              : 1.0;
    // An exact profile keeps the output matrix apart from the embedding, whose rows are only looked up.
    const bool shared = config.tied_embeddings && element > 1.0;
    const double table = shared ? 0.0 : element * config.vocab * config.hidden;
    return static_cast<double>(engine.weight_bytes()) - table;
}

Rounds::Rounds(compute::Engine& engine) : m_engine(engine), m_context(engine.config().context) {
    prompt = std::min(512U, m_context - 1);
    answer = std::min(64U, m_context - short_prompt - 1);
    batch_answer = std::min(32U, answer);
}

core::Status Rounds::prefill() {
    HEARTH_TRY(const Generations done, generate(1, prompt, 1));
    prefills.push_back(prompt / seconds(done.ended - done.started));
    return {};
}

core::Status Rounds::decode() {
    HEARTH_TRY(const Generations done, generate(1, short_prompt, answer + 1));
    decodes.push_back(static_cast<double>(done.tokens_after_first) / seconds(done.ended - done.first_token));
    return {};
}

core::Status Rounds::batch() {
    HEARTH_TRY(const Generations done, generate(streams, short_prompt, batch_answer + 1));
    batches.push_back(static_cast<double>(done.tokens_after_first) / seconds(done.ended - done.first_token));
    return {};
}

core::Status Rounds::drawn() {
    HEARTH_TRY(const Generations done, generate(streams, short_prompt, batch_answer + 1, 52429));
    drawns.push_back(static_cast<double>(done.tokens_after_first) / seconds(done.ended - done.first_token));
    return {};
}

core::Status Rounds::first() {
    HEARTH_TRY(const Generations done, generate(1, std::min(128U, prompt), 1));
    firsts.push_back(seconds(done.first_token - done.started) * 1e3);
    return {};
}

core::Result<double> Rounds::first_token_after(std::vector<std::uint32_t> ids) {
    Generations generations(m_engine);
    proof::DecodeParams greedy;
    greedy.temperature_q16 = 0;
    greedy.max_tokens = 1;
    HEARTH_CHECK(generations.add(std::move(ids), greedy));
    HEARTH_CHECK(generations.run());
    return seconds(generations.first_token - generations.started);
}

core::Status Rounds::prefix() {
    std::vector<std::uint32_t> ids = filler_ids(prompt, m_engine.config().vocab, ++m_seed);
    HEARTH_TRY(const double cold, first_token_after(ids));
    const auto others = filler_ids(prompt, m_engine.config().vocab, ++m_seed);
    std::copy(others.begin() + prompt * 9 / 10, others.end(), ids.begin() + prompt * 9 / 10);
    HEARTH_TRY(const double warm, first_token_after(ids));
    prefixes.push_back(warm / cold);
    return {};
}

core::Result<Generations> Rounds::generate(std::size_t count, std::uint32_t ids, std::uint32_t tokens,
                                           std::uint32_t temperature_q16) {
    Generations generations(m_engine);
    proof::DecodeParams params;
    params.temperature_q16 = temperature_q16;
    params.max_tokens = tokens;
    for (std::size_t i = 0; i < count; ++i)
        HEARTH_CHECK(generations.add(filler_ids(ids, m_engine.config().vocab, ++m_seed), params));
    HEARTH_CHECK(generations.run());
    return generations;
}

} // namespace hearth::app
