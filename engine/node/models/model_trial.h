// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/manifest.h"
#include "node/workers/worker_process.h"

namespace hearth::node {

/// Has a worker serve the model in `folder` (its files and manifest.cbor) once, as it will when it is asked: it loads
/// the profile, turns a conversation into token ids and computes one token. Blocks as run_import() does. A model that
/// does not fit into the memory that is free now passes: that says nothing about the model.
/// Errors: those of the worker.
core::Status try_model(const std::filesystem::path& folder, const model::Manifest& manifest, const std::string& profile,
                       WorkerLaunch launch, const Sandbox& sandbox,
                       const std::function<bool(const worker::ProgressReport&)>& progress);

} // namespace hearth::node
