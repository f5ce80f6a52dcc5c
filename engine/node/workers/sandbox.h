// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/sentence.h"
#include "node/state/settings.h"

#include <filesystem>
#include <string>
#include <vector>

namespace hearth::node {

/// A file or folder that a confined program may read, and where it sees it.
struct ReadOnlyView {
    std::filesystem::path outside, inside;
};

/// Bubblewrap around a worker: no network, no home, no keys, an empty environment, read-only views of what it
/// needs. Probed once; immutable and thread-safe afterwards.
class Sandbox {
public:
    /// Tries bubblewrap, from the first of `places` that exists, once unless `mode` is off.
    static Sandbox probe(SandboxMode mode, const std::vector<std::filesystem::path>& places = {
                                               "/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"});

    bool active() const { return m_reason.empty(); }
    /// Why it is not active; empty = it is.
    const core::Sentence& reason() const { return m_reason; }
    /// For people: "bubblewrap + seccomp", or why it is not there, with what the worker does itself.
    core::Sentence description(const core::Sentence& worker_says) const;
    /// The program with its arguments as it must be started; with `gpu` it sees the graphics cards' devices, the
    /// plug-ins beside it and the drivers' descriptions. Errors: refused when a sandbox is required and not to be had.
    core::Result<std::vector<std::string>> command(const std::filesystem::path& program,
                                                   const std::vector<std::string>& arguments,
                                                   const std::vector<ReadOnlyView>& views, bool gpu = false) const;
    /// Where a confined program sees `view`; the real place without a sandbox.
    const std::filesystem::path& visible(const ReadOnlyView& view) const {
        return active() ? view.inside : view.outside;
    }

private:
    std::string m_bwrap;
    core::Sentence m_reason; ///< empty = active
    bool m_required = false;
};

/// Folders outside the system's own that hold libraries which `program` links, and `plugin`, which it opens, as the
/// loader finds them.
core::Result<std::vector<std::filesystem::path>> library_folders(const std::filesystem::path& program,
                                                                 const std::filesystem::path& plugin = {});

/// What lies beside libtorch for its CUDA half, which nothing links: NVIDIA's libraries and the list of the wheel's
/// files. `folders`: those of library_folders(). Empty where it is not installed.
std::vector<std::filesystem::path> torch_cuda_views(const std::vector<std::filesystem::path>& folders);

/// Views that give a confined program a model source under /import: one file, or a folder's model files, and settings
/// in folders below it where it has a modules.json, with symbolic links resolved (the Hugging Face cache keeps its
/// files behind links).
core::Result<std::vector<ReadOnlyView>> import_views(const std::filesystem::path& source);
/// An import's error with the path as the user wrote it: neither where the worker sees the model nor where links lead.
core::Error under_asked_path(core::Error error, const std::filesystem::path& source,
                             const std::filesystem::path& asked);

} // namespace hearth::node
