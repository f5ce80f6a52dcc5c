// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/epoch_clock.h"
#include "ledger/transaction.h"

/// The operator's certificate of a node key, as it is shown to somebody whose ledger may lag behind: the registration
/// that the operator signed. Whether another key replaced it only a ledger knows. Pure.
namespace hearth::ledger {

struct NodeCertificate {
    core::PublicKey operator_key, payout;
    std::optional<core::Epoch> until; ///< the last epoch of it; none: it has no end
};

/// Errors: corrupt (it is no registration), refused (of another key, or not signed by its operator for this chain).
core::Result<NodeCertificate> read_certificate(core::ByteView signed_registration, std::string_view chain_id,
                                               const core::PublicKey& node_key);
/// Beside what a ledger holds of the key: the later end counts, as the ledger may lag behind, and so may a node that
/// its operator certified again. Where the ledger holds an earlier one, it is still what jobs are judged by. Errors:
/// refused (the ledger knows another operator).
core::Result<NodeCertificate> beside_record(NodeCertificate shown, const NodeRecord& record);
/// INT64_MAX: never, as far as anybody counts.
core::Nanoseconds ends_at(const NodeCertificate& certificate, const EpochClock& clock);
/// Says what the registration says, and can only be shown: no block ever takes it.
core::Bytes certificate_to_show(const RegisterNode& registration, std::string_view chain_id,
                                const core::SigningKey& operator_key);

} // namespace hearth::ledger
