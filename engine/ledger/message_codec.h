// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/transaction.h"

/// CBOR of messages and transactions. Internal to ledger.
namespace hearth::ledger::codec {

core::cbor::Value from_message(const Message& message);
core::Result<Message> to_message(const core::cbor::Value& value);

core::cbor::Value from_transaction(const Transaction& transaction);
core::Result<Transaction> to_transaction(const core::cbor::Value& value);

core::Result<core::Signature> read_signature(core::cbor::Fields& fields, std::uint64_t key, const char* name);
/// True or left out: nothing has two encodings.
core::Result<bool> read_flag(core::cbor::Fields& fields, std::uint64_t key, const char* name);
core::Result<core::Amount> read_amount(core::cbor::Fields& fields, std::uint64_t key, const char* name);

} // namespace hearth::ledger::codec
