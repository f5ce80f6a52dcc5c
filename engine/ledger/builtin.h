// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// resources/params/solo.toml and resources/genesis/solo.json as they were when this program was built.
namespace hearth::ledger::builtin {

extern const std::string_view solo_params;
extern const std::string_view solo_genesis;

} // namespace hearth::ledger::builtin
