// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/error_feedback.h"
#include "compute/exact_file.h"
#include "compute/quantise.h"

#include <functional>

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
    /// One thread's own.
    struct Scratch {
        std::vector<float> rows;               ///< as many as are rounded together, one after the other
        std::vector<LaneColumn> lanes, turned; ///< the same side by side
        std::vector<LaneColumn> carried;
        std::vector<std::int8_t> values;
    };

    ExactWriter(const model::Source& source, exact::Profile profile, exact::ThreadTeam& team, const ExactSink& sink,
                const model::Progress& progress)
        : m_source(source), m_config(source.config()), m_team(team), m_sink(sink), m_progress(progress),
          m_tensors(exact_tensors(m_config, profile)), m_scratch(team.size()) {}

    /// Errors: corrupt, for a missing tensor or one with a value that is not finite.
    core::Result<Table> read(const std::string& name);
    core::Result<Table> read_bias(const std::string& name, bool present);

    /// work(0 … count − 1, scratch) on all threads.
    template <typename Work>
    void each(std::size_t count, Work&& work) {
        m_team.run([&](exact::ThreadTeam::Member& me) {
            me.share(static_cast<std::uint32_t>(count), [&](std::uint32_t i) { work(i, m_scratch[me.index()]); });
        });
    }
    /// work(first row, rows, scratch) for as many rows as are rounded together.
    template <typename Work>
    void each_group(std::size_t rows, Work&& work) {
        each((rows + group - 1) / group, [&](std::size_t item, Scratch& scratch) {
            work(item * group, std::min(group, rows - item * group), scratch);
        });
    }

    /// What is done to rows side by side in scratch.lanes before they are rounded; it may leave them in `turned`.
    using Turn = std::function<std::vector<LaneColumn>&(Scratch& scratch)>;
    /// The next tensors of the file: int8 weights, scales and the bias. `m` is used up.
    core::Status put_rows(Table& m, Table* bias, const ErrorFeedback* feedback);
    /// The same of a tensor whose rows have nothing to do with each other: no table of it is ever made.
    /// Errors: those of read(), too.
    core::Status put_tensor(const std::string& name, Table* bias, const ErrorFeedback* feedback, const Turn& turn);
    /// Biases and gains: what is too small to matter becomes zero, so that no product of it is subnormal.
    core::Status put_offsets(std::vector<float>& values);
    core::Status put_floats(const std::vector<float>& values);
    core::Status emit(core::ByteView bytes);
    core::Error too_large(const char* limit) const;

    static constexpr float weight_limit = 0x1p20F;
    static constexpr std::size_t group = ErrorFeedback::lanes;

    const model::Source& m_source;
    const model::ModelConfig& m_config;
    exact::ThreadTeam& m_team;
    const FeedbackKernels& m_kernels = *feedback_kernels().front();

private:
    struct Rounded;
    core::Result<const model::TensorInfo*> find(const std::string& name) const;
    static core::Error not_finite(const std::string& name);
    /// Rounds the rows from `first` on that `lanes` holds; false if a value is beyond the limit.
    bool round(const std::vector<LaneColumn>& lanes, std::size_t first, std::size_t count,
               const ErrorFeedback* feedback, Scratch& scratch, Rounded& into) const;
    core::Status put(const Rounded& rounded, Table* bias);
    /// Its memory serves the next read().
    void give_back(Table& m);

    std::vector<float> m_spare;
    core::Bytes m_spare_bytes;
    const ExactSink& m_sink;
    const model::Progress& m_progress;
    const std::vector<ExactTensor> m_tensors;
    std::vector<Scratch> m_scratch;
    std::size_t m_next = 0;
};

} // namespace hearth::compute
