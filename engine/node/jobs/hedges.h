// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "gateway/schedule/hedge.h"

#include <map>
#include <mutex>
#include <string>

namespace hearth::node {

/// A model in a profile: answers of equal ones come equally soon.
struct HedgedModel {
    core::ModelId model;
    std::string profile;
    auto operator<=>(const HedgedModel&) const = default;
};

/// What gateway::schedule::Hedge knows of each model. In memory only. Thread-safe.
class Hedges {
public:
    void called(const HedgedModel& model);
    void first_token(const HedgedModel& model, core::Nanoseconds after);
    /// Whether a call that has waited so long asks a second node now; counts it if so.
    bool ask_another(const HedgedModel& model, core::Nanoseconds waited);
    /// There was none to ask: what was counted is taken back.
    void nobody(const HedgedModel& model);

private:
    gateway::schedule::Hedge& of(const HedgedModel& model);

    std::mutex m_mutex;
    std::map<HedgedModel, gateway::schedule::Hedge> m_models;
};

} // namespace hearth::node
