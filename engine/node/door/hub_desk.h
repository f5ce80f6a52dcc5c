// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/event_fan.h"
#include "node/models/model_fetch.h"
#include "node/models/model_fit.h"
#include "node/models/model_store.h"

namespace hearth::node {

/// Models that could be here. See control::ModelCalls. Thread-safe; everything given outlives it.
class HubDesk {
public:
    using Pulled = ModelFetch::Fetched;

    HubDesk(ModelFetch& fetch, const ModelStore& models, MachineLook& machine, control::EventFan& events)
        : m_fetch(fetch), m_models(models), m_machine(machine), m_events(events) {}

    core::Result<std::vector<control::ModelOffer>> find(const std::string& words,
                                                        const control::OnProgress& progress) const;
    core::Result<std::vector<control::ModelOffer>> files(const std::string& reference,
                                                         const control::OnProgress& progress) const;
    /// What pull_model() then imports. A name that is taken is refused before anything is fetched.
    core::Result<Pulled> fetch(const std::string& reference, const std::string& name,
                               const control::OnProgress& progress, bool keep_source);
    /// The fetched copy is not needed any more.
    void imported(const std::string& reference, Pulled pulled);
    core::Result<std::vector<control::Download>> downloads() const { return m_fetch.downloads(); }
    core::Status drop(const std::string& reference);

private:
    ModelFetch& m_fetch;
    const ModelStore& m_models;
    MachineLook& m_machine;
    control::EventFan& m_events;
};

} // namespace hearth::node
