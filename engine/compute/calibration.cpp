// SPDX-License-Identifier: Apache-2.0
#include "compute/calibration.h"

#include "core/hash.h"
#include "exact/cpu_runner.h"
#include "proof/sampler.h"

#include <string>

namespace hearth::compute {

namespace {

constexpr std::uint32_t texts = 16, text_tokens = 128;

core::Hash key_of(std::uint32_t text) {
    return core::sha256(core::as_bytes("calibration " + std::to_string(text)));
}

} // namespace

core::Result<Calibration> Calibration::run(const exact::ModelView& model, exact::ThreadTeam& team,
                                           const model::Progress& progress) {
    const exact::Shape& shape = model.shape;
    const exact::Kernels& kernels = exact::best_kernels();
    const std::uint32_t length = std::min(text_tokens, shape.context);
    const std::uint32_t pages = (length + exact::page_tokens - 1) / exact::page_tokens;
    HEARTH_TRY(exact::CpuWeights weights, exact::CpuWeights::load(model, kernels.offset, team, {}));
    HEARTH_TRY(exact::PageBuffer cache,
               exact::PageBuffer::allocate(std::size_t{texts} * pages * exact::CpuRunner::page_bytes_for(shape)));
    exact::CpuRunner runner(shape, std::move(weights), std::move(cache), team, kernels);
    Calibration found;
    found.m_rows.resize((shape.layers + 1) * sites);
    runner.observe([&](std::size_t layer, std::size_t site, std::size_t columns, const exact::RowsView& rows) {
        Rows& kept = found.m_rows[layer * sites + site];
        kept.columns = columns;
        kept.count += rows.count;
        for (std::size_t row = 0; row < rows.count; ++row)
            kept.values.insert(kept.values.end(), rows.values + row * rows.stride,
                               rows.values + row * rows.stride + columns);
    });
    proof::DecodeParams params;
    std::vector<proof::Sampler> samplers;
    std::vector<std::vector<std::uint32_t>> places(texts), ids(texts);
    std::vector<std::uint32_t> outputs;
    for (std::uint32_t text = 0; text < texts; ++text) {
        samplers.emplace_back(params, key_of(text));
        ids[text].push_back(key_of(text).bytes[0] * 257U % shape.vocab);
        for (std::uint32_t page = 0; page < pages; ++page)
            places[text].push_back(text * pages + page);
        outputs.push_back(text);
    }
    for (std::uint32_t at = 0; at < length; ++at) {
        std::vector<exact::Row> rows;
        for (std::uint32_t text = 0; text < texts; ++text)
            rows.push_back({ids[text].back(), at, &places[text]});
        HEARTH_CHECK(runner.forward(rows));
        HEARTH_TRY(const auto logits, runner.project(outputs));
        for (std::uint32_t text = 0; text < texts; ++text)
            ids[text].push_back(
                samplers[text].draw(logits.subspan(std::size_t{text} * shape.vocab, shape.vocab), ids[text], at).token);
        if (progress && !progress("calibrating", at + 1, length))
            return core::fail(core::Code::cancelled, "The import was cancelled.");
    }
    return found;
}

std::vector<ErrorFeedback> Calibration::feedback(std::size_t layer, exact::ThreadTeam& team) const {
    std::vector<ErrorFeedback> found;
    for (std::size_t at = layer * sites; at < (layer + 1) * sites && m_rows[at].count > 0; ++at)
        found.emplace_back(m_rows[at].values.data(), m_rows[at].count, m_rows[at].columns, m_rows[at].columns);
    ErrorFeedback::prepare(found, team);
    return found;
}

} // namespace hearth::compute
