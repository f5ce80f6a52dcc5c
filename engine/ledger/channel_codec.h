// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "ledger/transaction.h"

/// CBOR of channels, bonds and offences, as records and as messages. Internal to ledger.
namespace hearth::ledger::codec {

core::cbor::Value from_record(const core::ChannelId& id, const Channel& channel);
core::cbor::Value from_record(const BondKey& key, const core::PublicKey& node);
core::cbor::Value from_record(const OffenceKey& key, const OffenceRecord& offence);

core::Result<std::pair<core::ChannelId, Channel>> to_channel(const core::cbor::Value& value);
core::Result<std::pair<BondKey, core::PublicKey>> to_bond(const core::cbor::Value& value);
core::Result<std::pair<OffenceKey, OffenceRecord>> to_offence(const core::cbor::Value& value);

core::cbor::Map fields_of(const OpenChannel& message);
core::cbor::Map fields_of(const TopUpChannel& message);
core::cbor::Map fields_of(const RedeemVoucher& message);
core::cbor::Map fields_of(const CloseChannel& message);
core::cbor::Map fields_of(const BondValidator& message);
core::cbor::Map fields_of(const SettleByVoucher& message);
core::cbor::Map fields_of(const BuyCredits& message);
core::cbor::Map fields_of(const LockStake& message);

core::Result<Message> read_open_channel(core::cbor::Fields& fields);
core::Result<Message> read_top_up_channel(core::cbor::Fields& fields);
core::Result<Message> read_redeem_voucher(core::cbor::Fields& fields);
core::Result<Message> read_close_channel(core::cbor::Fields& fields);
core::Result<Message> read_bond_validator(core::cbor::Fields& fields);
core::Result<Message> read_settle_by_voucher(core::cbor::Fields& fields);
core::Result<Message> read_buy_credits(core::cbor::Fields& fields);
core::Result<Message> read_lock_stake(core::cbor::Fields& fields);

} // namespace hearth::ledger::codec
