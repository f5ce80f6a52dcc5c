// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "gateway/pay/payment.h"

namespace hearth::gateway::pay {

/// Where a payment stands.
enum class Stage {
    reserved, ///< its call runs
    owed,     ///< the answer was given; not settled yet
    settled,
    refused, ///< the facilitator did not settle it, and will not
    lost,    ///< its call was under way when the process ended, and it is not settled; or whether it was settled is not
             ///< known here, and the chain says. Its nonce stays used.
};
std::string_view name_of(Stage stage);

/// What is known about one payment.
struct Record {
    core::Hash id;
    Stage stage = Stage::reserved;
    std::string payer, scheme;
    std::string amount; ///< that is owed or was settled, in the asset's smallest unit; empty while the call runs
    std::uint64_t prompt_tokens = 0, completion_tokens = 0;
    std::string transaction, reason;
    core::Nanoseconds at = 0; ///< when it came

    bool operator==(const Record&) const = default;
};

struct Used {
    std::uint64_t prompt_tokens = 0, completion_tokens = 0;
};

struct Owed {
    Payment payment;
    core::Uint128 amount = 0;
};

/// What comes of a payment that is to be written down.
enum class Entry {
    reserved,
    nonce_used, ///< it came before; of two that come at once with one nonce one is reserved
    many_open,  ///< as many calls of its payer as may be are under way or wait to be settled
    not_paid,   ///< a payment of its payer was refused a short while ago
};
inline constexpr int most_open = 2;
inline constexpr core::Nanoseconds rest_of_payer = 10 * core::minute; ///< from when what was refused was owed

/// The payments that this gateway was given, so that none is taken twice. Thread-safe; every change is durable when it
/// returns, also through kill -9.
class Book {
public:
    virtual ~Book() = default;
    virtual core::Result<Entry> reserve(const Payment& payment) = 0;
    /// Nothing was given for it: it is as good as new.
    virtual core::Status forget(const core::Hash& id) = 0;
    virtual core::Status owe(const core::Hash& id, core::Uint128 amount, const Used& used) = 0;
    virtual core::Status settle(const core::Hash& id, const std::string& transaction) = 0;
    virtual core::Status refuse(const core::Hash& id, const std::string& reason) = 0;
    virtual core::Status lose(const core::Hash& id, const std::string& reason) = 0;
    /// Those that wait to be settled, oldest first, a bounded number.
    virtual core::Result<std::vector<Owed>> owed() = 0;
    virtual core::Result<std::optional<Record>> find(const core::Hash& id) = 0;
};

} // namespace hearth::gateway::pay
