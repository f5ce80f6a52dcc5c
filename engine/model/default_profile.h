// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hearth::model {

/// What a model is imported into, and so what its answers are computed in, while nobody asks for another profile. Every
/// other way in passes an empty name on, so that this is the only place that chooses.
inline constexpr const char* default_profile = "ci8.1";

} // namespace hearth::model
