// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "ledger/transaction.h"

/// CBOR of what came with the eighth rules, announcements and jails, as records and as messages. Internal to ledger.
namespace hearth::ledger::codec {

core::cbor::Value from_record(const AnnouncementKey& key, const Announcement& announcement);
core::cbor::Value from_record(const JailKey& key, const Jail& jail);

core::Result<std::pair<AnnouncementKey, Announcement>> to_announcement(const core::cbor::Value& value);
core::Result<std::pair<JailKey, Jail>> to_jail(const core::cbor::Value& value);

core::cbor::Map fields_of(const AnnounceNode& message);
core::cbor::Map fields_of(const UnjailValidator& message);

core::Result<Message> read_announce_node(core::cbor::Fields& fields);
core::Result<Message> read_unjail_validator(core::cbor::Fields& fields);

} // namespace hearth::ledger::codec
