// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/chat.h"
#include "control/upstreams.h"
#include "control/values.h"

#include <QString>
#include <QStringList>

/// Who may answer a question of the playground, and what of it is asked. Pure.
namespace hearth::desktop {

/// What can be chosen among.
struct TalkOffers {
    std::vector<control::ModelInfo> own;
    std::vector<control::UpstreamInfo> networks;

    /// "" (any), "home", then the other networks.
    QStringList networkKeys() const;
    QStringList networkNames() const;
    /// As a caller of `network` may write them, this home's first and its default one at the top, without those that
    /// make vectors; those of another network bear its name where any may answer.
    QStringList models(const QString& network) const;
    /// Of privacy: the most that `network` reaches, or anybody.
    int highestTier(const QString& network) const;
};

/// What the settings beside a question say; empty texts = nothing is wished.
struct TalkWish {
    QString network, min_level;
    QString min_tier;  ///< of privacy
    QString max_price; ///< in EMB
    QString seed;
    double top_p = 1;

    /// What is wrong with price or seed; empty: nothing.
    QString fault() const;
    /// Puts itself into a request for `model`. Only where there is no fault.
    void apply(control::ChatRequest& request, const QString& model) const;
};

/// How an answer's network is called in a sentence: "this home", its name, or of "home:KEY" the node.
QString networkWord(const QString& network);

} // namespace hearth::desktop
