// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

#include <cstdint>
#include <string>

namespace hearth::cli {

/// Which receipts are listed; empty: whichever.
struct ReceiptWish {
    std::uint32_t limit = 20;
    std::string before;       ///< an id
    std::string search;       ///< in a model's name, or what an id begins with
    std::string state;        ///< "proving", "settled", "failed"
    std::string since, until; ///< durations before now: "7d"
};
/// Looks through all that the home has. Prints, gives the exit code.
int list_receipts(Context& context, const ReceiptWish& wish);

} // namespace hearth::cli
