// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/error_feedback.h"
#include "compute/exact_file.h"
#include "compute/quantise.h"

namespace hearth::compute {

/// rows × columns fp32.
struct Table {
    std::size_t rows = 0, columns = 0;
    std::vector<float> values;
    float* row(std::size_t i) { return values.data() + i * columns; }
};

/// What the quantisers of all profiles share: reads a source's tensors and writes those of a weights file in its order.
class ExactWriter {
protected:
    ExactWriter(const model::Source& source, exact::Profile profile, exact::ThreadTeam& team, const ExactSink& sink,
                const model::Progress& progress)
        : m_source(source), m_config(source.config()), m_team(team), m_sink(sink), m_progress(progress),
          m_tensors(exact_tensors(m_config, profile)) {}

    /// Errors: corrupt, for a missing tensor or one with a value that is not finite.
    core::Result<Table> read(const std::string& name);
    core::Result<Table> read_bias(const std::string& name, bool present);

    /// work(0 … count − 1, scratch) on all threads; scratch holds `hidden` or `head_dim` values.
    template <typename Work>
    void each(std::size_t count, Work&& work) {
        m_team.run([&](exact::ThreadTeam::Member& me) {
            std::vector<float> scratch(std::max<std::size_t>(m_config.hidden, m_config.head_dim));
            me.share(static_cast<std::uint32_t>(count), [&](std::uint32_t i) { work(i, scratch.data()); });
        });
    }

    /// The next tensors of the file: int8 weights, scales and the bias. `m` is used up.
    core::Status put_rows(Table& m, Table* bias, const ErrorFeedback* feedback);
    /// Biases and gains: what is too small to matter becomes zero, so that no product of it is subnormal.
    core::Status put_offsets(std::vector<float>& values);
    core::Status put_floats(const std::vector<float>& values);
    core::Status emit(core::ByteView bytes);
    core::Error too_large(const char* limit) const;

    static constexpr float weight_limit = 0x1p20F;

    const model::Source& m_source;
    const model::ModelConfig& m_config;
    exact::ThreadTeam& m_team;

private:
    /// Its memory serves the next read().
    void give_back(Table& m);

    const FeedbackKernels& m_kernels = *feedback_kernels().front();
    std::vector<float> m_spare;
    const ExactSink& m_sink;
    const model::Progress& m_progress;
    const std::vector<ExactTensor> m_tensors;
    std::size_t m_next = 0;
};

} // namespace hearth::compute
