// SPDX-License-Identifier: Apache-2.0
#include "compute/quantise.h"

#include "compute/calibration.h"
#include "compute/exact_writer.h"
#include "compute/layer_reading.h"
#include "compute/phased_progress.h"
#include "compute/quantise_groups.h"
#include "core/splitmix.h"
#include "exact/profile/arithmetic.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
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
    explicit Rotation(std::size_t n) : m_sign(n), m_block(exact::hadamard_block(n)) {
        core::SplitMix64 numbers(n);
        for (float& sign : m_sign) // bit 63, which the last mixing step leaves alone
            sign = (numbers.next() >> 63) != 0 ? -1.0F : 1.0F;
    }
    /// From one to the other; both hold n columns.
    void apply(std::vector<LaneColumn>& x, std::vector<LaneColumn>& turned, const FeedbackKernels& kernels) const {
        const std::size_t n = m_sign.size(), blocks = n / m_block;
        kernels.scale(&x.data()->values, n, m_sign.data());
        kernels.hadamard(&x.data()->values, n, m_block);
        for (std::size_t place = 0; place < m_block; ++place)
            for (std::size_t i = 0; i < blocks; ++i)
                turned[place * blocks + i] = x[i * m_block + place];
        kernels.hadamard(&turned.data()->values, n, m_block);
    }

private:
    std::vector<float> m_sign;
    std::size_t m_block;
};

class Quantiser : private ExactWriter {
public:
    Quantiser(const model::Source& source, ThreadTeam& team, bool rotated, const Calibration* calibration,
              const ExactSink& sink, const model::Progress& progress)
        : ExactWriter(source, exact::Profile::ci81, team, sink, progress), m_calibration(calibration), m_places(team) {
        if (rotated) m_residual.emplace(m_config.hidden);
    }

    core::Status run() {
        HEARTH_CHECK(put_turned("embed.weight", nullptr, nullptr, nullptr));
        for (std::uint32_t i = 0; i < m_config.layers; ++i)
            HEARTH_CHECK(layer(i));
        HEARTH_TRY(const Table gain, read("norm.weight"));
        take_feedback(m_config.layers);
        return put_turned(m_config.tied_embeddings ? "embed.weight" : "lm_head.weight", gain.values.data(), nullptr,
                          feedback_of(Calibration::attention));
    }

private:
    core::Status layer(std::uint32_t index) {
        const std::string prefix = "layers." + std::to_string(index) + ".";
        take_feedback(index);
        const ErrorFeedback* feedback = feedback_of(Calibration::attention);
        HEARTH_TRY(const Table attn_gain, read(prefix + "attn_norm.weight"));
        HEARTH_TRY(const Table mlp_gain, read(prefix + "mlp_norm.weight"));
        for (const char* name : {"q", "k", "v"}) {
            HEARTH_TRY(Table bias, read_bias(prefix + name, m_config.qkv_bias));
            Table* const own = m_config.qkv_bias ? &bias : nullptr;
            if (*name != 'v') {
                HEARTH_CHECK(put_turned(prefix + name + ".weight", attn_gain.values.data(), own, feedback));
                continue;
            }
            HEARTH_TRY(Table m, read(prefix + name + ".weight"));
            rotate_columns(m, attn_gain.values.data());
            rotate_heads_of_rows(m, bias);
            HEARTH_CHECK(put_rows(m, own, feedback));
        }
        if (m_config.qk_norm)
            for (const char* name : {"q_norm.weight", "k_norm.weight"}) {
                HEARTH_TRY(Table gain, read(prefix + name));
                HEARTH_CHECK(put_offsets(gain.values));
            }
        HEARTH_TRY(Table o, read(prefix + "o.weight"));
        HEARTH_TRY(Table o_bias, read_bias(prefix + "o", m_config.o_bias));
        turn_pieces(o, m_config.head_dim);
        rotate_rows(o, o_bias);
        feedback = feedback_of(Calibration::output);
        HEARTH_CHECK(put_rows(o, m_config.o_bias ? &o_bias : nullptr, feedback));
        return feed_forward(prefix, mlp_gain.values);
    }

    core::Status feed_forward(const std::string& prefix, const std::vector<float>& gain) {
        const ErrorFeedback* feedback = feedback_of(Calibration::feed_forward);
        for (const char* name : {"gate", "up"}) {
            HEARTH_TRY(Table bias, read_bias(prefix + name, m_config.mlp_bias));
            HEARTH_CHECK(
                put_turned(prefix + name + ".weight", gain.data(), m_config.mlp_bias ? &bias : nullptr, feedback));
        }
        HEARTH_TRY(Table down, read(prefix + "down.weight"));
        HEARTH_TRY(Table down_bias, read_bias(prefix + "down", m_config.mlp_bias));
        turn_pieces(down, down.columns);
        rotate_rows(down, down_bias);
        feedback = feedback_of(Calibration::down);
        return put_rows(down, m_config.mlp_bias ? &down_bias : nullptr, feedback);
    }

