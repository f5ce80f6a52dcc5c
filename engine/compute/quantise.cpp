// SPDX-License-Identifier: Apache-2.0
#include "compute/quantise.h"

#include "compute/calibration.h"
#include "compute/exact_writer.h"
#include "compute/quantise_groups.h"
#include "exact/arithmetic.h"
#include "exact/splitmix.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>

namespace hearth::compute {

namespace {

using core::Code;
using core::fail;
using exact::ThreadTeam;

/// Orthogonal: signs, then twice a permutation that deals neighbours out to different blocks and the Hadamard
/// blocks of the profile, so that one large channel is spread over all.
class Rotation {
public:
    explicit Rotation(std::size_t n) : m_sign(n) {
        exact::SplitMix64 numbers(n);
        for (float& sign : m_sign) // bit 63, which the last mixing step leaves alone
            sign = (numbers.next() >> 63) != 0 ? -1.0F : 1.0F;
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

class Quantiser : private ExactWriter {
public:
    Quantiser(const model::Source& source, ThreadTeam& team, bool rotated, const Calibration* calibration,
              const ExactSink& sink, const model::Progress& progress)
        : ExactWriter(source, exact::Profile::ci81, team, sink, progress), m_calibration(calibration) {
        if (rotated) m_residual.emplace(m_config.hidden);
    }

    core::Status run() {
        HEARTH_TRY(Table embed, read("embed.weight"));
        rotate_columns(embed);
        HEARTH_CHECK(put_rows(embed, nullptr, nullptr));
        for (std::uint32_t i = 0; i < m_config.layers; ++i)
            HEARTH_CHECK(layer(i));
        HEARTH_TRY(Table head, read(m_config.tied_embeddings ? "embed.weight" : "lm_head.weight"));
        HEARTH_TRY(const Table gain, read("norm.weight"));
        scale_columns(head, gain.values);
        rotate_columns(head);
        if (m_calibration != nullptr) m_feedback = m_calibration->feedback(m_config.layers, m_team);
        HEARTH_CHECK(put_rows(head, nullptr, feedback_of(Calibration::attention)));
        return {};
    }

private:
    core::Status layer(std::uint32_t index) {
        const std::string prefix = "layers." + std::to_string(index) + ".";
        if (m_calibration != nullptr) m_feedback = m_calibration->feedback(index, m_team);
        const ErrorFeedback* feedback = feedback_of(Calibration::attention);
        HEARTH_TRY(const Table attn_gain, read(prefix + "attn_norm.weight"));
        HEARTH_TRY(const Table mlp_gain, read(prefix + "mlp_norm.weight"));
        for (const char* name : {"q", "k", "v"}) {
            HEARTH_TRY(Table m, read(prefix + name + ".weight"));
            HEARTH_TRY(Table bias, read_bias(prefix + name, m_config.qkv_bias));
            scale_columns(m, attn_gain.values);
            rotate_columns(m);
            if (*name == 'v') rotate_heads_of_rows(m, bias);
            HEARTH_CHECK(put_rows(m, m_config.qkv_bias ? &bias : nullptr, feedback));
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
        feedback = feedback_of(Calibration::output);
        HEARTH_CHECK(put_rows(o, m_config.o_bias ? &o_bias : nullptr, feedback));
        return feed_forward(prefix, mlp_gain.values);
    }

    core::Status feed_forward(const std::string& prefix, const std::vector<float>& gain) {
        const ErrorFeedback* feedback = feedback_of(Calibration::feed_forward);
        HEARTH_TRY(Table gate, read(prefix + "gate.weight"));
        HEARTH_TRY(Table gate_bias, read_bias(prefix + "gate", m_config.mlp_bias));
        scale_columns(gate, gain);
        rotate_columns(gate);
        HEARTH_CHECK(put_rows(gate, m_config.mlp_bias ? &gate_bias : nullptr, feedback));
        HEARTH_TRY(Table up, read(prefix + "up.weight"));
        HEARTH_TRY(Table up_bias, read_bias(prefix + "up", m_config.mlp_bias));
        HEARTH_TRY(Table down, read(prefix + "down.weight"));
        HEARTH_TRY(Table down_bias, read_bias(prefix + "down", m_config.mlp_bias));
        scale_columns(up, gain);
        rotate_columns(up);
        HEARTH_CHECK(put_rows(up, m_config.mlp_bias ? &up_bias : nullptr, feedback));
        each(down.rows, [&](std::size_t row, float*) { exact::hadamard(down.row(row), down.columns); });
        rotate_rows(down, down_bias);
        feedback = feedback_of(Calibration::down);
        return put_rows(down, m_config.mlp_bias ? &down_bias : nullptr, feedback);
    }

    void scale_columns(Table& m, const std::vector<float>& gain) {
        each(m.rows, [&](std::size_t row, float*) {
            for (std::size_t k = 0; k < m.columns; ++k)
                m.row(row)[k] *= gain[k];
        });
    }
    void rotate_columns(Table& m) {
        if (!m_residual) return;
        each(m.rows, [&](std::size_t row, float* scratch) { m_residual->apply(m.row(row), scratch); });
    }
    /// Every column, the bias like one more.
    void rotate_rows(Table& m, Table& bias) {
        if (!m_residual) return;
        Table turned{m.columns, m.rows, std::vector<float>(m.values.size())};
        each(m.columns, [&](std::size_t column, float* scratch) {
            float* const line = turned.row(column);
            for (std::size_t i = 0; i < m.rows; ++i)
                line[i] = m.values[i * m.columns + column];
            m_residual->apply(line, scratch);
        });
        each(m.rows, [&](std::size_t row, float*) {
            for (std::size_t k = 0; k < m.columns; ++k)
                m.row(row)[k] = turned.values[k * m.rows + row];
        });
        std::vector<float> scratch(m.rows);
        if (!bias.values.empty()) m_residual->apply(bias.values.data(), scratch.data());
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
    const ErrorFeedback* feedback_of(Calibration::Site site) const {
        return m_feedback.empty() ? nullptr : &m_feedback[site];
    }

    const Calibration* m_calibration; ///< null: every weight is rounded for itself
    std::vector<ErrorFeedback> m_feedback; ///< of the layer at hand, by site
    std::optional<Rotation> m_residual;
};

/// Hands `work` a sink that collects the whole weights file.
template <typename Work>
core::Result<core::Bytes> collected(const model::ModelConfig& config, exact::Profile profile, Work&& work) {
    core::Bytes file(exact_file_bytes(exact_tensors(config, profile)));
    const ExactSink keep = [&file](const ExactTensor& tensor, core::ByteView bytes) {
        std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(tensor.offset));
        return true;
    };
    HEARTH_CHECK(work(keep));
    return file;
}

core::Result<Calibration> calibrate(const model::Source& source, bool rotated, Calibration::Texts texts, ThreadTeam& team,
                                    const model::Progress& progress) {
    constexpr auto profile = exact::Profile::ci81;
    HEARTH_TRY(const core::Bytes rounded, collected(source.config(), profile, [&](const ExactSink& sink) {
                   return Quantiser(source, team, rotated, nullptr, sink, progress).run();
               }));
    HEARTH_TRY(const exact::ModelView view, exact_view(source.config(), profile, rounded));
    return Calibration::run(view, std::move(texts), team, progress);
}

struct Choice {
    bool rotated;
    Calibration calibration;
};

/// Tries the model with and without the rotation; a model that only stays within the bounds rotated is rotated.
core::Result<Choice> choose(const model::Source& source, ThreadTeam& team, const model::Progress& progress) {
    HEARTH_TRY(Calibration rotated, calibrate(source, true, {}, team, progress));
    auto plain = calibrate(source, false, rotated.texts(), team, progress);
    if (!plain && plain.error().code != Code::unsupported && plain.error().code != Code::corrupt) return plain.error();
    const bool keep = !plain || 10 * plain->noise() >= 9 * rotated.noise();
    const double with = rotated.relative_noise(), without = plain ? plain->relative_noise() : INFINITY;
    std::array<char, 96> text;
    std::snprintf(text.data(), text.size(), "residual rotation %s (noise %.6f against %.6f)", keep ? "kept" : "left out",
                  keep ? with : without, keep ? without : with);
    if (progress && !progress(text.data(), 1, 1)) return fail(Code::cancelled, "The import was cancelled.");
    return Choice{keep, keep ? std::move(rotated) : std::move(*plain)};
}

} // namespace

core::Status quantise(const model::Source& source, exact::Profile profile, ThreadTeam& team, const ExactSink& sink,
                      const model::Progress& progress) {
    HEARTH_CHECK(exact_shape(source.config(), profile));
    if (profile == exact::Profile::ci41) return quantise_groups(source, team, sink, progress);
    HEARTH_TRY(const Choice choice, choose(source, team, progress));
    return Quantiser(source, team, choice.rotated, &choice.calibration, sink, progress).run();
}

core::Result<core::Bytes> quantised(const model::Source& source, exact::Profile profile, const model::Progress& progress) {
    ThreadTeam team(exact::usable_processors());
    HEARTH_CHECK(exact_shape(source.config(), profile));
    return collected(source.config(), profile,
                     [&](const ExactSink& sink) { return quantise(source, profile, team, sink, progress); });
}

} // namespace hearth::compute
