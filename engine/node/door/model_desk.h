// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/event_fan.h"
#include "node/models/model_store.h"
#include "node/money/ledger_view.h"
#include "node/preloader.h"
#include "node/state/live_settings.h"

namespace hearth::node {

/// This home's models. See control::Node. Thread-safe; everything given outlives it.
class ModelDesk {
public:
    struct Parts {
        ModelStore& models;
        WorkerPool& workers;
        Supervisor& replayer;
        const Preloader& preloader;
        const LedgerView& ledger;
        const Store& store;
        control::EventFan& events;
        const LiveSettings& settings;
        std::function<void()> refresh_offers; ///< what is offered on the ledger follows the models
    };
    explicit ModelDesk(Parts parts) : m_parts(std::move(parts)) {}

    core::Result<std::vector<control::ModelInfo>> list() const;
    core::Result<control::ModelInfo> find(const std::string& id_or_name) const;
    /// ModelStore::arrival(), told to whoever watches the status. The desk outlives it.
    std::shared_ptr<void> arrival();
    core::Result<control::ModelInfo> import(const std::filesystem::path& path, const std::string& name,
                                            const std::string& profile, KeepSource source,
                                            const control::OnProgress& progress);
    core::Result<std::vector<control::Check>> check(const std::string& id_or_name,
                                                    const control::OnProgress& progress) const;
    core::Status remove(const std::string& id_or_name);
    /// See control::ModelCalls::switch_model().
    core::Result<control::ModelInfo> turn(const std::string& id_or_name, const std::string& action);

private:
    core::Result<control::ModelInfo> load(const StoredModel& model) const;
    core::Result<control::ModelInfo> describe(const StoredModel& model, const control::WorkerStatus& worker,
                                              const std::string& default_id) const;

    const Parts m_parts;
};

} // namespace hearth::node
