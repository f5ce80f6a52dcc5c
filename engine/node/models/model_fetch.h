// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/progress.h"
#include "control/values.h"
#include "core/clock.h"
#include "hub/catalogue.h"
#include "hub/download.h"

#include <functional>
#include <mutex>
#include <set>

namespace hearth::node {

struct StoredModel;

/// Models on their way from a hub into this home. Each has a folder of its own with what the hub listed when it was
/// asked for (pull.json) and its files, so that a service that was killed goes on where it was. Thread-safe.
class ModelFetch {
public:
    struct Parts {
        hub::Options hub;
        std::filesystem::path folder;               ///< cache/hub; made when it is needed
        std::function<std::uint64_t()> quota;       ///< bytes of models and downloads together; 0: none
        std::function<std::uint64_t()> model_bytes; ///< that the models here take
        const core::Clock& clock;
    };
    struct Fetched {
        std::filesystem::path path;      ///< what an import takes: a GGUF file or a folder
        std::string name;                ///< to import it as; empty: from the path
        std::shared_ptr<void> held = {}; ///< until it is let go of nobody deletes what was fetched
    };

    static core::Result<std::unique_ptr<ModelFetch>> open(Parts parts);

    std::shared_ptr<const hub::Client> client() const;
    /// For what is asked from now on; what runs ends with the one that it began with. Errors: invalid_argument.
    core::Status set_hub(hub::Options options);
    /// All of it is here and examined afterwards; `keep_source`: and stays beside the model. See
    /// control::ModelCalls::pull_model().
    core::Result<Fetched> fetch(const std::string& reference, const std::string& name,
                                const control::OnProgress& progress, bool keep_source = false);
    core::Result<std::vector<control::Download>> downloads() const;
    /// Errors: not_found, busy.
    core::Status drop(const std::string& reference);
    /// Deletes what was fetched and imported by a service that was killed in between: one of the models here was made
    /// of all of it, by names and contents. Before anything runs; what a deletion left goes, too.
    void drop_imported(const std::vector<StoredModel>& models);

private:
    struct Plan;
    class Running;

    explicit ModelFetch(Parts parts) : m_parts(std::move(parts)) {}
    std::filesystem::path folder_of(const std::string& reference) const;
    core::Result<Plan> plan(const hub::Client& client, const std::string& reference, const std::string& name,
                            bool keep_source, const hub::GoesOn& goes_on) const;
    core::Status check_room(const Plan& plan) const;
    bool is_running(const std::string& reference) const;

    const Parts m_parts;
    mutable std::mutex m_mutex;
    std::shared_ptr<const hub::Client> m_client;
    std::set<std::string> m_running; ///< references
};

} // namespace hearth::node
