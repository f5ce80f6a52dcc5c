// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/evidence/envelope.h"
#include "gateway/networks/directory.h"

namespace hearth::gateway {

/// A call on its way out.
struct ForeignRequest {
    Place place;
    RawRequest raw;
    std::vector<evidence::Rewrite> rewrites;     ///< that `raw` has behind it
    std::string caller;                          ///< id of an API key, or empty
    CallSize size = {};                          ///< of `raw`
    std::vector<std::string> quantizations = {}; ///< of the model's weights, that the caller names
    std::optional<core::Amount> max_price = {};  ///< that the caller pays for it
    std::string payment = {};                    ///< X-Payment-Id, of a call that is paid by itself
};

/// On which terms a call is charged.
struct CallTerms {
    NetworkQuote quote;
    std::string caller;
    CallSize size;
    core::Amount most;        ///< that is ever charged: what was reserved, where that is a bound
    std::string payment = {}; ///< see ForeignRequest
};

/// What one answer costs whoever asked for it.
struct Bill {
    std::string evidence_id, caller;
    core::Amount amount;
};

/// What one may cost.
struct Reservation {
    std::string evidence_id, caller;
    core::Amount amount;
    bool bounded = false; ///< it cannot cost more
};

/// A running call; destroying it cancels. When the sink has heard of the end its evidence is kept, or on its way there.
struct ForeignCall {
    std::string evidence_id;
    std::unique_ptr<RawCall> call;
};

} // namespace hearth::gateway
