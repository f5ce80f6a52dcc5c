// SPDX-License-Identifier: Apache-2.0
#include "compute/calibration.h"

#include "core/hash.h"
#include "exact/cpu/runner.h"
#include "proof/sampler.h"

#include <atomic>
#include <functional>
#include <numeric>
#include <optional>
#include <string>

namespace hearth::compute {

namespace {

constexpr std::uint32_t text_count = 16, text_tokens = 128;
constexpr unsigned most_groups = 2; // each reads the weights for itself, and memory is shared

core::Hash key_of(std::uint32_t text) {
    return core::sha256(core::as_bytes("calibration " + std::to_string(text)));
}

core::Error cancelled() {
    return core::fail(core::Code::cancelled, core::say("import_cancelled"));
}

/// A group that only stopped because another one did says nothing.
core::Status first_cause(std::vector<core::Status> ended) {
    core::Status cause;
    for (core::Status& status : ended)
        if (!status && (cause || cause.error().code == core::Code::cancelled)) cause = std::move(status);
    return cause;
}

std::uint64_t noise_of(const std::int8_t* values, std::size_t rows, std::size_t columns, exact::ThreadTeam& team) {
    constexpr std::size_t piece = 64;
    const FeedbackKernels& kernels = *feedback_kernels().front();
    std::atomic<std::uint64_t> sum = 0;
    team.run([&](exact::ThreadTeam::Member& me) {
        me.share(static_cast<std::uint32_t>((rows + piece - 1) / piece), [&](std::uint32_t item) {
            std::uint64_t part = 0;
            for (std::size_t row = item * piece; row < std::min((item + 1) * piece, rows); ++row) {
                const std::int32_t squares = kernels.square_sum(values + row * columns, columns);
                if (squares > 0) part += (std::uint64_t{columns} << 32) / static_cast<std::uint64_t>(squares);
            }
            sum += part;
        });
    });
    return sum;
}

} // namespace

/// Texts that go through the model together, with keys and values of their own. Texts have nothing to do with each
/// other, so that groups on different threads need not wait for each other.
class Calibration::Group {
public:
    /// Texts first … end − 1 of `length` tokens each. The group must not move any more: its runner tells it of rows.
    Group(std::uint32_t first, std::uint32_t end, std::uint32_t length, std::vector<Rows>& rows)
        : m_first(first), m_end(end), m_length(length), m_rows(rows), m_next(rows.size(), std::size_t{first} * length) {
    }

    core::Status open(const exact::Shape& shape, exact::CpuWeights weights, exact::ThreadTeam& team) {
        const std::uint32_t pages = (m_length + inference::page_tokens - 1) / inference::page_tokens;
        HEARTH_TRY(exact::PageBuffer cache, exact::PageBuffer::allocate(std::size_t{m_end - m_first} * pages *
                                                                        exact::CpuRunner::page_bytes_for(shape)));
        m_vocab = shape.vocab;
        m_places.resize(m_end - m_first);
        for (std::uint32_t page = 0; page < m_places.size() * pages; ++page)
            m_places[page / pages].push_back(page);
        m_runner.emplace(shape, std::move(weights), std::move(cache), team, exact::best_kernels());
        m_runner->observe([this](std::size_t layer, std::size_t site, std::size_t, const exact::RowsView& rows) {
            keep(layer * sites + site, rows);
        });
        return {};
    }

    core::Status write(Texts& texts, exact::ThreadTeam& team, const std::function<bool(std::uint32_t)>& goes_on) {
        std::vector<proof::Sampler> samplers;
        std::vector<std::uint32_t> outputs;
        for (std::uint32_t text = m_first; text < m_end; ++text) {
            samplers.emplace_back(proof::DecodeParams{}, key_of(text));
            texts[text].push_back(key_of(text).bytes[0] * 257U % m_vocab);
            outputs.push_back(text - m_first);
        }
        for (std::uint32_t at = 0; at < m_length; ++at) {
            std::vector<inference::Row> rows;
            for (std::uint32_t text = m_first; text < m_end; ++text)
                rows.push_back({texts[text].back(), at, &m_places[text - m_first]});
            HEARTH_CHECK(m_runner->forward(rows));
            HEARTH_TRY(const auto logits, m_runner->project(outputs));
            team.run([&](exact::ThreadTeam::Member& me) {
                me.share(m_end - m_first, [&](std::uint32_t index) {
                    auto& ids = texts[m_first + index];
                    const auto own = logits.subspan(std::size_t{index} * m_vocab, m_vocab);
                    ids.push_back(samplers[index].draw(own, ids, at).token);
                });
            });
            if (!goes_on(at + 1)) return cancelled();
        }
        return {};
    }

private:
    void keep(std::size_t at, const exact::RowsView& rows) {
        const Rows& kept = m_rows[at];
        for (std::size_t row = 0; row < rows.count; ++row)
            std::copy_n(rows.values + row * rows.stride, kept.columns, &kept.values[m_next[at]++ * kept.columns]);
    }

