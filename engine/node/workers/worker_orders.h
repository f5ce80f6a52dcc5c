// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"
#include "node/workers/job_board.h"

namespace hearth::node {

/// What callers want of a worker beside jobs, until its supervisor does it: which model stays ready, which ones are to
/// go, that it rests, that its past is forgiven. Not thread-safe: its owner's mutex guards it.
class WorkerOrders {
public:
    struct Unload {
        core::ModelId model;
        core::Sentence reason;
        std::vector<JobBoard::Job> waiting = {}; ///< that waited for it then; who comes later may want it anew
    };

    void stop() { m_stopping = true; }
    bool stopping() const { return m_stopping; }

    /// This model is to be ready though nobody asks for it.
    void preload(const WorkerTarget& target);
    /// A model is ready, and stays so if nothing else was said.
    void loaded(const WorkerTarget& target);
    /// Nobody needs a worker between jobs.
    void rest();
    /// A job came.
    void job_came() { m_resting = false; }

    void forgive() { m_forgiven = true; }
    /// True once.
    bool take_forgiveness();
    /// It does not stay ready any more, unless that is wished for anew.
    void unload(Unload unload);
    /// It is to go, and has not gone yet: nothing begins on what is loaded now.
    bool unloading(const core::ModelId& model) const;
    /// Each once.
    std::vector<Unload> take_unloads();
    /// It does not stay ready: of this model in this profile, in any where `target` names none; null: whichever.
    void forget(const WorkerTarget* target);

    /// What a worker is to run: what the next job asks for, or else what is to stay ready.
    std::optional<WorkerTarget> wanted(const JobBoard& board) const;
    /// A worker with this model is to make way for another model, or to rest.
    bool ends(const WorkerTarget& loaded, const JobBoard& board) const;

private:
    std::optional<WorkerTarget> m_resident; ///< restarted though nobody asks
    bool m_stopping = false, m_forgiven = false, m_resting = false;
    std::vector<Unload> m_unloads;
};

} // namespace hearth::node
