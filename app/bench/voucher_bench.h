// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "benches.h"

namespace hearth::app {

/// How many vouchers a payee can check in a second on one core, beside bare signatures.
core::Status voucher_bench(const LedgerOptions& options, Report& report);

} // namespace hearth::app
