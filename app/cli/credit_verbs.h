// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

#include <string>

/// The verbs of credits; see verbs.h.
namespace hearth::cli {

/// `amount` in EMB; `account`: who gets the credits, empty: the account that pays for what is asked here.
int buy_credits(Context& context, const std::string& amount, const std::string& account);
/// Of that account, and what waits to become EMB again.
int show_credits(Context& context, const std::string& address);

} // namespace hearth::cli
