// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/money/ledger_view.h"
#include "node/state/store.h"

#include <functional>
#include <memory>
#include <mutex>

namespace hearth::node {

/// The certificate of a node key of this home for those who are linked with that key: signed anew where the operator's
/// key is, else the one that was sent to the ledger through this home. Nothing, where there is none that says what the
/// ledger says, or another key replaced it. Thread-safe.
core::Bytes shown_certificate(const LedgerView& view, const core::SigningKey& node_key, const Identity& identity,
                              const Store& store);

/// What shown_certificate() makes, made beforehand: whoever asks for it makes nobody sign, or wait for the ledger.
/// Borrows `view`. Thread-safe.
class ShownCertificate {
public:
    using Make = std::function<core::Bytes(const core::SigningKey& node_key)>;
    ShownCertificate(const LedgerView& view, std::shared_ptr<const core::SigningKey> node_key, Make make)
        : m_view(view), m_key(std::move(node_key)), m_make(std::move(make)) {}

    core::Bytes copy() const;
    /// Now and then: makes it anew where the ledger says something else of the key, or there is none yet. May block.
    void renew();

private:
    struct For {
        core::PublicKey operator_key, payout;
        std::optional<core::Epoch> until;
        bool replaced = false;
        bool operator==(const For&) const = default;
    };
    const LedgerView& m_view;
    const std::shared_ptr<const core::SigningKey> m_key;
    const Make m_make;
    mutable std::mutex m_mutex;
    core::Bytes m_shown;
    std::optional<For> m_for; ///< what the ledger said
};

/// Keeps what an operator signed elsewhere, if it is a certificate of one of this home's node keys. Errors: io.
enum class Sent {
    not_yet, ///< beside the one that holds: whether the ledger will take it nobody knows
    taken,   ///< in its place
};
core::Status keep_certificate(const ledger::SignedTransaction& certificate, Sent sent, const Identity& identity,
                              Store& store);

} // namespace hearth::node
