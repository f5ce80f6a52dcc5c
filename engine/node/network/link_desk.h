// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/task_queue.h"
#include "link/link_jobs.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace hearth::node {

/// The links of this home, whichever side dialled, and what goes over them: jobs that are asked here or there, and
/// receipts that an auditor fetches. Thread-safe.
class LinkDesk {
public:
    using LinkPtr = std::shared_ptr<link::Link>;
    /// The openings of a receipt for a peer that asks; refused unless it may see them. May block.
    using Show =
        std::function<core::Result<proof::ReceiptFile>(const core::PublicKey& peer, const core::ReceiptId& id)>;

    /// Keeps a voucher, durably, or says why not. May block.
    using Take = std::function<core::Status(core::ByteView voucher)>;

    /// `executor`: null where nothing is executed; `keys`: with which it opens sealed questions. Both outlive the desk.
    LinkDesk(link::JobRoute* executor, link::SealingKeys* keys, Show show, Take take);

    /// For whatever makes links; of use as long as the desk.
    link::LinkEvents events();
    std::vector<LinkPtr> links() const;

    /// Asks the peer; `caller` hears what comes of it. Errors: unavailable.
    core::Result<std::shared_ptr<link::JobEnd>> ask(const LinkPtr& link, link::JobMessage question,
                                                    std::shared_ptr<link::JobEnd> caller);

private:
    using Jobs = std::shared_ptr<link::LinkJobs>;
    struct State {
        mutable std::mutex mutex;
        std::map<LinkPtr, Jobs> jobs;
        Jobs of(const LinkPtr& link) const;
    };
    void begin(const LinkPtr& link);

    link::JobRoute* const m_executor;
    link::SealingKeys* const m_keys;
    const Show m_show;
    const Take m_take;
    const std::shared_ptr<State> m_state = std::make_shared<State>();
    core::TaskQueue m_queue; ///< shows receipts, takes vouchers
};

} // namespace hearth::node
