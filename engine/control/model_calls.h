// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/progress.h"
#include "control/values.h"
#include "core/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace hearth::control {

/// What can be done with models: a part of Node, see there.
class ModelCalls {
public:
    virtual ~ModelCalls() = default;

    virtual core::Result<std::vector<ModelInfo>> models() = 0;
    virtual core::Result<ModelInfo> model(const std::string& id_or_name) = 0;
    /// `path` is a GGUF file or a Hugging Face folder, readable by the service; with `keep_source` a copy of it stays
    /// in the home beside what is made of it.
    virtual core::Result<ModelInfo> import_model(const std::filesystem::path& path, const std::string& name,
                                                 const std::string& profile, const OnProgress& progress,
                                                 bool keep_source = false) = 0;
    /// Re-hashes the stored files against the manifest.
    virtual core::Result<std::vector<Check>> check_model(const std::string& id_or_name, const OnProgress& progress) = 0;
    virtual core::Status remove_model(const std::string& id_or_name) = 0;
    /// "load" (into memory, before it is asked for), "unload" (from there, until it is), "disable", "enable" or
    /// "drop-source" (delete what was kept of it). Errors: not_found (also: no source is kept), invalid_argument; of
    /// "load" unavailable too, when it is disabled or the node is not to work.
    virtual core::Result<ModelInfo> switch_model(const std::string& id_or_name, const std::string& action) = 0;
    /// Repositories of the hub that fit some words, used most first; no word: the catalogue. Errors: those of the hub.
    virtual core::Result<std::vector<ModelOffer>> find_models(const std::string& words, const OnProgress& progress) = 0;
    /// What can be pulled from a repository, before a byte of it is fetched. Errors: invalid_argument, those of the
    /// hub.
    virtual core::Result<std::vector<ModelOffer>> model_files(const std::string& reference,
                                                              const OnProgress& progress) = 0;
    /// Fetches what is not here yet, examines it and imports it. Cancelled, or killed, the same call goes on where it
    /// stopped. Errors: invalid_argument, io (no space, with both numbers), refused (quota, token), corrupt (not the
    /// bytes that were promised), those of the hub and of import_model().
    virtual core::Result<ModelInfo> pull_model(const std::string& reference, const std::string& name,
                                               const std::string& profile, const OnProgress& progress,
                                               bool keep_source = false) = 0;
    virtual core::Result<std::vector<Download>> downloads() = 0;
    /// Deletes what came of it. Errors: not_found, busy (it runs: cancel the call first).
    virtual core::Status drop_download(const std::string& reference) = 0;
};

} // namespace hearth::control
