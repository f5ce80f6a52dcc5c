// SPDX-License-Identifier: Apache-2.0
#include "compute/pooled_decoder.h"

#include "compute/loaded_model.h"
#include "compute/request_check.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hearth::compute {

using core::Code;
using core::fail;

core::Result<std::unique_ptr<PooledDecoder>>
PooledDecoder::of(const model::Source& source, const EmbedderOptions& options, const model::Progress& progress) {
    const model::ModelConfig& config = source.config();
    if (!config.encoder || config.arch == "bert")
        return fail(Code::unsupported, core::say("model_makes_no_vectors"), core::say("use_an_encoder"));
    const unsigned threads = options.threads > 0 ? options.threads : exact::usable_processors();
    const KvLayout layout(config, Precision::fp32);
    const std::uint64_t cache = std::min(cache_bytes(layout.page_bytes, config.context, options.kv_budget_bytes),
                                         cache_bytes(layout.page_bytes, config.context, 0));
    HEARTH_CHECK(
        check_memory(Weights::bytes_for(config, Precision::fp32), cache, Decoder::workspace_bytes(config, threads)));
    HEARTH_TRY(ModelText text, ModelText::load(source));
    HEARTH_TRY(exact::PageBuffer pages, exact::PageBuffer::allocate(cache));
    auto team = std::make_unique<exact::ThreadTeam>(threads);
    HEARTH_TRY(Weights weights, Weights::load(source, Precision::fp32, *team, progress));
    const std::uint64_t bytes = weights.bytes;
    auto decoder = std::make_unique<Decoder>(config, std::move(weights), std::move(pages), *team, best_kernels());
    return std::make_unique<PooledDecoder>(config, std::move(text), std::move(team), std::move(decoder), bytes);
}

PooledDecoder::PooledDecoder(const model::ModelConfig& config, std::optional<ModelText> text,
                             std::unique_ptr<exact::ThreadTeam> team, std::unique_ptr<Decoder> decoder,
                             std::uint64_t weight_bytes)
    : m_config(config), m_text(std::move(text)), m_team(std::move(team)), m_decoder(std::move(decoder)),
      m_weight_bytes(weight_bytes), m_pages(m_decoder->page_count()) {
    std::iota(m_pages.begin(), m_pages.end(), 0U);
}

std::uint32_t PooledDecoder::longest() const {
    const std::uint64_t room = std::uint64_t{m_decoder->page_count()} * inference::page_tokens;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(m_config.context, room));
}

core::Result<std::vector<float>> PooledDecoder::embed(std::span<const std::uint32_t> ids) {
    HEARTH_CHECK(check_prompt({ids.begin(), ids.end()}, m_config.vocab));
    if (ids.size() > longest())
        return fail(Code::too_large,
                    core::say("text_longer_than_context", {core::figure(ids.size()), core::figure(longest())}),
                    core::say("send_text_in_parts"));
    const bool all = m_config.encoder->pooling == model::Pooling::mean;
    PooledStates states(m_config.hidden);
    std::vector<Row> rows;
    for (std::size_t done = 0; done < ids.size(); done += rows.size()) {
        rows.clear();
        const std::size_t count = std::min(inference::max_rows, ids.size() - done);
        for (std::size_t i = 0; i < count; ++i)
            rows.push_back({ids[done + i], static_cast<std::uint32_t>(done + i), &m_pages});
        HEARTH_CHECK(m_decoder->forward(rows));
        const std::size_t last = ids.size() - done; // behind the last token
        for (std::size_t i = 0; i < count; ++i)
            if (all || i + 1 == last) states.add(m_decoder->state(i));
    }
    std::vector<float> vector = states.vector(m_config.encoder->normalised);
    if (std::all_of(vector.begin(), vector.end(), [](float value) { return std::isfinite(value); })) return vector;
    return fail(Code::corrupt, core::say("model_produced_values_not"), core::say("check_model_files_may"));
}

} // namespace hearth::compute
