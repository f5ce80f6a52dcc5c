// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// resources/params/solo.toml as it was when this program was built.
namespace hearth::ledger::builtin {

extern const std::string_view solo_params;

} // namespace hearth::ledger::builtin
