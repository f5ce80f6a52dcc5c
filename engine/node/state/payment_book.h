// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "gateway/pay/book.h"
#include "node/state/store.h"

#include <memory>

namespace hearth::node {

/// Payments of callers without a key, in node.sqlite. Thread-safe; borrows the store.
class PaymentBook final : public gateway::pay::Book {
public:
    /// Whoever settles at once has so long before anybody tries again.
    static constexpr core::Nanoseconds first_try = core::minute;

    /// What was under way when the last process ended is lost from now on.
    static core::Result<std::shared_ptr<PaymentBook>> open(Store& store,
                                                           const core::Clock& clock = core::system_clock());

    core::Result<gateway::pay::Entry> reserve(const gateway::pay::Payment& payment) override;
    core::Status forget(const core::Hash& id) override;
    core::Status owe(const core::Hash& id, core::Uint128 amount, const gateway::pay::Used& used) override;
    core::Status settle(const core::Hash& id, const std::string& transaction) override;
    core::Status refuse(const core::Hash& id, const std::string& reason) override;
    core::Status lose(const core::Hash& id, const std::string& reason) override;
    core::Result<std::vector<gateway::pay::Owed>> owed() override;
    core::Result<std::optional<gateway::pay::Record>> find(const core::Hash& id) override;
    /// Newest first.
    static core::Result<std::vector<gateway::pay::Record>> newest(const Store& store, std::uint32_t limit);

private:
    PaymentBook(Store& store, const core::Clock& clock) : m_store(store), m_clock(clock) {}
    gateway::pay::Entry entry_of(const gateway::pay::Payment& payment) const; ///< inside a transaction
    core::Status change(const core::Hash& id, gateway::pay::Stage to, const char* column, const std::string& value);

    Store& m_store;
    const core::Clock& m_clock;
};

} // namespace hearth::node
