// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "gateway/pay/payment.h"

namespace hearth::gateway::pay {

/// What a facilitator says of a payment that it is asked to check.
struct Verdict {
    bool valid = false;
    std::string reason; ///< where it is not
};

/// What became of a settlement.
struct Settlement {
    bool success = false;
    std::string transaction; ///< on the chain; empty where there is none
    std::string reason;      ///< where it did not succeed
    bool on_chain = true;    ///< false: a development facilitator, which moves no money
    bool pending = false;    ///< whether it succeeds is not known yet: it stays owed
};

/// Checks balances and settles payments. Thread-safe; calls block. Errors: unavailable, timed_out, corrupt: whether it
/// was settled is not known then.
class Facilitator {
public:
    virtual ~Facilitator() = default;
    virtual core::Result<Verdict> verify(const Payment& payment) = 0;
    /// `amount`: of `upto` what was used.
    virtual core::Result<Settlement> settle(const Payment& payment, core::Uint128 amount) = 0;
};

/// For trying things out on one machine: takes every payment that passes the checks here, looks at no balance and
/// settles nothing on any chain, which it says.
class LocalFacilitator final : public Facilitator {
public:
    core::Result<Verdict> verify(const Payment&) override { return Verdict{true, {}}; }
    core::Result<Settlement> settle(const Payment&, core::Uint128) override { return Settlement{true, {}, {}, false}; }
};

/// Body of POST /verify and /settle.
std::string facilitator_request(const Payment& payment, core::Uint128 amount);
/// What it answered. Errors: corrupt.
core::Result<Verdict> read_verdict(std::string_view json);
core::Result<Settlement> read_settlement(std::string_view json);

} // namespace hearth::gateway::pay
