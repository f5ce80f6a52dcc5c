// SPDX-License-Identifier: Apache-2.0
#include "compute/encoder.h"
#include "compute/loaded_model.h"
#include "compute/weights.h"

#include <algorithm>
#include <optional>

namespace hearth::compute {

using core::Code;
using core::fail;

/// Hands out places in order and fills them from the model's tensors; without memory it only counts.
class Encoder::Loader {
public:
    Loader(const model::Source& source, float* base, std::uint64_t total, const model::Progress& progress)
        : m_source(source), m_base(base), m_total(total), m_progress(progress) {}

    float* rows(const std::string& name, std::size_t rows, std::size_t columns) {
        float* const to = take(rows * columns);
        if (to != nullptr) read(name, rows, columns, to);
        return to;
    }
    Linear linear(const std::string& name, std::size_t rows, std::size_t columns) {
        Linear made{rows, columns, take((rows + panel_rows - 1) / panel_rows * panel_rows * columns), nullptr};
        if (made.panels != nullptr) {
            m_values.resize(rows * columns);
            read(name + ".weight", rows, columns, m_values.data());
            for (std::size_t row = 0; row < rows; ++row)
                for (std::size_t column = 0; column < columns; ++column)
                    made.panels[row / panel_rows * panel_rows * columns + column * panel_rows + row % panel_rows] =
                        m_values[row * columns + column];
        }
        made.bias = this->rows(name + ".bias", 1, rows);
        return made;
    }
    Norm norm(const std::string& name, std::size_t size) {
        return {rows(name + ".weight", 1, size), rows(name + ".bias", 1, size)};
    }

    std::uint64_t used() const { return m_used * sizeof(float); }
    core::Status status() const { return m_failure ? core::Status(*m_failure) : core::Status(); }

private:
    float* take(std::size_t values) {
        constexpr std::size_t line = 16; // floats of a cache line
        float* const place = m_base == nullptr ? nullptr : m_base + m_used;
        m_used += (values + line - 1) / line * line;
        return place;
    }
    void read(const std::string& name, std::size_t rows, std::size_t columns, float* to) {
        if (m_failure) return;
        if (m_progress && !m_progress(core::say("loading_weights"), used(), m_total)) {
            m_failure = fail(Code::cancelled, core::say("loading_model_cancelled"));
            return;
        }
        const auto tensor = find_tensor(m_source, name, rows, columns);
        if (!tensor) {
            m_failure = tensor.error();
            return;
        }
        if (const auto done = m_source.read_f32(**tensor, 0, rows, to); !done) m_failure = done.error();
    }

    const model::Source& m_source;
    float* m_base;
    std::uint64_t m_total;
    model::Progress m_progress;
    std::size_t m_used = 0;
    std::vector<float> m_values;
    std::optional<core::Error> m_failure;
};

void Encoder::place(Loader& loader) {
    const std::size_t hidden = m_config.hidden, ffn = m_config.ffn;
    m_words = loader.rows("embed.weight", m_config.vocab, hidden);
    m_positions = loader.rows("positions.weight", m_config.encoder->positions, hidden);
    m_segments = loader.rows("segments.weight", m_config.encoder->segments, hidden);
    m_norm = loader.norm("norm", hidden);
    m_layers.clear();
    for (std::size_t i = 0; i < m_config.layers; ++i) {
        const std::string prefix = "layers." + std::to_string(i) + ".";
        Layer layer;
        layer.q = loader.linear(prefix + "q", hidden, hidden);
        layer.k = loader.linear(prefix + "k", hidden, hidden);
        layer.v = loader.linear(prefix + "v", hidden, hidden);
        layer.o = loader.linear(prefix + "o", hidden, hidden);
        layer.attention = loader.norm(prefix + "attn_norm", hidden);
        layer.up = loader.linear(prefix + "up", ffn, hidden);
        layer.down = loader.linear(prefix + "down", hidden, ffn);
        layer.output = loader.norm(prefix + "mlp_norm", hidden);
        m_layers.push_back(layer);
    }
}

Encoder::Encoder(model::ModelConfig config, ModelText text, unsigned threads, const Kernels& kernels)
    : m_config(std::move(config)), m_text(std::move(text)), m_team(threads), m_kernels(kernels),
      m_rooms(m_team.size()) {}

core::Result<std::unique_ptr<Encoder>> Encoder::of(const model::Source& source, unsigned threads,
                                                   const std::string& isa, const model::Progress& progress) {
    if (source.config().arch != "bert")
        return fail(Code::unsupported, core::say("model_makes_no_vectors"), core::say("use_an_encoder"));
    const Kernels* const kernels = isa.empty() ? &best_kernels() : kernels_by_name(isa);
    if (kernels == nullptr) return fail(Code::unsupported, core::say("processor_does_not_run_kernels", {isa}));
    HEARTH_TRY(ModelText text, ModelText::load(source));
    std::unique_ptr<Encoder> encoder(
        new Encoder(source.config(), std::move(text), threads > 0 ? threads : exact::usable_processors(), *kernels));
    Loader counted(source, nullptr, 0, {});
    encoder->place(counted);
    const model::ModelConfig& config = encoder->m_config;
    const std::uint64_t rows = std::uint64_t{config.context} * (6 * config.hidden + config.ffn);
    const std::uint64_t heads = std::uint64_t{config.context} * (config.context + 2 * config.head_dim);
    HEARTH_CHECK(check_memory(counted.used(), 0, 4 * (rows + encoder->m_team.size() * heads)));
    HEARTH_TRY(encoder->m_memory, exact::PageBuffer::allocate(counted.used()));
    Loader loader(source, reinterpret_cast<float*>(encoder->m_memory.data()), counted.used(), progress);
    encoder->place(loader);
    HEARTH_CHECK(loader.status());
    return encoder;
}

} // namespace hearth::compute