    void hadamard(LaneColumn* x, std::size_t n) const { m_kernels.hadamard(&x->values, n, exact::hadamard_block(n)); }
    /// Rows side by side, multiplied by the gain that was before them and turned as the residual stream is.
    std::vector<LaneColumn>& turn_columns(Scratch& scratch, const float* gain) const {
        const std::size_t columns = scratch.lanes.size();
        if (gain != nullptr) m_kernels.scale(&scratch.lanes.data()->values, columns, gain);
        if (!m_residual) return scratch.lanes;
        scratch.turned.resize(columns);
        m_residual->apply(scratch.lanes, scratch.turned, m_kernels);
        return scratch.turned;
    }
    core::Status put_turned(const std::string& name, const float* gain, Table* bias, const ErrorFeedback* feedback) {
        return put_tensor(name, bias, feedback,
                          [&](Scratch& scratch) -> std::vector<LaneColumn>& { return turn_columns(scratch, gain); });
    }
    void rotate_columns(Table& m, const float* gain) {
        each_group(m.rows, [&](std::size_t first, std::size_t count, Scratch& scratch) {
            scratch.lanes.resize(m.columns);
            m_kernels.gather(m.row(first), count, m.columns, m.columns, &scratch.lanes.data()->values);
            m_kernels.scatter(&turn_columns(scratch, gain).data()->values, count, m.columns, m.row(first), m.columns);
        });
    }
    /// HADAMARD of every `width` values of a row.
    void turn_pieces(Table& m, std::size_t width) {
        each_group(m.rows, [&](std::size_t first, std::size_t count, Scratch& scratch) {
            scratch.lanes.resize(m.columns);
            m_kernels.gather(m.row(first), count, m.columns, m.columns, &scratch.lanes.data()->values);
            for (std::size_t at = 0; at < m.columns; at += width)
                hadamard(scratch.lanes.data() + at, width);
            m_kernels.scatter(&scratch.lanes.data()->values, count, m.columns, m.row(first), m.columns);
        });
    }
    /// turn(scratch) of the rows first … first + rows − 1 of neighbouring columns, side by side in scratch.lanes.
    template <typename Turned>
    void turn_lines(Table& m, std::size_t first, std::size_t rows, std::size_t column, Scratch& scratch,
                    Turned&& turn) {
        const std::size_t bytes = std::min(group, m.columns - column) * sizeof(float);
        scratch.lanes.resize(rows);
        if (bytes < sizeof(LaneColumn)) std::fill(scratch.lanes.begin(), scratch.lanes.end(), LaneColumn{});
        for (std::size_t i = 0; i < rows; ++i)
            std::memcpy(scratch.lanes[i].values, m.row(first + i) + column, bytes);
        const std::vector<LaneColumn>& turned = turn(scratch);
        for (std::size_t i = 0; i < rows; ++i)
            std::memcpy(m.row(first + i) + column, turned[i].values, bytes);
    }
    /// Every column, the bias like one more.
    void rotate_rows(Table& m, Table& bias) {
        if (!m_residual) return;
        const auto turn = [&](Scratch& scratch) -> const std::vector<LaneColumn>& {
            return turn_columns(scratch, nullptr);
        };
        each_group(m.columns, [&](std::size_t column, std::size_t, Scratch& scratch) {
            turn_lines(m, 0, m.rows, column, scratch, turn);
        });
        turn_bias(bias, turn);
    }
    /// Output rows of each value head; the bias like one more column.
    void rotate_heads_of_rows(Table& m, Table& bias) {
        const std::size_t block = m_config.head_dim;
        const auto turn = [&](Scratch& scratch) -> const std::vector<LaneColumn>& {
            for (std::size_t at = 0; at < scratch.lanes.size(); at += block)
                hadamard(scratch.lanes.data() + at, block);
            return scratch.lanes;
        };
        each_group(m.columns, [&](std::size_t column, std::size_t, Scratch& scratch) {
            turn_lines(m, 0, m.rows, column, scratch, turn);
        });
        turn_bias(bias, turn);
    }
    template <typename Turned>
    void turn_bias(Table& bias, Turned&& turn) {
        if (bias.values.empty()) return;
        Table column{bias.values.size(), 1, std::move(bias.values)};
        Scratch scratch;
        turn_lines(column, 0, column.rows, 0, scratch, turn);
        bias.values = std::move(column.values);
    }
    /// Two layers at a time, so that their runs of columns keep all threads busy.
    void take_feedback(std::uint32_t layer) {
        constexpr std::uint32_t together = 2;
        m_layer = layer;
        if (m_calibration == nullptr || layer * std::size_t{Calibration::sites} < m_first + m_feedback.size()) return;
        m_first = layer * std::size_t{Calibration::sites};
        m_feedback.clear();
        const std::uint32_t end = layer < m_config.layers ? std::min(layer + together, m_config.layers) : layer + 1;
        m_feedback = m_calibration->feedback(layer, end, m_team, m_places);
    }
    const ErrorFeedback* feedback_of(Calibration::Site site) const {
        return m_calibration == nullptr ? nullptr
                                        : &m_feedback[m_layer * std::size_t{Calibration::sites} + site - m_first];
    }

