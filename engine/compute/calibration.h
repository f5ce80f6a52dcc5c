// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/error_feedback.h"
#include "exact/model.h"
#include "exact/thread_team.h"
#include "model/manifest.h"

#include <memory>

namespace hearth::compute {

/// Rows that the matrices of a model meet while it writes texts of its own: the quantised model itself is run, so
/// that every machine sees the same bits and no foreign text is needed.
class Calibration {
public:
    enum Site { attention, output, feed_forward, down, sites };

    /// Errors: out_of_memory, cancelled, corrupt (the model leaves the bounds of the profile).
    static core::Result<Calibration> run(const exact::ModelView& model, exact::ThreadTeam& team,
                                         const model::Progress& progress);

    /// Rounding for the matrices of a layer, by site; `layer` = number of layers: for the output matrix, as `attention`.
    std::vector<ErrorFeedback> feedback(std::size_t layer, exact::ThreadTeam& team) const;

private:
    struct Rows {
        std::vector<std::int8_t> values;
        std::size_t columns = 0, count = 0;
    };
    std::vector<Rows> m_rows; ///< layer × sites + site
};

} // namespace hearth::compute
