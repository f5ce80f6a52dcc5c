// SPDX-License-Identifier: Apache-2.0
#include "compute/quantise.h"

#include "compute/calibration.h"
#include "exact/arithmetic.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <optional>

namespace hearth::compute {

namespace {

using core::Code;
using core::fail;
using exact::ThreadTeam;

constexpr float weight_limit = 0x1p20F;

/// Orthogonal: signs, then twice a permutation that deals neighbours out to different blocks and the Hadamard
/// blocks of the profile, so that one large channel is spread over all.
class Rotation {
public:
    explicit Rotation(std::size_t n) : m_sign(n) {
        std::uint64_t state = n;
        for (std::size_t i = 0; i < n; ++i) {
            // SplitMix64 (Steele et al., OOPSLA 2014); one bit of each number is a sign.
            state += 0x9E3779B97F4A7C15;
            std::uint64_t z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            m_sign[i] = (z >> 63) != 0 ? -1.0F : 1.0F;
        }
    }
    void apply(float* x, float* scratch) const {
        const std::size_t n = m_sign.size(), block = exact::hadamard_block(n), blocks = n / block;
        for (std::size_t i = 0; i < n; ++i)
            x[i] *= m_sign[i];
        exact::hadamard(x, n);
        for (std::size_t i = 0; i < n; ++i)
            scratch[i % block * blocks + i / block] = x[i];
        std::copy_n(scratch, n, x);
        exact::hadamard(x, n);
    }

private:
    std::vector<float> m_sign;
};

/// rows × columns fp32.
struct Table {
    std::size_t rows = 0, columns = 0;
    std::vector<float> values;
    float* row(std::size_t i) { return values.data() + i * columns; }
};

class Quantiser {
public:
    Quantiser(const model::Source& source, ThreadTeam& team, const Calibration* calibration, const ExactSink& sink,
              const model::Progress& progress)
        : m_source(source), m_calibration(calibration), m_config(source.config()), m_team(team), m_sink(sink), m_progress(progress),
          m_tensors(exact_tensors(m_config)), m_residual(m_config.hidden) {}

    core::Status run() {
        HEARTH_TRY(Table embed, read("embed.weight"));
        rotate_columns(embed);
        HEARTH_CHECK(put(embed, nullptr, {}));
        for (std::uint32_t i = 0; i < m_config.layers; ++i)
            HEARTH_CHECK(layer(i));
        HEARTH_TRY(Table head, read(m_config.tied_embeddings ? "embed.weight" : "lm_head.weight"));
        HEARTH_TRY(const Table gain, read("norm.weight"));
        scale_columns(head, gain.values);
        rotate_columns(head);
        HEARTH_CHECK(put(head, nullptr, feedback_of(m_config.layers, Calibration::attention)));
        if (m_progress) m_progress("quantising", m_tensors.size(), m_tensors.size());
        return {};
    }

private:
    core::Status layer(std::uint32_t index) {
        const std::string prefix = "layers." + std::to_string(index) + ".";
        auto feedback = feedback_of(index, Calibration::attention);
        HEARTH_TRY(const Table attn_gain, read(prefix + "attn_norm.weight"));
        HEARTH_TRY(const Table mlp_gain, read(prefix + "mlp_norm.weight"));
        for (const char* name : {"q", "k", "v"}) {
            HEARTH_TRY(Table m, read(prefix + name + ".weight"));
            HEARTH_TRY(Table bias, read_bias(prefix + name, m_config.qkv_bias));
            scale_columns(m, attn_gain.values);
            rotate_columns(m);
            if (*name == 'v') rotate_heads_of_rows(m, bias);
            HEARTH_CHECK(put(m, m_config.qkv_bias ? &bias : nullptr, feedback));
        }
        if (m_config.qk_norm)
            for (const char* name : {"q_norm.weight", "k_norm.weight"}) {
                HEARTH_TRY(Table gain, read(prefix + name));
                HEARTH_CHECK(put_offsets(gain.values));
            }
        HEARTH_TRY(Table o, read(prefix + "o.weight"));
        HEARTH_TRY(Table o_bias, read_bias(prefix + "o", m_config.o_bias));
        rotate_heads_of_columns(o);
        rotate_rows(o, o_bias);
        feedback = feedback_of(index, Calibration::output);
        HEARTH_CHECK(put(o, m_config.o_bias ? &o_bias : nullptr, feedback));
        return feed_forward(index, prefix, mlp_gain.values);
    }

