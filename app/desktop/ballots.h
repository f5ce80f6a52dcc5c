// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"
#include "incidents.h"

namespace hearth::desktop {

/// Proposals that wait for the operator's vote, for the notices beside the clock: each is told once, also by a window
/// that starts later. Reads when governance changes and when an epoch begins, with which a vote may open.
class Ballots final : public NodeReader {
    Q_OBJECT
public:
    explicit Ballots(QObject* parent = nullptr);

    const control::GovernanceView& view() const { return m_view; }

    /// What is to be said now of votes that are open, that the operator weighs something in, and that it has not cast.
    /// `told`: those of whom it was said already, by chain, account and number; those that are over or voted go.
    /// Several make one notice, which leads to the one that ends first. `quiet`: nothing is said, and it is later.
    /// Pure.
    static std::optional<Incidents::Notice> look(const control::GovernanceView& view, QStringList& told, bool quiet);

protected:
    void read() override;
    void connected() override;

private:
    control::GovernanceView m_view;
    std::uint64_t m_epoch = 0; ///< of the status
};

} // namespace hearth::desktop
