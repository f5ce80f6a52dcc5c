// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"
#include "core/clock.h"
#include "model/manifest.h"
#include "node/models/source_print.h"
#include "node/state/store.h"
#include "node/workers/sandbox.h"
#include "node/workers/worker_process.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace hearth::node {

class MadeFile;

/// In a model's folder from the moment it is whole until its name is in the database: that name, and the profile.
inline constexpr const char* wanted_file = "wanted";
core::Status check_model_name(const std::string& name);

/// One imported model: what it is, what it is called here and where its files are.
struct StoredModel {
    ModelRecord record;
    std::shared_ptr<const model::Manifest> manifest;
    std::filesystem::path folder;
    core::Sentence note = {}; ///< of import(): what was done instead, for people, where the model was here already

    const std::string& id() const { return record.model_id; }
    bool has_profile(const std::string& profile) const;
    std::string profile_list() const; ///< all of them, for people
    /// `wanted` if the model has it, else its own: what a request that names no profile gets.
    const std::string& profile_or_own(const std::string& wanted) const;
};

/// The folder models/: one folder per model id with manifest.cbor and the model's files; names and switches
/// live in node.sqlite. The service never opens a model file itself but to copy and hash it. Thread-safe.
class ModelStore {
public:
    /// The manifest in a model's folder. Errors: not_found, corrupt, naming the file.
    static core::Result<std::shared_ptr<const model::Manifest>> read_manifest(const std::filesystem::path& folder);
    /// Whether people may mean this model by `wanted`: its name, its id, or the beginning of its id.
    static bool is_called(const ModelRecord& model, const std::string& wanted);

    ModelStore(std::filesystem::path folder, Store& store, std::shared_ptr<const Sandbox> sandbox,
               std::function<WorkerLaunch()> importer, const core::Clock& clock = core::system_clock());

    /// For tests: called after each durable step of an import with its name.
    void on_step(std::function<void(const char*)> done) { m_on_step = std::move(done); }
    /// Reads the manifests; finishes or clears what a crash left. A damaged model is left out and logged.
    core::Status open();
    std::vector<StoredModel> all() const;
    /// By name, id, or the beginning of an id of at least six digits.
    core::Result<StoredModel> find(const std::string& id_or_name) const;
    /// As find(), with the default model for an empty name; unavailable with the reason when it is disabled.
    core::Result<StoredModel> usable(const std::string& id_or_name) const;
    /// Id of the model that requests without a name get; empty while there is none.
    std::string default_id() const;
    std::string configured_default() const; ///< what the settings say of it; empty = nothing
    void set_configured_default(std::string id_or_name);
    /// What the models take, and what they may take at most (0 = no limit): an import that would take more is refused.
    std::uint64_t total_bytes() const;
    std::uint64_t quota() const { return m_quota; }
    void set_quota(std::uint64_t bytes) { m_quota = bytes; }
    /// Whether its folder is there: the drive that holds it may be taken out. Errors: io.
    core::Status check_place() const;

    /// A worker reads the model in its sandbox and names it; then the files are copied and their hashes
    /// checked. The same source in the same profile again only finds the model that is here. Errors: conflict
    /// (name taken), io (no space, with both numbers), …
    core::Result<StoredModel> import(const std::filesystem::path& path, const std::string& name,
                                     const std::string& profile, const control::OnProgress& progress,
                                     KeepSource source = KeepSource::no);
    /// Held while a model is fetched or imported: is_arriving() until the last is let go of. The store outlives it.
    std::shared_ptr<void> arrival();
    bool is_arriving() const { return m_arriving > 0; }
    core::Result<std::vector<control::Check>> check(const StoredModel& model,
                                                    const control::OnProgress& progress) const;
    core::Status remove(const StoredModel& model);
    core::Status disable(const std::string& model_id, const core::Sentence& reason);
    core::Status enable(const std::string& model_id);
    core::Status enable_all(); ///< but what was disabled by hand

private:
    core::Status adopt(const std::filesystem::path& folder);
    void step(const char* name) const;
    core::Status put(ModelRecord record, std::shared_ptr<const model::Manifest> manifest);
    core::Result<std::string> free_name(const std::string& wanted, bool exact) const;
    /// `made` holds the files that the import made, `source` the others.
    core::Result<StoredModel> keep(const std::filesystem::path& source, const std::filesystem::path& asked,
                                   const MadeFile& made, const SourcePrint& print, core::ByteView encoded,
                                   const std::string& name, const std::string& profile, KeepSource how,
                                   const control::OnProgress& progress);
    /// What importing a model means that is here already.
    core::Result<StoredModel> again(const StoredModel& present, const std::string& name, const std::string& profile);
    core::Status copy_in(const std::filesystem::path& source, const MadeFile& made, const std::filesystem::path& into,
                         core::ByteView encoded, const model::Manifest& manifest,
                         const control::OnProgress& progress) const;

    std::filesystem::path m_folder;
    Store& m_store;
    std::shared_ptr<const Sandbox> m_sandbox;
    std::function<WorkerLaunch()> m_importer;
    const core::Clock& m_clock;
    std::function<void(const char*)> m_on_step;
    std::mutex m_importing; ///< one import at a time
    mutable std::mutex m_mutex;
    std::string m_configured_default;
    std::atomic<std::uint64_t> m_quota{0};
    std::atomic<unsigned> m_arriving{0};
    std::map<std::string, StoredModel> m_models; ///< by id
};

} // namespace hearth::node