    core::Status feed_forward(std::uint32_t index, const std::string& prefix, const std::vector<float>& gain) {
        auto feedback = feedback_of(index, Calibration::feed_forward);
        HEARTH_TRY(Table gate, read(prefix + "gate.weight"));
        HEARTH_TRY(Table gate_bias, read_bias(prefix + "gate", m_config.mlp_bias));
        scale_columns(gate, gain);
        rotate_columns(gate);
        HEARTH_CHECK(put(gate, m_config.mlp_bias ? &gate_bias : nullptr, feedback));
        HEARTH_TRY(Table up, read(prefix + "up.weight"));
        HEARTH_TRY(Table up_bias, read_bias(prefix + "up", m_config.mlp_bias));
        HEARTH_TRY(Table down, read(prefix + "down.weight"));
        HEARTH_TRY(Table down_bias, read_bias(prefix + "down", m_config.mlp_bias));
        scale_columns(up, gain);
        rotate_columns(up);
        HEARTH_CHECK(put(up, m_config.mlp_bias ? &up_bias : nullptr, feedback));
        each(down.rows, [&](std::size_t row, float*) { exact::hadamard(down.row(row), down.columns); });
        rotate_rows(down, down_bias);
        feedback = feedback_of(index, Calibration::down);
        return put(down, m_config.mlp_bias ? &down_bias : nullptr, feedback);
    }

    core::Result<Table> read(const std::string& name) const {
        const model::TensorInfo* const tensor = m_source.find(name);
        if (tensor == nullptr)
            return fail(Code::corrupt, "The model has no tensor \"" + name + "\".", "Fetch the model again.");
        Table table;
        table.rows = tensor->shape.size() == 2 ? tensor->shape[0] : 1;
        table.columns = tensor->shape.back();
        table.values.resize(table.rows * table.columns);
        HEARTH_CHECK(m_source.read_f32(*tensor, 0, table.rows, table.values.data()));
        for (const float v : table.values)
            if (!std::isfinite(v))
                return fail(Code::corrupt, "Tensor \"" + name + "\" holds a value that is no finite number.",
                            "The file is damaged, or the model was saved broken; fetch it again.");
        return table;
    }
    core::Result<Table> read_bias(const std::string& name, bool present) const {
        if (!present) return Table{};
        return read(name + ".bias");
    }

    template <typename Work>
    void each(std::size_t count, Work&& work) {
        m_team.run([&](ThreadTeam::Member& me) {
            std::vector<float> scratch(std::max<std::size_t>(m_config.hidden, m_config.head_dim));
            me.share(static_cast<std::uint32_t>(count), [&](std::uint32_t i) { work(i, scratch.data()); });
        });
    }
    void scale_columns(Table& m, const std::vector<float>& gain) {
        each(m.rows, [&](std::size_t row, float*) {
            for (std::size_t k = 0; k < m.columns; ++k)
                m.row(row)[k] *= gain[k];
        });
    }
    void rotate_columns(Table& m) {
        each(m.rows, [&](std::size_t row, float* scratch) { m_residual.apply(m.row(row), scratch); });
    }
    /// Every column, the bias like one more.
    void rotate_rows(Table& m, Table& bias) {
        Table turned{m.columns, m.rows, std::vector<float>(m.values.size())};
        each(m.columns, [&](std::size_t column, float* scratch) {
            float* const line = turned.row(column);
            for (std::size_t i = 0; i < m.rows; ++i)
                line[i] = m.values[i * m.columns + column];
            m_residual.apply(line, scratch);
        });
        each(m.rows, [&](std::size_t row, float*) {
            for (std::size_t k = 0; k < m.columns; ++k)
                m.row(row)[k] = turned.values[k * m.rows + row];
        });
        std::vector<float> scratch(m.rows);
        if (!bias.values.empty()) m_residual.apply(bias.values.data(), scratch.data());
    }
    /// Output rows of each value head; the bias like one more column.
    void rotate_heads_of_rows(Table& m, Table& bias) {
        const std::size_t block = m_config.head_dim;
        each(m.rows / block, [&](std::size_t part, float* scratch) {
            for (std::size_t k = 0; k < m.columns; ++k) {
                for (std::size_t i = 0; i < block; ++i)
                    scratch[i] = m.row(part * block + i)[k];
                exact::hadamard(scratch, block);
                for (std::size_t i = 0; i < block; ++i)
                    m.row(part * block + i)[k] = scratch[i];
            }
        });
        for (std::size_t at = 0; at < bias.values.size(); at += block)
            exact::hadamard(bias.values.data() + at, block);
    }
    void rotate_heads_of_columns(Table& m) {
        each(m.rows, [&](std::size_t row, float*) {
            for (std::size_t at = 0; at < m.columns; at += m_config.head_dim)
                exact::hadamard(m.row(row) + at, m_config.head_dim);
        });
    }
    std::optional<ErrorFeedback> feedback_of(std::size_t layer, Calibration::Site site) const {
        if (m_calibration == nullptr) return std::nullopt;
        return m_calibration->feedback(layer, site, m_team);
    }

