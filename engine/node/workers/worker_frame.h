// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/workers/worker_job.h"

namespace hearth::node {

/// Where a worker process stands: it runs not at all, has not said hello, loads its model, takes jobs.
enum class WorkerPhase { stopped, greeting, loading, ready };

/// What a message of a worker means where it stands.
struct WorkerFrame {
    enum class Kind {
        nothing,     ///< it goes on with what it does
        hello,       ///< it can be told what to load
        loaded,      ///< it has the model that it was told
        load_failed, ///< `error` says why; `for_good`: it will never load here
        kernels,     ///< compiled kernels, worth keeping
        memory,      ///< of its device
        last_words,  ///< `error` is what it says before it goes
        of_job,      ///< for whoever has the job
        nonsense,    ///< `error` says which; it cannot be trusted any more
    };
    Kind kind = Kind::nothing;
    core::Error error = {};
    bool for_good = false;
    std::uint64_t job = 0;
    bool failed = false;   ///< of_job: ends it with `error`
    bool answers = false;  ///< of_job: what the worker owed
    bool computed = false; ///< of_job: the model itself has answered
};

/// Pure. `told`: the model that it is to load.
WorkerFrame read_frame(const worker::Message& message, WorkerPhase phase, const core::ModelId& told);

} // namespace hearth::node
