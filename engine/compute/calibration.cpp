// SPDX-License-Identifier: Apache-2.0
#include "compute/calibration.h"

#include "core/hash.h"
#include "exact/cpu/runner.h"
#include "proof/sampler.h"

#include <atomic>
#include <functional>
#include <numeric>
#include <string>

namespace hearth::compute {

namespace {

constexpr std::uint32_t text_count = 16, text_tokens = 128;

core::Hash key_of(std::uint32_t text) {
    return core::sha256(core::as_bytes("calibration " + std::to_string(text)));
}

using Places = std::vector<std::vector<std::uint32_t>>;

core::Status report(const model::Progress& progress, std::uint32_t done, std::uint32_t length) {
    if (!progress || progress("calibrating", done, length)) return {};
    return core::fail(core::Code::cancelled, "The import was cancelled.");
}

core::Status write(exact::Runner& runner, const Places& places, std::uint32_t vocab, std::uint32_t length,
                   Calibration::Texts& texts, exact::ThreadTeam& team, const model::Progress& progress) {
    std::vector<proof::Sampler> samplers;
    std::vector<std::uint32_t> outputs;
    for (std::uint32_t text = 0; text < text_count; ++text) {
        samplers.emplace_back(proof::DecodeParams{}, key_of(text));
        texts.push_back({key_of(text).bytes[0] * 257U % vocab});
        outputs.push_back(text);
    }
    for (std::uint32_t at = 0; at < length; ++at) {
        std::vector<exact::Row> rows;
        for (std::uint32_t text = 0; text < text_count; ++text)
            rows.push_back({texts[text].back(), at, &places[text]});
        HEARTH_CHECK(runner.forward(rows));
        HEARTH_TRY(const auto logits, runner.project(outputs));
        team.run([&](exact::ThreadTeam::Member& me) {
            me.share(text_count, [&](std::uint32_t text) {
                auto& ids = texts[text];
                ids.push_back(samplers[text].draw(logits.subspan(std::size_t{text} * vocab, vocab), ids, at).token);
            });
        });
        HEARTH_CHECK(report(progress, at + 1, length));
    }
    return {};
}

/// `enough` hears of every step and may end it.
core::Status read(exact::CpuRunner& runner, const Places& places, std::uint32_t length, const Calibration::Texts& texts,
                  const std::function<bool()>& enough, const model::Progress& progress) {
    constexpr std::uint32_t step = exact::max_rows / text_count;
    for (std::uint32_t at = 0; at < length && !enough(); at += step) {
        const std::uint32_t end = std::min(at + step, length);
        std::vector<exact::Row> rows;
        for (std::uint32_t text = 0; text < text_count; ++text)
            for (std::uint32_t i = at; i < end; ++i)
                rows.push_back({texts[text][i], i, &places[text]});
        HEARTH_CHECK(runner.forward(rows));
        for (std::uint32_t first = 0; first < rows.size(); first += exact::max_outputs) {
            std::vector<std::uint32_t> outputs(std::min(exact::max_outputs, rows.size() - first));
            std::iota(outputs.begin(), outputs.end(), first);
            HEARTH_CHECK(runner.quantise_final(outputs));
        }
        HEARTH_CHECK(report(progress, end, length));
    }
    return {};
}

std::uint64_t noise_of(const std::int8_t* values, std::size_t rows, std::size_t columns, exact::ThreadTeam& team) {
    constexpr std::size_t piece = 64;
    std::atomic<std::uint64_t> sum = 0;
    team.run([&](exact::ThreadTeam::Member& me) {
        me.share(static_cast<std::uint32_t>((rows + piece - 1) / piece), [&](std::uint32_t item) {
            std::uint64_t part = 0;
            for (std::size_t row = item * piece; row < std::min((item + 1) * piece, rows); ++row) {
                std::int32_t squares = 0;
                for (std::size_t k = 0; k < columns; ++k)
                    squares += values[row * columns + k] * values[row * columns + k];
                if (squares > 0) part += (std::uint64_t{columns} << 32) / static_cast<std::uint64_t>(squares);
            }
            sum += part;
        });
    });
    return sum;
}

} // namespace

std::uint64_t rounding_noise(const std::int8_t* values, std::size_t rows, std::size_t columns,
                             exact::ThreadTeam& team) {
    return noise_of(values, rows, columns, team) / rows;
}

core::Result<Calibration> Calibration::run(const exact::ModelView& model, Texts texts, std::uint64_t enough,
                                           exact::ThreadTeam& team, const model::Progress& progress) {
    const exact::Shape& shape = model.shape;
    const exact::Kernels& kernels = exact::best_kernels();
    const std::uint32_t length = std::min(text_tokens, shape.context), total = text_count * length;
    const std::uint32_t pages = (length + exact::page_tokens - 1) / exact::page_tokens;
    Calibration found;
    found.measure_weights(model, team);
    HEARTH_TRY(exact::CpuWeights weights, exact::CpuWeights::load(model, kernels.offset, team, {}));
    HEARTH_TRY(exact::PageBuffer cache,
               exact::PageBuffer::allocate(std::size_t{text_count} * pages * exact::CpuRunner::page_bytes_for(shape)));
    exact::CpuRunner runner(shape, std::move(weights), std::move(cache), team, kernels);
    runner.observe([&](std::size_t layer, std::size_t site, std::size_t columns, const exact::RowsView& rows) {
        found.keep(layer * sites + site, columns, total, rows);
    });
    Places places(text_count);
    for (std::uint32_t page = 0; page < text_count * pages; ++page)
        places[page / pages].push_back(page);
    const auto loud = [&] {
        found.measure_rows(total, team);
        return found.m_noise >= enough;
    };
    if (texts.empty())
        HEARTH_CHECK(write(runner, places, shape.vocab, length, texts, team, progress));
    else
        HEARTH_CHECK(read(runner, places, length, texts, loud, progress));
    found.m_texts = std::move(texts);
    found.measure_rows(total, team);
    return found;
}

void Calibration::keep(std::size_t at, std::size_t columns, std::size_t total, const exact::RowsView& rows) {
    Rows& kept = m_rows[at];
    if (kept.count == 0) kept.values.reserve(total * columns);
    kept.columns = columns;
    kept.count += rows.count;
    for (std::size_t row = 0; row < rows.count; ++row)
        kept.values.insert(kept.values.end(), rows.values + row * rows.stride,
                           rows.values + row * rows.stride + columns);
}

void Calibration::measure_weights(const exact::ModelView& model, exact::ThreadTeam& team) {
    m_rows.resize((model.layers.size() + 1) * sites);
    const auto add = [&](std::size_t layer, Site site, std::initializer_list<const exact::MatrixView*> matrices) {
        m_rows[layer * sites + site].matrices = matrices.size();
        m_matrices += matrices.size();
        for (const exact::MatrixView* const matrix : matrices)
            m_weight_noise += rounding_noise(matrix->data, matrix->rows, matrix->columns, team);
    };
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        const exact::LayerView& layer = model.layers[i];
        add(i, attention, {&layer.q, &layer.k, &layer.v});
        add(i, output, {&layer.o});
        add(i, feed_forward, {&layer.gate, &layer.up});
        add(i, down, {&layer.down});
    }
    add(model.layers.size(), attention, {&model.lm_head});
}

void Calibration::measure_rows(std::size_t total, exact::ThreadTeam& team) {
    m_noise = m_weight_noise;
    for (Rows& met : m_rows) {
        if (met.matrices == 0) continue;
        met.noise +=
            noise_of(met.values.data() + met.measured * met.columns, met.count - met.measured, met.columns, team);
        met.measured = met.count;
        m_noise += met.matrices * (met.noise / total);
    }
}

double Calibration::relative_noise() const {
    return static_cast<double>(m_noise) / static_cast<double>(m_matrices) * (0x1p-32 / 12.0);
}

std::vector<ErrorFeedback> Calibration::feedback(std::size_t layer, exact::ThreadTeam& team) const {
    std::vector<ErrorFeedback> found;
    for (std::size_t at = layer * sites; at < (layer + 1) * sites && m_rows[at].count > 0; ++at)
        found.emplace_back(m_rows[at].values.data(), m_rows[at].count, m_rows[at].columns, m_rows[at].columns);
    ErrorFeedback::prepare(found, team);
    return found;
}

} // namespace hearth::compute
