// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"
#include "core/clock.h"
#include "core/task_queue.h"
#include "node/jobs/evidence_source.h"
#include "node/models/model_store.h"
#include "node/money/settlement.h"
#include "node/state/store.h"
#include "node/workers/supervisor.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace hearth::node {

struct AuditorRooms {
    Store& store;
    ModelStore& models;
    Settlement& settlement;
    const EvidenceSource& evidence; ///< of whatever is to be audited
    Supervisor& replayer;           ///< a worker of its own, fresh for each burst of audits
    bool enabled = true;            ///< the auditor role; replays on request work without it
    const core::Clock& clock = core::system_clock();
};

/// Computes answers again: for drawn receipts, whose verdict goes to the ledger, and on request. The second
/// worker gets what the receipt says and nothing else. Thread-safe.
class Auditor {
public:
    explicit Auditor(AuditorRooms rooms);
    /// Gives up what runs.
    ~Auditor();

    /// Looks for audits for which this node was drawn, and tries those again that could not run, later each time.
    /// Called at start and once a second with the monotonic time.
    void tick(core::Nanoseconds now);
    void enqueue(const core::ReceiptId& receipt);
    /// How many audits could not run so far, and why the last of them did not.
    std::pair<std::size_t, core::Error> delayed() const;
    /// Replays now and keeps the verdict. Blocks. A replay that cannot run is an error, never a verdict.
    core::Result<VerdictRecord> replay(const std::string& receipt_id, const control::OnProgress& progress);
    /// Likewise of a receipt that anybody signed, and keeps nothing. Errors: not_found (its model is not here),
    /// unsupported (the model lacks its profile), those of the replay.
    core::Result<VerdictRecord> compute(const proof::ReceiptFile& file, const control::OnProgress& progress);

private:
    struct Open {
        bool queued = false;
        unsigned failures = 0;
        core::Nanoseconds again_at = 0;
        std::optional<core::Error> last;
    };
    core::Status judge(const core::ReceiptId& receipt);
    core::Status post(const core::ReceiptId& receipt, const VerdictRecord& verdict);
    void audit(const core::ReceiptId& receipt);

    AuditorRooms m_rooms;
    std::atomic<bool> m_stopping = false;
    mutable std::mutex m_mutex;
    std::map<core::ReceiptId, Open> m_open; ///< audits on their way; under the mutex
    core::Nanoseconds m_now = 0;            ///< of the last tick; under the mutex
    std::unique_ptr<core::TaskQueue> m_queue;
};

} // namespace hearth::node
