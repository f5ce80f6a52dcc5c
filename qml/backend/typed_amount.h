// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/units.h"

class QString;

namespace hearth::desktop {

/// EMB as it is typed in the window's language. Where a point stands between thousands it is taken for nothing else.
/// Errors: invalid_argument.
core::Result<core::Amount> typed_amount(const QString& text);

} // namespace hearth::desktop
