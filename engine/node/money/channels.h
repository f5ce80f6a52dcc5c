// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/governance.h"
#include "ledger/ledger.h"
#include "node/state/store.h"

namespace hearth::node {

/// Whether the act is about a channel.
bool is_channel_act(const std::string& act);
/// Errors: invalid_argument that names the member, those of the voucher.
core::Result<ledger::Message> channel_message(const control::GovernanceAct& act, std::string_view chain_id);
/// Those in which one of these accounts pays or is paid, by id.
std::vector<control::ChannelView> channels_of(const ledger::State& state, const std::vector<core::PublicKey>& own);
/// What the store knows of vouchers for them: those that this home signed or holds. Errors: io.
core::Status add_vouchers(std::vector<control::ChannelView>& channels, const Store& store);
/// What the store keeps under this setting, in 10⁻⁹ EMB; nothing was kept: 0. Errors: io, and
/// those of a text that is none.
core::Result<core::Amount> amount_in(const Store& store, const std::string& setting);
/// Under which the store keeps what was promised by vouchers, in 10⁻⁹ EMB; and the best one that came, in hex digits.
std::string spent_setting(const core::ChannelId& id);
std::string voucher_setting(const core::ChannelId& id);
/// The best one that came, if one did. Errors: io, those of a text that is none.
core::Result<std::optional<ledger::Voucher>> voucher_in(const Store& store, const core::ChannelId& id);
/// That the home opened the channel by itself, so that nobody else signs vouchers for it: not empty.
std::string automatic_setting(const core::ChannelId& id);
/// Which of the accounts signs the message about a channel: its party, else the first, which pays for what is asked.
const core::PublicKey& signer_of(const ledger::Message& message, const ledger::State& state,
                                 const core::PublicKey& caller, const core::PublicKey& operator_key);

} // namespace hearth::node
