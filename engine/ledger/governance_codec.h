// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "ledger/state_tables.h"
#include "ledger/transaction.h"

/// CBOR of proposals and of governance's records. Internal to ledger.
namespace hearth::ledger::codec {

core::cbor::Value from_content(const ProposalContent& content);
core::Result<ProposalContent> to_content(const core::cbor::Value& value);

core::cbor::Value from_record(std::uint64_t id, const Proposal& proposal);
core::cbor::Value from_record(const BallotKey& key, const Ballot& ballot);
core::cbor::Value from_record(const BallotKey& key, const Weight& weight);
core::cbor::Value from_record(const core::PublicKey& from, const core::PublicKey& to);
core::cbor::Value from_record(const std::string& key, const Listing& listing);
core::cbor::Value from_record(const Governance& governance);

core::Result<std::pair<std::uint64_t, Proposal>> to_proposal(const core::cbor::Value& value);
core::Result<std::pair<BallotKey, Ballot>> to_ballot(const core::cbor::Value& value);
core::Result<std::pair<BallotKey, Weight>> to_weight(const core::cbor::Value& value);
core::Result<std::pair<core::PublicKey, core::PublicKey>> to_delegation(const core::cbor::Value& value);
core::Result<std::pair<std::string, Listing>> to_listing(const core::cbor::Value& value);
core::Result<Governance> to_governance(const core::cbor::Value& value);

core::Result<Message> read_submit_proposal(core::cbor::Fields& fields);
core::Result<Message> read_cast_vote(core::cbor::Fields& fields);
core::Result<Message> read_delegate_votes(core::cbor::Fields& fields);
core::Result<Message> read_cancel_proposal(core::cbor::Fields& fields);

} // namespace hearth::ledger::codec
