// SPDX-License-Identifier: Apache-2.0
#include "compute/quantise.h"

#include "compute/calibration.h"
#include "compute/exact_writer.h"
#include "compute/phased_progress.h"
#include "compute/quantise_groups.h"
#include "exact/cpu/kernels.h"
#include "exact/measure/splitmix.h"
#include "exact/profile/arithmetic.h"

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

/// exact::hadamard() by the kernels of this processor.
void hadamard(float* x, std::size_t n) {
    exact::best_kernels().hadamard(x, n);
}

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
        hadamard(x, n);
        std::copy_n(x, n, scratch);
        for (std::size_t place = 0; place < block; ++place)
            for (std::size_t i = 0; i < blocks; ++i)
                x[place * blocks + i] = scratch[i * block + place];
        hadamard(x, n);
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
        rotate_columns(embed, nullptr);
        HEARTH_CHECK(put_rows(embed, nullptr, nullptr));
        for (std::uint32_t i = 0; i < m_config.layers; ++i)
            HEARTH_CHECK(layer(i));
        HEARTH_TRY(Table head, read(m_config.tied_embeddings ? "embed.weight" : "lm_head.weight"));
        HEARTH_TRY(const Table gain, read("norm.weight"));
        rotate_columns(head, gain.values.data());
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
            rotate_columns(m, attn_gain.values.data());
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
        rotate_columns(gate, gain.data());
        HEARTH_CHECK(put_rows(gate, m_config.mlp_bias ? &gate_bias : nullptr, feedback));
        HEARTH_TRY(Table up, read(prefix + "up.weight"));
        HEARTH_TRY(Table up_bias, read_bias(prefix + "up", m_config.mlp_bias));
        HEARTH_TRY(Table down, read(prefix + "down.weight"));
        HEARTH_TRY(Table down_bias, read_bias(prefix + "down", m_config.mlp_bias));
        rotate_columns(up, gain.data());
        HEARTH_CHECK(put_rows(up, m_config.mlp_bias ? &up_bias : nullptr, feedback));
        each(down.rows, [&](std::size_t row, float*) { hadamard(down.row(row), down.columns); });
        rotate_rows(down, down_bias);
        feedback = feedback_of(Calibration::down);
        return put_rows(down, m_config.mlp_bias ? &down_bias : nullptr, feedback);
    }

    /// Every row, after it was multiplied by the gain that was before it.
    void rotate_columns(Table& m, const float* gain) {
        if (!m_residual && gain == nullptr) return;
        each(m.rows, [&](std::size_t row, float* scratch) {
            float* const x = m.row(row);
            for (std::size_t k = 0; gain != nullptr && k < m.columns; ++k)
                x[k] *= gain[k];
            if (m_residual) m_residual->apply(x, scratch);
        });
    }
    /// Every column, the bias like one more.
    void rotate_rows(Table& m, Table& bias) {
        if (!m_residual) return;
        constexpr std::size_t line = 16; // columns of one line of the cache
        each((m.columns + line - 1) / line, [&](std::size_t item, float* scratch) {
            const std::size_t first = item * line, count = std::min(line, m.columns - first);
            std::vector<float> turned(count * m.rows);
            for (std::size_t i = 0; i < m.rows; ++i)
                for (std::size_t k = 0; k < count; ++k)
                    turned[k * m.rows + i] = m.row(i)[first + k];
            for (std::size_t k = 0; k < count; ++k)
                m_residual->apply(turned.data() + k * m.rows, scratch);
            for (std::size_t i = 0; i < m.rows; ++i)
                for (std::size_t k = 0; k < count; ++k)
                    m.row(i)[first + k] = turned[k * m.rows + i];
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
                hadamard(scratch, block);
                for (std::size_t i = 0; i < block; ++i)
                    m.row(part * block + i)[k] = scratch[i];
            }
        });
        for (std::size_t at = 0; at < bias.values.size(); at += block)
            hadamard(bias.values.data() + at, block);
    }
    void rotate_heads_of_columns(Table& m) {
        each(m.rows, [&](std::size_t row, float*) {
            for (std::size_t at = 0; at < m.columns; at += m_config.head_dim)
                hadamard(m.row(row) + at, m_config.head_dim);
        });
    }
    const ErrorFeedback* feedback_of(Calibration::Site site) const {
        return m_feedback.empty() ? nullptr : &m_feedback[site];
    }

    const Calibration* m_calibration;      ///< null: every weight is rounded for itself
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

core::Result<Calibration> calibrate(const model::Source& source, bool rotated, Calibration::Texts texts,
                                    std::uint64_t enough, ThreadTeam& team, const PhasedProgress& phases) {
    constexpr auto profile = exact::Profile::ci81;
    HEARTH_TRY(const core::Bytes rounded, collected(source.config(), profile, [&](const ExactSink& sink) {
                   return Quantiser(source, team, rotated, nullptr, sink, phases.part(rotated ? 0 : 2)).run();
               }));
    HEARTH_TRY(const exact::ModelView view, exact_view(source.config(), profile, rounded));
    return Calibration::run(view, std::move(texts), enough, team, phases.part(rotated ? 1 : 3));
}

struct Choice {
    bool rotated;
    Calibration calibration;
};

/// Tries the model with and without the rotation; a model that only stays within the bounds rotated is rotated.
core::Result<Choice> choose(const model::Source& source, ThreadTeam& team, const PhasedProgress& phases) {
    HEARTH_TRY(Calibration rotated, calibrate(source, true, {}, UINT64_MAX, team, phases));
    const std::uint64_t enough = (9 * rotated.noise() + 9) / 10; // the least noise that keeps the rotation
    auto plain = calibrate(source, false, rotated.texts(), enough, team, phases);
    if (!plain && plain.error().code != Code::unsupported && plain.error().code != Code::corrupt) return plain.error();
    const bool keep = !plain || plain->noise() >= enough;
    const double with = rotated.relative_noise(), without = plain ? plain->relative_noise() : INFINITY;
    std::array<char, 96> text;
    std::snprintf(text.data(), text.size(), "residual rotation %s (noise %.6f against %s%.6f)",
                  keep ? "kept" : "left out", keep ? with : without, keep ? "at least " : "", keep ? without : with);
    const model::Progress told = phases.part(4);
    if (told && !told(text.data(), 1, 1)) return fail(Code::cancelled, "The import was cancelled.");
    return Choice{keep, keep ? std::move(rotated) : std::move(*plain)};
}

} // namespace

core::Status quantise(const model::Source& source, exact::Profile profile, ThreadTeam& team, const ExactSink& sink,
                      const model::Progress& progress) {
    HEARTH_CHECK(exact_shape(source.config(), profile));
    if (profile == exact::Profile::ci41) return quantise_groups(source, team, sink, progress);
    // Both models are rounded and run, the choice is told, and the chosen one is rounded again.
    const PhasedProgress phases(progress, {10, 35, 8, 7, 0, 40});
    HEARTH_TRY(const Choice choice, choose(source, team, phases));
    return Quantiser(source, team, choice.rotated, &choice.calibration, sink, phases.part(5)).run();
}

core::Result<core::Bytes> quantised(const model::Source& source, exact::Profile profile,
                                    const model::Progress& progress) {
    ThreadTeam team(exact::usable_processors());
    HEARTH_CHECK(exact_shape(source.config(), profile));
    return collected(source.config(), profile,
                     [&](const ExactSink& sink) { return quantise(source, profile, team, sink, progress); });
}

} // namespace hearth::compute
