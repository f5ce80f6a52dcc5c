// SPDX-License-Identifier: Apache-2.0
#include "compute/layer_reading.h"

#include "exact/cpu/runner.h"

#include <algorithm>
#include <numeric>

namespace hearth::compute {

namespace {

/// "layers.3" of "layers.3.q.weight", "embed" of "embed.scale".
std::string part_of(const std::string& tensor) {
    const std::size_t first = tensor.find('.');
    return tensor.substr(0, tensor.starts_with("layers.") ? tensor.find('.', first + 1) : first);
}

std::uint32_t layer_number(const std::string& part) {
    return static_cast<std::uint32_t>(std::stoul(part.substr(part.find('.') + 1)));
}

} // namespace

LayerReading::LayerReading(const model::ModelConfig& config, const Calibration::Texts& texts, std::uint64_t enough,
                           exact::ThreadTeam& team)
    : m_config(config), m_texts(texts), m_enough(enough), m_team(team),
      m_length(static_cast<std::uint32_t>(texts.front().size()) - 1), m_hidden(total() * config.hidden) {
    m_found.m_rows.resize((std::size_t{config.layers} + 1) * Calibration::sites);
    m_found.m_matrices = std::uint64_t{config.layers} * 7 + 1;
    m_found.m_texts = texts;
}

bool LayerReading::take(const ExactTensor& tensor, core::ByteView bytes) {
    const std::string part = part_of(tensor.name);
    if (part != m_part) {
        if (!m_part.empty()) m_status = complete();
        if (!m_status || m_loud) return false;
        m_part = part;
    }
    m_held[tensor.name] = {tensor, core::to_bytes(bytes)};
    return true;
}

core::Result<Calibration> LayerReading::end(core::Status made) {
    if (m_status && made) m_status = complete();
    if (!m_status) return m_status.error();
    if (!made && !m_loud) return made.error();
    return std::move(m_found);
}

const float* LayerReading::floats(const std::string& name) const {
    const auto found = m_held.find(name);
    return found == m_held.end() ? nullptr : reinterpret_cast<const float*>(found->second.second.data());
}

exact::MatrixView LayerReading::matrix(const std::string& name) const {
    const auto& [tensor, bytes] = m_held.at(name + ".weight");
    return {tensor.rows, tensor.columns, reinterpret_cast<const std::int8_t*>(bytes.data()), floats(name + ".scale"),
            floats(name + ".bias")};
}

core::Status LayerReading::complete() {
    if (m_part == "embed") return {};
    if (m_part == "lm_head")
        m_found.meet(m_config.layers, Calibration::attention, {matrix("lm_head")}, total(), m_team);
    else
        HEARTH_CHECK(read_layer(layer_number(m_part)));
    m_held.clear();
    m_found.measure_rows(total(), m_team);
    m_loud = m_found.m_noise >= m_enough;
    return {};
}

void LayerReading::keep(std::size_t at, const exact::RowsView& rows) {
    Calibration::Rows& kept = m_found.m_rows[at];
    for (std::size_t row = 0; row < rows.count; ++row)
        std::copy_n(rows.values + row * rows.stride, kept.columns, &kept.values[kept.count++ * kept.columns]);
}

core::Status LayerReading::read_layer(std::uint32_t index) {
    exact::ModelView view;
    HEARTH_TRY(view.shape, exact_shape(m_config, exact::Profile::ci81));
    view.shape.layers = 1;
    if (index == 0) view.embed = matrix("embed");
    const std::string p = m_part + ".";
    view.layers.push_back({matrix(p + "q"), matrix(p + "k"), matrix(p + "v"), matrix(p + "o"), matrix(p + "gate"),
                           matrix(p + "up"), matrix(p + "down"), floats(p + "q_norm"), floats(p + "k_norm")});
    m_found.meet(index, view.layers.front(), total(), m_team);
    const bool last = index + 1 == m_config.layers;
    if (last) m_found.plan_rows(m_config.layers, Calibration::attention, m_config.hidden, total());
    HEARTH_TRY(auto weights, exact::CpuWeights::load(view, exact::best_kernels().offset, m_team, {}));
    const auto texts = static_cast<std::uint32_t>(m_texts.size());
    const std::uint32_t pages = (m_length + inference::page_tokens - 1) / inference::page_tokens;
    HEARTH_TRY(auto cache,
               exact::PageBuffer::allocate(std::size_t{texts} * pages * exact::CpuRunner::page_bytes_for(view.shape)));
    std::vector<std::vector<std::uint32_t>> places(texts);
    for (std::uint32_t page = 0; page < texts * pages; ++page)
        places[page / pages].push_back(page);
    exact::CpuRunner runner(view.shape, std::move(weights), std::move(cache), m_team, exact::best_kernels());
    runner.observe([&](std::size_t layer, std::size_t site, std::size_t, const exact::RowsView& rows) {
        keep((index + layer) * Calibration::sites + site, rows);
    });
    const std::uint32_t step = static_cast<std::uint32_t>(inference::max_rows) / texts;
    float* hidden = m_hidden.data();
    for (std::uint32_t at = 0; at < m_length; at += step) {
        std::vector<inference::Row> rows;
        for (std::uint32_t text = 0; text < texts; ++text)
            for (std::uint32_t i = at; i < std::min(at + step, m_length); ++i)
                rows.push_back({m_texts[text][i], i, &places[text]});
        HEARTH_CHECK(runner.pass(rows, {hidden, rows.size() * m_config.hidden}));
        hidden += rows.size() * m_config.hidden;
        for (std::uint32_t first = 0; last && first < rows.size(); first += inference::max_outputs) {
            std::vector<std::uint32_t> outputs(std::min(inference::max_outputs, rows.size() - first));
            std::iota(outputs.begin(), outputs.end(), first);
            HEARTH_CHECK(runner.quantise_final(outputs));
        }
    }
    return {};
}

} // namespace hearth::compute
