// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/governance.h"
#include "ledger/ledger.h"

namespace hearth::node {

/// Whether the act is about a channel.
bool is_channel_act(const std::string& act);
/// Errors: invalid_argument that names the member, those of the voucher.
core::Result<ledger::Message> channel_message(const control::GovernanceAct& act, std::string_view chain_id);
/// Those in which one of these accounts pays or is paid, by id.
std::vector<control::ChannelView> channels_of(const ledger::State& state, const std::vector<core::PublicKey>& own);
/// Which of the accounts signs the message about a channel: its party, else the first, which pays for what is asked.
const core::PublicKey& signer_of(const ledger::Message& message, const ledger::State& state,
                                 const core::PublicKey& caller, const core::PublicKey& operator_key);

} // namespace hearth::node
