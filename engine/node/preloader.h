// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/models/model_store.h"
#include "node/workers/worker_pool.h"

#include <functional>
#include <string>

namespace hearth::node {

/// Has the default model ready before anybody asks for it. Thread-safe; everything given outlives it.
class Preloader {
public:
    struct Parts {
        const ModelStore& models;
        WorkerPool& workers;
        std::function<core::Status()> may_work;
        bool wanted; ///< by the settings
        std::string default_profile;
    };
    explicit Preloader(Parts parts) : m_parts(std::move(parts)) {}

    /// Starts a worker with the model, if the node is to work.
    void preload() const;
    /// That one is to be ready in its place, whatever the settings say. Errors: as may_work() when the node is not to
    /// work.
    core::Status load(const StoredModel& model) const;

private:
    void start(const StoredModel& model) const;

    const Parts m_parts;
};

} // namespace hearth::node
