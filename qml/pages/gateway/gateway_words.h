// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

#include <QStringList>
#include <QVariantList>

/// Other networks and callers' keys in the user's language; tones as in words.h of the jobs.
namespace hearth::desktop::gateways {

/// Kinds of networks as the node calls them, the general one first.
const QStringList& kinds();
QString kind(const QString& kind);
/// In one sentence, what the evidence of a kind is worth.
QString worth(const QString& kind);

/// Maps {name, kind, url, word, tone, reason, models, offered, latency, level, evidence, secret, breakers[]}.
QVariantList upstreams(const std::vector<control::UpstreamInfo>& upstreams);
/// Maps {keyId, name, made, inForce, word, spent, spentExact, budget, share, limits}; those in force first.
QVariantList keys(const std::vector<control::ApiKeyInfo>& keys);

/// A day of the chart and whose it is made of.
struct SpendBar {
    core::Nanoseconds day = 0;
    std::uint64_t answers = 0;
    core::Amount amount;
    QStringList parts; ///< "laptop 0.0121 EMB"
};
/// Days without spending included, the last one is that of `now`.
std::vector<SpendBar> bars(const std::vector<control::SpendDay>& days, const std::vector<control::ApiKeyInfo>& keys,
                           core::Nanoseconds now, int count);
/// "29 Nov", of a day of UTC.
QString day(core::Nanoseconds at);

} // namespace hearth::desktop::gateways
