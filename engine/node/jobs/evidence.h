// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

#include <string>

namespace hearth::node {

/// The evidence envelope of one answer as JSON: level, what was checked and what was not, the signed
/// receipt's fields. `view` without a receipt id stands for a job that has none (it runs, failed, or produced
/// nothing).
std::string evidence_json(const control::ReceiptView& view);

} // namespace hearth::node
