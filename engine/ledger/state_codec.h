// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "ledger/state_tables.h"

/// CBOR of the state's records. Internal to ledger.
namespace hearth::ledger::codec {

core::cbor::Value from_record(const core::PublicKey& key, const Account& account);
core::cbor::Value from_record(const core::PublicKey& key, const NodeRecord& node);
core::cbor::Value from_record(const core::EscrowId& id, const Escrow& escrow);
core::cbor::Value from_record(const core::ReceiptId& id, const Reward& reward);
core::cbor::Value from_record(const RootKey& key, const EpochRoot& root);
core::cbor::Value from_record(const TariffKey& key, const Tariff& tariff);
core::cbor::Value from_record(const PendingDraw& draw);
core::cbor::Value from_record(const Issuance& issuance);
core::cbor::Value from_record(const Remint& remint);

core::Result<std::pair<core::PublicKey, Account>> to_account(const core::cbor::Value& value);
core::Result<std::pair<core::PublicKey, NodeRecord>> to_node(const core::cbor::Value& value);
core::Result<std::pair<core::EscrowId, Escrow>> to_escrow(const core::cbor::Value& value);
core::Result<std::pair<core::ReceiptId, Reward>> to_reward(const core::cbor::Value& value);
core::Result<std::pair<RootKey, EpochRoot>> to_root(const core::cbor::Value& value);
core::Result<std::pair<TariffKey, Tariff>> to_tariff(const core::cbor::Value& value);
core::Result<PendingDraw> to_draw(const core::cbor::Value& value);
core::Result<Issuance> to_issuance(const core::cbor::Value& value);
core::Result<Remint> to_remint(const core::cbor::Value& value);

core::cbor::Value profile_name(proof::ProfileId id);
core::Result<proof::ProfileId> read_profile(core::cbor::Fields& fields, std::uint64_t key);
core::cbor::Value from_lately(const Lately& sum);
core::Result<Lately> read_lately(core::cbor::Fields& fields, std::uint64_t key, const char* name);

} // namespace hearth::ledger::codec
