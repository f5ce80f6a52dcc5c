// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/event_fan.h"
#include "core/home.h"
#include "node/autostart.h"
#include "node/models/model_store.h"

#include <mutex>

namespace hearth::node {

/// Where the set-up of this home stands. A home that has models or has computed answers before anybody took a step is
/// set up already, and so is one that neither computes nor checks, as a founded network's. See control::SetUp.
/// Thread-safe; everything given outlives it.
class FirstRunDesk {
public:
    struct Parts {
        Store& store;
        const ModelStore& models;
        control::EventFan& events;
        const core::Home& home;
        std::filesystem::path program_folder;
        bool serves; ///< it executes or audits
    };
    FirstRunDesk(Parts parts, Autostart autostart) : m_parts(std::move(parts)), m_autostart(std::move(autostart)) {}

    core::Result<control::FirstRun> view() const;
    core::Result<control::FirstRun> move(const std::string& step);
    core::Result<control::FirstRun> set_autostart(bool on);

private:
    core::Result<std::string> step() const;
    std::optional<control::ModelAtHand> model() const;

    const Parts m_parts;
    const Autostart m_autostart;
    mutable std::mutex m_mutex;                          ///< of what follows
    mutable std::optional<control::ModelAtHand> m_model; ///< once its file was seen
};

} // namespace hearth::node
