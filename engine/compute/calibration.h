// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/error_feedback.h"
#include "exact/cpu/kernels.h"
#include "exact/cpu/thread_team.h"
#include "exact/profile/model.h"
#include "model/manifest.h"

#include <memory>

namespace hearth::compute {

/// Rows that the matrices of a model meet while it writes texts of its own, or reads those of another: the quantised
/// model itself is run, so that every machine sees the same bits and no foreign text is needed.
class Calibration {
public:
    enum Site { attention, output, feed_forward, down, sites };
    using Texts = std::vector<std::vector<std::uint32_t>>;

    /// `texts` to read; empty: the model writes them. Stops reading once noise() cannot come out below `enough` any
    /// more. Errors: out_of_memory, cancelled, corrupt (the model leaves the bounds of the profile).
    static core::Result<Calibration> run(const exact::ModelView& model, Texts texts, std::uint64_t enough,
                                         exact::ThreadTeam& team, const model::Progress& progress);
    const Texts& texts() const { return m_texts; }

    /// Rounding for the matrices of a layer, by site; `layer` = number of layers: for the output matrix, as
    /// `attention`.
    std::vector<ErrorFeedback> feedback(std::size_t layer, exact::ThreadTeam& team) const;

    /// How much the rounding of rows and weights disturbs the products, for comparing two forms of one model: the noise
    /// of ci8.1.md, 4.7; at least so much, where it stopped reading.
    std::uint64_t noise() const { return m_noise; }
    /// The mean over all matrices as a fraction of a product's variance, for people.
    double relative_noise() const;

private:
    struct Rows {
        std::vector<std::int8_t> values;
        std::size_t columns = 0, count = 0, measured = 0;
        std::uint64_t noise = 0;    ///< sum over the rows that were measured
        std::uint64_t matrices = 0; ///< that meet them
    };
    void measure_weights(const exact::ModelView& model, exact::ThreadTeam& team);
    /// Counts the rows that came since; each sum stands over `total` rows, so that m_noise only grows.
    void measure_rows(std::size_t total, exact::ThreadTeam& team);
    void keep(std::size_t at, std::size_t columns, std::size_t total, const exact::RowsView& rows);

    std::vector<Rows> m_rows; ///< layer × sites + site
    Texts m_texts;
    std::uint64_t m_noise = 0, m_weight_noise = 0, m_matrices = 0;
};

/// NOISE of ci8.1.md, 4.7, of `rows` rows one after the other.
std::uint64_t rounding_noise(const std::int8_t* values, std::size_t rows, std::size_t columns, exact::ThreadTeam& team);

} // namespace hearth::compute
