// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/event_fan.h"
#include "core/clock.h"
#include "core/task_queue.h"
#include "core/thread.h"
#include "gateway/edge/backend.h"
#include "link/job_route.h"
#include "node/jobs/hedges.h"
#include "node/money/paying_channels.h"
#include "node/state/api_key_book.h"
#include "node/state/identity.h"
#include "node/state/store.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace hearth::node {

class Purchase;

/// What a purchase needs on its way; everything outlives the desk.
struct PurchaseRooms {
    Store& store;
    Settlement& settlement;
    Identity& identity;
    ApiKeyBook& api_keys;
    link::JobRoute& route;
    /// A step could not be made durable: the node must stop taking work until that is mended.
    std::function<void(const core::Error&)> on_problem;
    /// Called after each durable step with its name; tests end the process there.
    std::function<void(const char*)> on_step;
    const core::Clock& clock = core::system_clock();
    std::shared_ptr<PayingChannels> channels = {}; ///< null: escrows pay everything
};

/// Buys answers for this node's callers from whoever executes: question -> quote -> escrow -> answer -> check of the
/// receipt. Thread-safe; the steps of all purchases run in order on one thread of its own, tokens pass on the
/// executor's, and another thread looks for nodes that fell silent.
class PurchaseDesk final : public gateway::Backend {
public:
    explicit PurchaseDesk(PurchaseRooms rooms);
    ~PurchaseDesk() override;

    std::vector<gateway::ModelCard> models() override;
    core::Result<std::unique_ptr<gateway::Generation>> start(const gateway::GenerationRequest& request,
                                                             std::shared_ptr<gateway::GenerationSink> sink) override;
    core::Result<std::string> evidence(const std::string& evidence_id, const std::string& caller) override;
    core::Result<std::string> answer_receipt(const gateway::AnsweredBytes& answer) override;
    core::Result<gateway::SignedHashes> sign_hashes(const gateway::AnsweredBytes& answer) override;
    core::Result<std::string> signing_key() override { return m_rooms.identity.node_key()->public_key().hex(); }

    /// Returns when nothing is being bought any more, or after `patience`; true = nothing is.
    bool wait_idle(core::Nanoseconds patience);

private:
    friend class Purchase;
    core::Status enter(const std::shared_ptr<Purchase>& purchase);
    void leave(const std::string& job_id);
    void watch();

    PurchaseRooms m_rooms;
    const std::shared_ptr<Hedges> m_hedges = std::make_shared<Hedges>();
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<std::string, std::shared_ptr<Purchase>> m_purchases;
    bool m_closing = false;
    std::unique_ptr<core::TaskQueue> m_queue;
    core::Thread m_watch;
};

} // namespace hearth::node
