// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/task_queue.h"
#include "link/link_jobs.h"
#include "link/relay.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace hearth::node {

/// The links of this home, whichever side dialled, and what goes over them: jobs that are asked here or there, receipts
/// that an auditor fetches, and as a gateway the sealed jobs of others, which it cannot read. Thread-safe.
class LinkDesk {
public:
    using LinkPtr = std::shared_ptr<link::Link>;
    /// The openings of a receipt for a peer that asks; refused unless it may see them. May block.
    using Show = std::function<core::Result<proof::ReceiptFile>(const core::PublicKey& peer, const link::Fetch& fetch)>;

    /// Keeps a voucher, durably, or says why not. May block.
    using Take = std::function<core::Status(core::ByteView voucher)>;

    /// Whether a node is certified. Must not block.
    using Certified = std::function<bool(const core::PublicKey& node)>;

    /// `executor`: null where nothing is executed; `keys`: with which it opens sealed questions. Both outlive the desk.
    /// `relays_to`: it is a gateway, to certified nodes; empty: it is none. `clock`: borrowed, too.
    LinkDesk(link::JobRoute* executor, link::SealingKeys* keys, Show show, Take take, Certified relays_to = {},
             const core::Clock& clock = core::system_clock());

    /// For whatever makes links; of use as long as the desk.
    link::LinkEvents events();
    std::vector<LinkPtr> links() const;
    /// Now and then: ends relayed jobs of which nothing is heard any more.
    void tick();

    /// Asks the peer; `caller` hears what comes of it. Errors: unavailable.
    core::Result<std::shared_ptr<link::JobEnd>> ask(const LinkPtr& link, link::JobMessage question,
                                                    std::shared_ptr<link::JobEnd> caller);
    /// Asks one of these nodes, to whom the peer relays.
    core::Result<std::shared_ptr<link::JobEnd>> ask_behind(const LinkPtr& gateway, link::JobMessage question,
                                                           std::shared_ptr<link::JobEnd> caller,
                                                           std::vector<link::SealingCard> cards);
    /// Something that came from this node through this gateway did not open a short while ago: one of the two is not to
    /// be believed, and nothing more is sealed to that node through that gateway for now.
    bool shuns(const core::PublicKey& gateway, const core::PublicKey& node) const;

private:
    using Jobs = std::shared_ptr<link::LinkJobs>;
    struct State {
        mutable std::mutex mutex;
        std::map<LinkPtr, Jobs> jobs;
        std::map<std::pair<core::PublicKey, core::PublicKey>, core::Nanoseconds> shunned; ///< gateway, node; until
        std::shared_ptr<link::Relay> relay;                                               ///< of a gateway
        Jobs of(const LinkPtr& link) const;
        std::vector<LinkPtr> links() const;
        void shun(const core::PublicKey& gateway, const std::vector<core::PublicKey>& nodes, core::Nanoseconds now);
    };
    void begin(const LinkPtr& link);

    link::JobRoute* const m_executor;
    link::SealingKeys* const m_keys;
    const Show m_show;
    const Take m_take;
    const core::Clock& m_clock;
    const std::shared_ptr<State> m_state = std::make_shared<State>();
    core::TaskQueue m_queue{"link evidence"}; ///< shows receipts, takes vouchers
};

} // namespace hearth::node
