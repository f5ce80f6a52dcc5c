// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/profile/model.h"
#include "inference/model_runner.h"

namespace hearth::exact {

/// Runs a whole model of an exact profile, or consecutive layers of one (ModelView).
class PartRunner : public inference::ModelRunner {
public:
    /// forward() of a part. `hidden` holds rows × hidden values of the residual stream: read unless the part embeds,
    /// written unless it projects; empty for a whole model.
    virtual core::Status pass(std::span<const Row> rows, std::span<float> hidden) = 0;
    core::Status forward(std::span<const Row> rows) final { return pass(rows, {}); }
};

} // namespace hearth::exact
