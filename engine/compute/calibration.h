// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/error_feedback.h"
#include "exact/cpu/kernels.h"
#include "exact/cpu/thread_team.h"
#include "exact/cpu/weights.h"
#include "exact/profile/model.h"
#include "model/manifest.h"

#include <functional>
#include <memory>

namespace hearth::compute {

/// Rows that the matrices of a model meet while it writes texts of its own, or reads those of another (LayerReading):
/// the quantised model itself is run, so that every machine sees the same bits and no foreign text is needed.
class Calibration {
public:
    enum Site { attention, output, feed_forward, down, sites };
    using Texts = std::vector<std::vector<std::uint32_t>>;

    /// Errors: out_of_memory, cancelled, corrupt (the model leaves the bounds of the profile).
    static core::Result<Calibration> write(const exact::ModelView& model, exact::ThreadTeam& team,
                                           const model::Progress& progress);
    const Texts& texts() const { return m_texts; }

    /// Rounding for the matrices of the layers `first` … end − 1, by layer and site; `first` = number of layers: for
    /// the output matrix, as `attention`.
    std::vector<ErrorFeedback> feedback(std::size_t first, std::size_t end, exact::ThreadTeam& team,
                                        ErrorFeedback::Workplaces& places) const;

    /// How much the rounding of rows and weights disturbs the products, for comparing two forms of one model: the noise
    /// of ci8.1.md, 4.7; at least so much, where the reading ended early.
    std::uint64_t noise() const { return m_noise; }
    /// The mean over all matrices as a fraction of a product's variance, for people.
    double relative_noise() const;

private:
    /// What one site of a layer meets.
    struct Rows {
        std::unique_ptr<std::int8_t[]> values;
        std::size_t columns = 0, count = 0, measured = 0;
        std::uint64_t noise = 0;    ///< sum over the rows that were measured
        std::uint64_t matrices = 0; ///< that meet them
    };
    class Group;
    friend class LayerReading;

    /// The texts, each on the thread of its group.
    core::Status write_texts(const exact::Shape& shape, const exact::CpuWeights& weights, std::uint32_t length,
                             exact::ThreadTeam& team, const std::function<bool(std::uint32_t)>& goes_on);
    /// Room for `total` rows.
    void plan_rows(std::size_t layer, Site site, std::size_t columns, std::size_t total);
    /// Counts the noise of matrices, which will meet `total` rows.
    void meet(std::size_t layer, Site site, std::initializer_list<exact::MatrixView> matrices, std::size_t total,
              exact::ThreadTeam& team);
    void meet(std::size_t index, const exact::LayerView& layer, std::size_t total, exact::ThreadTeam& team);
    /// Counts the rows that came since; each sum stands over `total` rows, so that m_noise only grows.
    void measure_rows(std::size_t total, exact::ThreadTeam& team);

    std::vector<Rows> m_rows; ///< layer × sites + site
    Texts m_texts;
    std::uint64_t m_noise = 0, m_weight_noise = 0, m_matrices = 0;
};

/// NOISE of ci8.1.md, 4.7, of `rows` rows one after the other.
std::uint64_t rounding_noise(const std::int8_t* values, std::size_t rows, std::size_t columns, exact::ThreadTeam& team);

} // namespace hearth::compute
