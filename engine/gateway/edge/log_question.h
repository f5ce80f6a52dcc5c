// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace hearth::gateway {

/// About the log of evidence of other networks' answers.
struct LogQuestion {
    enum class What { head, inclusion, consistency } what = What::head;
    std::string evidence_id; ///< inclusion
    std::string caller;      ///< inclusion: whose evidence it must be, as in Backend::evidence()
    std::uint64_t first = 0; ///< consistency: the size of an earlier log
};

} // namespace hearth::gateway
