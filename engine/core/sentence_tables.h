// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"

/// What wordings() joins. Internal to the library.
namespace hearth::core {

std::span<const Wording> sentence_table(); ///< states, stages, verdicts, checks
std::span<const Wording> hub_table();      ///< models that could be here, and fetching them
std::span<const Wording> update_table();   ///< new versions of the program
std::span<const Wording> error_table();    ///< errors and what to do about them

} // namespace hearth::core
