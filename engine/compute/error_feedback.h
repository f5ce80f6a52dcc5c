// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/feedback_kernels.h"
#include "exact/cpu/thread_team.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace hearth::compute {

/// Those that this processor runs, the best first.
std::span<const FeedbackKernels* const> feedback_kernels();

/// As many rows of weights as are rounded together, side by side: one column of them is a line of the cache.
struct alignas(64) LaneColumn {
    FeedbackKernels::Lanes values;
};

/// Which way the errors of rounding are carried on, made from rows that a matrix really meets: with
/// H = Σ x xᵀ + damping = (I + U) D (I + U)ᵀ, U strictly upper, a weight is rounded after adding the errors of
/// the columns before it times U (LDLQ; Chee et al., arXiv 2307.13304; the same as GPTQ, arXiv 2210.17323). Columns
/// are treated in runs of at most 1024. IEEE fp32 and double in a fixed order, so that every machine gets the same.
class ErrorFeedback {
public:
    static constexpr std::size_t run = 1024;

    /// `rows` int8 rows of `columns` values, `stride` apart, which must stay until prepare().
    ErrorFeedback(const std::int8_t* values, std::size_t rows, std::size_t columns, std::size_t stride,
                  const FeedbackKernels& kernels = *feedback_kernels().front())
        : m_values(values), m_rows(rows), m_columns(columns), m_stride(stride), m_kernels(kernels),
          m_upper((columns + run - 1) / run) {}

    /// Memory of prepare(), for all threads; kept, so that the system need not clear it anew for every layer.
    class Workplaces {
    public:
        explicit Workplaces(const exact::ThreadTeam& team);
        ~Workplaces();

    private:
        friend class ErrorFeedback;
        struct Place;
        std::vector<std::unique_ptr<Place>> m_places;
    };

    /// Makes several ready for round(), one run of columns on each thread at a time.
    static void prepare(std::span<ErrorFeedback> all, exact::ThreadTeam& team, Workplaces& places);

    /// Rounds `lanes` rows of weights: out[column × lanes + i] = RINT((w + carried errors) × factor[i]), within ±127;
    /// factor[i] = 127 / largest of row i, unit[i] its inverse, or both 0. `carried`: `run` columns of scratch.
    static constexpr std::size_t lanes = FeedbackKernels::lanes;
    void round(const LaneColumn* weights, const float* factor, const float* unit, LaneColumn* carried,
               std::int8_t* out) const;

private:
    std::size_t run_size(std::size_t index) const { return std::min(run, m_columns - index * run); }
    void prepare_run(std::size_t index, Workplaces::Place& place);

    const std::int8_t* m_values;
    std::size_t m_rows, m_columns, m_stride;
    const FeedbackKernels& m_kernels;
    std::vector<std::vector<float>> m_upper; ///< one square for every run of columns, row by row
};

} // namespace hearth::compute