    /// The next tensors of the file: weights, scales and the bias.
    core::Status put(Table& m, Table* bias, const std::optional<ErrorFeedback>& feedback) {
        core::Bytes bytes(m.values.size());
        std::vector<float> scales(m.rows);
        std::atomic<bool> beyond = false;
        constexpr std::size_t group = ErrorFeedback::lanes;
        each((m.rows + group - 1) / group, [&](std::size_t item, float*) {
            std::array<const float*, group> weights;
            std::array<float, group> factors, units;
            std::array<std::int8_t*, group> out;
            std::size_t count = 0;
            for (std::size_t row = item * group; row < std::min((item + 1) * group, m.rows); ++row) {
                float largest = 0.0F;
                for (std::size_t k = 0; k < m.columns; ++k) {
                    const float size = std::fabs(m.row(row)[k]);
                    if (!(size < weight_limit)) beyond = true; // gains may have made infinities, and rotations no numbers
                    largest = std::max(largest, size);
                }
                if (beyond) return;
                if (largest * exact::scale_of_max < exact::zero_limit) continue;
                scales[row] = largest * exact::scale_of_max;
                weights[count] = m.row(row);
                factors[count] = 127.0F * exact::reciprocal(largest);
                units[count] = scales[row];
                out[count++] = reinterpret_cast<std::int8_t*>(bytes.data()) + row * m.columns;
            }
            if (feedback) return feedback->round(weights.data(), factors.data(), units.data(), count, out.data());
            for (std::size_t i = 0; i < count; ++i)
                for (std::size_t k = 0; k < m.columns; ++k)
                    out[i][k] = static_cast<std::int8_t>(exact::round_even(weights[i][k] * factors[i]));
        });
        if (beyond) return too_large("2^20");
        HEARTH_CHECK(emit(bytes));
        HEARTH_CHECK(put_floats(scales));
        if (bias == nullptr) return {};
        return put_offsets(bias->values);
    }
    /// Biases and gains of heads: what is too small to matter becomes zero, so that no product of it is subnormal.
    core::Status put_offsets(std::vector<float>& values) {
        for (float& v : values) {
            if (!(std::fabs(v) < exact::fault_limit)) return too_large("2^40");
            if (std::fabs(v) < exact::least_offset) v = 0.0F;
        }
        return put_floats(values);
    }
    core::Error too_large(const char* limit) const {
        return fail(Code::unsupported,
                    "Tensor \"" + m_tensors[m_next].name + "\" would hold values of " + limit +
                        " or more in the exact profile.",
                    "Use the profile \"bf16\" for this model.");
    }
    core::Status put_floats(const std::vector<float>& values) {
        return emit({reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(float)});
    }
    core::Status emit(core::ByteView bytes) {
        const ExactTensor& tensor = m_tensors[m_next++];
        if (bytes.size() != tensor.bytes())
            return fail(Code::corrupt, "Tensor \"" + tensor.name + "\" has another shape than the model says.",
                        "Fetch the model again.");
        const bool wanted = m_sink(tensor, bytes) && (!m_progress || m_progress("quantising", m_next, m_tensors.size()));
        if (!wanted) return fail(Code::cancelled, "The import was cancelled.");
        return {};
    }

    const model::Source& m_source;
    const Calibration* m_calibration; ///< null: every weight is rounded for itself
    const model::ModelConfig& m_config;
    ThreadTeam& m_team;
    const ExactSink& m_sink;
    const model::Progress& m_progress;
    const std::vector<ExactTensor> m_tensors;
    std::size_t m_next = 0;
    const Rotation m_residual;
};

/// The whole weights file in memory, from one pass over the model.
core::Result<core::Bytes> one_pass(const model::Source& source, ThreadTeam& team, const Calibration* calibration,
                                   const model::Progress& progress) {
    core::Bytes file(exact_file_bytes(exact_tensors(source.config())));
    const ExactSink keep = [&file](const ExactTensor& tensor, core::ByteView bytes) {
        std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(tensor.offset));
        return true;
    };
    HEARTH_CHECK(Quantiser(source, team, calibration, keep, progress).run());
    return file;
}

core::Result<Calibration> calibrate(const model::Source& source, ThreadTeam& team, const model::Progress& progress) {
    HEARTH_TRY(const core::Bytes rounded, one_pass(source, team, nullptr, progress));
    HEARTH_TRY(const exact::ModelView view, exact_view(source.config(), rounded));
    return Calibration::run(view, team, progress);
}

} // namespace

core::Status quantise(const model::Source& source, ThreadTeam& team, const ExactSink& sink,
                      const model::Progress& progress) {
    HEARTH_CHECK(exact_shape(source.config()));
    HEARTH_TRY(const Calibration calibration, calibrate(source, team, progress));
    return Quantiser(source, team, &calibration, sink, progress).run();
}

core::Result<core::Bytes> quantised(const model::Source& source, const model::Progress& progress) {
    HEARTH_CHECK(exact_shape(source.config()));
    ThreadTeam team(exact::usable_processors());
    HEARTH_TRY(const Calibration calibration, calibrate(source, team, progress));
    return one_pass(source, team, &calibration, progress);
}

} // namespace hearth::compute
