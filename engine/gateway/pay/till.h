// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "gateway/pay/book.h"
#include "gateway/pay/facilitator.h"

#include <memory>

namespace hearth::gateway::pay {

/// How a caller is asked to pay.
struct Demand {
    std::string header; ///< PAYMENT-REQUIRED, for the second version
    std::string body;   ///< JSON, for the first
};

/// Takes payments before the work and settles them after it. Thread-safe; what is marked so blocks on disk and on the
/// facilitator.
class Till {
public:
    Till(Terms terms, std::shared_ptr<Book> book, std::shared_ptr<Facilitator> facilitator,
         const core::Clock& clock = core::system_clock())
        : m_terms(std::move(terms)), m_book(std::move(book)), m_facilitator(std::move(facilitator)), m_clock(clock) {}

    const Terms& terms() const { return m_terms; }
    /// `refusal`: why what was sent did not do; null: nothing was sent.
    Demand demand(const std::string& resource, const Refusal* refusal = nullptr) const;

    /// Every check that asks nobody.
    std::variant<Payment, Refusal> look(std::string_view header, unsigned version, const std::string& resource) const;
    /// Blocks. Once taken, a nonce is used: book first, then the facilitator, so that of two nobody is served twice.
    std::variant<Payment, Refusal> take(std::string_view header, unsigned version, const std::string& resource);
    /// Blocks, shortly. Notes what the answer cost by the tariff of whoever gave it; nothing is owed where that is
    /// nothing.
    core::Result<core::Uint128> owe(const Payment& payment, const Used& used, const Tariff& tariff);
    /// Blocks. Where the facilitator cannot be asked now, tick() tries again until the signature's time is over.
    Settlement settle(const Payment& payment, core::Uint128 amount);
    /// Blocks, shortly. Nothing was given for it.
    void release(const Payment& payment);
    /// What is not charged now may come too late to be settled.
    bool time_is_up(const Payment& payment) const;
    /// Blocks. Settles what is still owed.
    void tick();

    /// PAYMENT-RESPONSE: base64 of JSON.
    std::string response_header(const Payment& payment, const Settlement& settlement, core::Uint128 amount) const;
    /// Blocks, shortly. What became of a payment, as JSON. Errors: not_found.
    core::Result<std::string> receipt(const std::string& id) const;

private:
    Settlement settle(const Payment& payment, core::Uint128 amount, bool again);

    const Terms m_terms;
    const std::shared_ptr<Book> m_book;
    const std::shared_ptr<Facilitator> m_facilitator;
    const core::Clock& m_clock;
};

} // namespace hearth::gateway::pay
