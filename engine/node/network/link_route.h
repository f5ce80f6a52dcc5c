// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/network/reachable.h"
#include "node/network/sightings.h"

namespace hearth::node {

/// Sends questions to the nodes that are linked with this one, and sealed through gateways to those behind them: those
/// that offer the model in the profile and take work; which of them, gateway::schedule::choose() says from what was
/// seen of them. Thread-safe.
class LinkRoute final : public link::JobRoute {
public:
    /// Whether a node may be asked: refused where its certificate has ended.
    using Trusts = std::function<core::Status(const core::PublicKey& node)>;
    /// Borrowed, as `behind`. `pinned`: nodes that may read what asks for the privacy tier P1.
    LinkRoute(LinkDesk& desk, const Reachable& behind, link::Avoid pinned, const core::Clock& clock, Trusts trusts)
        : m_desk(desk), m_behind(behind), m_pinned(std::move(pinned)), m_clock(clock), m_trusts(std::move(trusts)),
          m_sightings(std::make_shared<Sightings>(clock)) {}

    std::vector<link::OfferedModel> models() override;
    core::Result<link::OfferedModel> find(const std::string& wanted) override;
    core::Result<link::OpenedJob> open(const std::string& job_id, link::Ask ask, std::shared_ptr<link::JobEnd> caller,
                                       const link::Terms& terms) override;

    bool leads_to(const core::PublicKey& node) const override;
    void pay(const core::PublicKey& node, core::Bytes voucher, std::function<void(core::Status)> answer) override;

private:
    struct Way {
        LinkDesk::LinkPtr link;
        link::Capability what;
        core::PublicKey node;
        bool relayed = false; ///< the link is a gateway's
    };
    std::vector<Way> ways() const;
    core::Status trusted(const Way& way) const;
    /// Those that offer what is asked for, with what is known of each.
    struct Field {
        std::vector<Way> ways;
        std::vector<gateway::schedule::Candidate> candidates;
        std::optional<core::Error> refused; ///< why one of them gets no work
        void leave_out(std::size_t index);
    };
    Field field(const link::Ask& ask, const gateway::schedule::Wish& wish, const link::Avoid& avoid) const;
    gateway::schedule::Candidate describe(const Way& way, const link::Ask& ask) const;
    core::Result<link::OpenedJob> hand_over(const Way& way, const std::vector<const Way*>& others, const link::Ask& ask,
                                            std::shared_ptr<link::JobEnd> caller);

    LinkDesk& m_desk;
    const Reachable& m_behind;
    const link::Avoid m_pinned; ///< by node key
    const core::Clock& m_clock; ///< that of the links
    const Trusts m_trusts;
    const std::shared_ptr<Sightings> m_sightings;
};

/// This home first, where it has the model and takes the job; else the others.
class HomeFirstRoute final : public link::JobRoute {
public:
    HomeFirstRoute(link::JobRoute& home, link::JobRoute& others) : m_home(home), m_others(others) {}

    std::vector<link::OfferedModel> models() override;
    core::Result<link::OfferedModel> find(const std::string& wanted) override;
    core::Result<link::OpenedJob> open(const std::string& job_id, link::Ask ask, std::shared_ptr<link::JobEnd> caller,
                                       const link::Terms& terms) override;

    bool leads_to(const core::PublicKey& node) const override { return m_others.leads_to(node); }
    void pay(const core::PublicKey& node, core::Bytes voucher, std::function<void(core::Status)> answer) override {
        m_others.pay(node, std::move(voucher), std::move(answer));
    }

private:
    link::JobRoute& m_home;
    link::JobRoute& m_others;
};

} // namespace hearth::node
