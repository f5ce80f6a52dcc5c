// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "core/units.h"
#include "worker/protocol.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace hearth::node {

/// What a worker is to run.
struct WorkerTarget {
    core::ModelId model;
    std::string profile;
    std::filesystem::path folder;
    bool operator==(const WorkerTarget& other) const { return model == other.model && profile == other.profile; }
    /// It is this one; in any profile where this one names none.
    bool names(const WorkerTarget& other) const {
        return model == other.model && (profile.empty() || profile == other.profile);
    }
};

/// A place at the worker for one job. Destroying it frees the place and stops what it still computes.
class Lease {
public:
    virtual ~Lease() = default;
    /// The number that the job's frames carry.
    virtual std::uint64_t number() const = 0;
    /// Tokens of prompt and answer together that the worker takes at most.
    virtual std::uint32_t longest_request() const = 0;
    /// `patience`: how long the worker may stay silent over this message before it counts as hung (the
    /// supervisor's own limit holds if it is longer).
    /// Errors: unavailable, and then on_lost or on_failed says what became of the job; too_large.
    virtual core::Status send(const worker::Message& message, core::Nanoseconds patience) = 0;
    virtual void cancel() = 0;
};

/// One job at a worker. Called on the supervisor's thread; must not block. on_failed and on_lost come last.
class WorkerJob {
public:
    virtual ~WorkerJob() = default;
    /// Who asks: callers take turns. This home's own jobs share one turn.
    virtual core::Hash asker() const { return {}; }
    virtual void on_ready(std::shared_ptr<Lease> lease) = 0;
    virtual void on_message(worker::Message message) = 0;
    virtual void on_failed(const core::Error& error) = 0;
    /// The worker died under the job; the next one may take it.
    virtual void on_lost(const core::Error& error) { on_failed(error); }
};

} // namespace hearth::node
