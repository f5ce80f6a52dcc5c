// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

#include <QStringList>
#include <QVariantList>

/// A network in the user's language; tones as in words.h of the jobs.
namespace hearth::desktop::networks {

/// "Executor", "Auditor", "Gateway", "Full node", "Validator".
QString role(const std::string& role);
/// Maps {word, about} of a home's own roles.
QVariantList roles(const std::vector<std::string>& roles);
/// Maps {key, share, own, offences, word, tone}: who orders blocks, whether they signed the last one, what they lost.
QVariantList validators(const control::NetworkView& view);
/// Maps {id, name, address, height, behind}: other full nodes; `behind`: they lack blocks that this one has.
QVariantList peers(const control::NetworkView& view);
/// Maps {key, place, word, tone, reason, latency, roles, load}.
QVariantList links(const control::NetworkView& view);
/// Maps {key, word, tone, spent, settled, ends} of payment channels; `key`: of the other side.
QVariantList channels(const control::NetworkView& view);
/// What a home trusts that stands in this network, in sentences.
QStringList trust(const control::NetworkView& view);
QStringList trust(const control::InvitationView& view);
/// What to type to join with a new home beside `home`, line by line.
QStringList commands(const control::InvitationView& view, const QString& invitation, const QString& home);

} // namespace hearth::desktop::networks