    const std::uint32_t m_first, m_end, m_length;
    std::uint32_t m_vocab = 0;
    std::vector<Rows>& m_rows;
    std::vector<std::size_t> m_next; ///< where the next row goes, by layer and site
    std::vector<std::vector<std::uint32_t>> m_places;
    std::optional<exact::CpuRunner> m_runner;
};

std::uint64_t rounding_noise(const std::int8_t* values, std::size_t rows, std::size_t columns,
                             exact::ThreadTeam& team) {
    return noise_of(values, rows, columns, team) / rows;
}

core::Result<Calibration> Calibration::write(const exact::ModelView& model, exact::ThreadTeam& team,
                                             const model::Progress& progress) {
    const std::uint32_t length = std::min(text_tokens, model.shape.context), total = text_count * length;
    const std::size_t layers = model.layers.size();
    Calibration found;
    found.m_rows.resize((layers + 1) * sites);
    found.m_matrices = layers * 7 + 1;
    for (std::size_t i = 0; i < layers; ++i)
        found.meet(i, model.layers[i], total, team);
    found.meet(layers, attention, {model.lm_head}, total, team);
    HEARTH_TRY(const exact::CpuWeights weights, exact::CpuWeights::load(model, exact::best_kernels().offset, team, {}));
    const auto goes_on = [&](std::uint32_t done) {
        return !progress || progress(core::say("calibrating"), done, length);
    };
    HEARTH_CHECK(found.write_texts(model.shape, weights, length, team, goes_on));
    found.measure_rows(total, team);
    return found;
}

core::Status Calibration::write_texts(const exact::Shape& shape, const exact::CpuWeights& weights, std::uint32_t length,
                                      exact::ThreadTeam& team, const std::function<bool(std::uint32_t)>& goes_on) {
    m_texts.resize(text_count);
    if (team.size() > most_groups) {
        Group all(0, text_count, length, m_rows);
        HEARTH_CHECK(all.open(shape, weights.borrowed(), team));
        HEARTH_CHECK(all.write(m_texts, team, goes_on));
    } else {
        std::vector<core::Status> ended(team.size());
        std::atomic<bool> stopped = false;
        const auto write = [&](std::uint32_t index) -> core::Status {
            exact::ThreadTeam alone(1);
            Group group(text_count * index / team.size(), text_count * (index + 1) / team.size(), length, m_rows);
            HEARTH_CHECK(group.open(shape, weights.borrowed(), alone));
            return group.write(m_texts, alone, [&](std::uint32_t done) {
                if (index == 0 && !goes_on(done)) stopped = true;
                return !stopped;
            });
        };
        team.run([&](exact::ThreadTeam::Member& me) {
            me.share(team.size(), [&](std::uint32_t index) {
                ended[index] = write(index);
                if (!ended[index]) stopped = true;
            });
        });
        HEARTH_CHECK(first_cause(std::move(ended)));
    }
    for (Rows& met : m_rows)
        if (met.columns > 0) met.count = std::size_t{text_count} * length;
    return {};
}

void Calibration::plan_rows(std::size_t layer, Site site, std::size_t columns, std::size_t total) {
    Rows& met = m_rows[layer * sites + site];
    if (met.values) return;
    met.columns = columns;
    met.values = std::make_unique_for_overwrite<std::int8_t[]>(total * columns);
}

void Calibration::meet(std::size_t layer, Site site, std::initializer_list<exact::MatrixView> matrices,
                       std::size_t total, exact::ThreadTeam& team) {
    plan_rows(layer, site, matrices.begin()->columns, total);
    m_rows[layer * sites + site].matrices = matrices.size();
    for (const exact::MatrixView& matrix : matrices)
        m_weight_noise += rounding_noise(matrix.data, matrix.rows, matrix.columns, team);
}

void Calibration::meet(std::size_t index, const exact::LayerView& layer, std::size_t total, exact::ThreadTeam& team) {
    meet(index, attention, {layer.q, layer.k, layer.v}, total, team);
    meet(index, output, {layer.o}, total, team);
    meet(index, feed_forward, {layer.gate, layer.up}, total, team);
    meet(index, down, {layer.down}, total, team);
}

void Calibration::measure_rows(std::size_t total, exact::ThreadTeam& team) {
    m_noise = m_weight_noise;
    for (Rows& met : m_rows) {
        if (met.matrices == 0) continue;
        met.noise +=
            noise_of(met.values.get() + met.measured * met.columns, met.count - met.measured, met.columns, team);
        met.measured = met.count;
        m_noise += met.matrices * (met.noise / total);
    }
}

double Calibration::relative_noise() const {
    return static_cast<double>(m_noise) / static_cast<double>(m_matrices) * (0x1p-32 / 12.0);
}

std::vector<ErrorFeedback> Calibration::feedback(std::size_t first, std::size_t end, exact::ThreadTeam& team,
                                                 ErrorFeedback::Workplaces& places) const {
    std::vector<ErrorFeedback> found;
    for (std::size_t at = first * sites; at < end * sites && m_rows[at].count > 0; ++at)
        found.emplace_back(m_rows[at].values.get(), m_rows[at].count, m_rows[at].columns, m_rows[at].columns);
    ErrorFeedback::prepare(found, team, places);
    return found;
}

} // namespace hearth::compute
