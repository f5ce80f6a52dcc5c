// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/network.h"
#include "ledger/consensus/network_place.h"
#include "link/dialer.h"
#include "link/listener.h"
#include "node/jobs/executor.h"
#include "node/jobs/receipt_book.h"
#include "node/money/shown_certificate.h"
#include "node/money/standing.h"
#include "node/network/found_gateways.h"
#include "node/network/link_route.h"

namespace hearth::node {

/// Everything outlives the network.
struct NetworkRooms {
    const ledger::NetworkPlace& place;
    bool executes, audits;                   ///< its roles
    std::function<std::uint32_t()> max_jobs; ///< that it computes at a time
    Identity& identity;
    Settlement& settlement;
    const ReceiptBook& receipts;
    Executor& executor;
    std::function<bool()> takes_work;           ///< it is neither paused nor about to stop
    link::Avoid pinned;                         ///< nodes that may read what asks for the privacy tier P1
    std::function<ledger::EpochClock()> epochs; ///< of the chain
    /// Of the key that the links speak with, to be shown; nothing: there is none. May block.
    ShownCertificate::Make certificate;
    std::optional<core::PublicKey> validator; ///< of this home; `back` signs that it votes again, see Standing
    std::function<core::Result<ledger::UnjailValidator>(const core::PublicKey& sender, core::Height jailed)> back;
    const core::Clock& clock = core::system_clock();
};

/// A home's links with others: those that it dials to get work, and those that it takes as a gateway. As a source of
/// evidence it asks the gateways for receipts of other homes. Thread-safe.
class Network final : public EvidenceSource {
public:
    /// Where no gateway is named by hand, those that the ledger names are dialled as they become known. Errors:
    /// invalid_argument (an address), conflict (the port is in use), io.
    static core::Result<std::unique_ptr<Network>> open(NetworkRooms rooms);
    ~Network() override;

    /// Whoever is linked with this home, and whoever a gateway relays sealed questions to.
    link::JobRoute& route() { return m_route; }
    core::Result<proof::ReceiptFile> file(const std::string& receipt_id) const override;

    /// Once a second: tells the others what this home offers, and makes the certificate that is shown to those who
    /// come, where that has changed; says on the ledger what is to be said, and looks for gateways there.
    void tick();
    /// Takes no more jobs over links.
    void drain();

    /// Those that this home dials first, then those that others dialled, by key.
    std::vector<control::LinkView> links() const;
    bool finds_gateways() const { return m_found != nullptr; }
    std::size_t linked() const { return m_desk.links().size(); }

private:
    explicit Network(NetworkRooms rooms);
    core::Status listen();
    core::Status begin_dialling();
    core::Result<std::unique_ptr<link::LinkDialer>> dial(std::vector<link::DialTarget> targets);
    std::vector<std::shared_ptr<link::LinkDialer>> dialers() const;
    std::uint32_t roles() const;
    link::Capability capability() const;
    bool certified(const core::PublicKey& node) const;
    link::Credentials credentials() const;
    core::Result<core::Nanoseconds> read_certificate(const core::PublicKey& node, core::ByteView shown) const;
    core::Result<proof::ReceiptFile> show(const core::PublicKey& peer, const link::Fetch& fetch) const;
    core::Result<proof::ReceiptFile> fetch_behind(const core::ReceiptId& id) const;

    const NetworkRooms m_rooms;
    const std::shared_ptr<const core::SigningKey> m_key; ///< also when another one replaced it meanwhile
    mutable link::SealingKeys m_sealing;
    mutable LinkDesk m_desk;
    Reachable m_reachable;
    LinkRoute m_route{m_desk, m_reachable, m_rooms.pinned, m_rooms.clock,
                      [this](const core::PublicKey& node) { return m_rooms.settlement.certified(node); }};
    ShownCertificate m_shown{m_rooms.settlement, m_key, m_rooms.certificate};
    bool m_draining = false;
    std::optional<link::Capability> m_announced;
    std::unique_ptr<link::LinkListener> m_listener;
    std::shared_ptr<link::LinkDialer> m_dialer; ///< of those that are named by hand
    std::unique_ptr<FoundGateways> m_found;
    std::optional<Standing> m_standing;
};

} // namespace hearth::node