    const Calibration* m_calibration;      ///< null: every weight is rounded for itself
    std::vector<ErrorFeedback> m_feedback; ///< by layer and site, from number m_first on
    std::size_t m_first = 0;
    std::uint32_t m_layer = 0; ///< at hand
    ErrorFeedback::Workplaces m_places;
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

core::Result<Calibration> write_texts(const model::Source& source, ThreadTeam& team, const PhasedProgress& phases) {
    constexpr auto profile = exact::Profile::ci81;
    HEARTH_TRY(const core::Bytes rounded, collected(source.config(), profile, [&](const ExactSink& sink) {
                   return Quantiser(source, team, true, nullptr, sink, phases.part(0)).run();
               }));
    HEARTH_TRY(const exact::ModelView view, exact_view(source.config(), profile, rounded));
    return Calibration::write(view, team, phases.part(1));
}

struct Choice {
    bool rotated;
    Calibration calibration;
};

/// Tries the model with and without the rotation; a model that only stays within the bounds rotated is rotated.
core::Result<Choice> choose(const model::Source& source, ThreadTeam& team, const PhasedProgress& phases) {
    HEARTH_TRY(Calibration rotated, write_texts(source, team, phases));
    const std::uint64_t enough = (9 * rotated.noise() + 9) / 10; // the least noise that keeps the rotation
    LayerReading reading(source.config(), rotated.texts(), enough, team);
    const ExactSink reads = [&](const ExactTensor& tensor, core::ByteView bytes) {
        return reading.take(tensor, bytes);
    };
    auto plain = reading.end(Quantiser(source, team, false, nullptr, reads, phases.part(2)).run());
    if (!plain && plain.error().code != Code::unsupported && plain.error().code != Code::corrupt) return plain.error();
    const bool keep = !plain || plain->noise() >= enough;
    const double with = rotated.relative_noise(), without = plain ? plain->relative_noise() : INFINITY;
    std::array<char, 96> text;
    std::snprintf(text.data(), text.size(), "residual rotation %s (noise %.6f against %s%.6f)",
                  keep ? "kept" : "left out", keep ? with : without, keep ? "at least " : "", keep ? without : with);
    const model::Progress told = phases.part(3);
    if (told && !told(text.data(), 1, 1)) return fail(Code::cancelled, core::say("import_cancelled"));
    return Choice{keep, keep ? std::move(rotated) : std::move(*plain)};
}

} // namespace

core::Status quantise(const model::Source& source, exact::Profile profile, ThreadTeam& team, const ExactSink& sink,
                      const model::Progress& progress) {
    HEARTH_CHECK(exact_shape(source.config(), profile));
    if (profile == exact::Profile::ci41) return quantise_groups(source, team, sink, progress);
    // Both models are rounded and run, the choice is told, and the chosen one is rounded again.
    const PhasedProgress phases(progress, {7, 50, 4, 0, 39});
    HEARTH_TRY(const Choice choice, choose(source, team, phases));
    return Quantiser(source, team, choice.rotated, &choice.calibration, sink, phases.part(4)).run();
}

core::Result<core::Bytes> quantised(const model::Source& source, exact::Profile profile,
                                    const model::Progress& progress) {
    ThreadTeam team(exact::usable_processors());
    HEARTH_CHECK(exact_shape(source.config(), profile));
    return collected(source.config(), profile,
                     [&](const ExactSink& sink) { return quantise(source, profile, team, sink, progress); });
}

} // namespace hearth::compute
