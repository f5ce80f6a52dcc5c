// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/service_door.h"
#include "fake/scripted_node.h"

#include <mutex>

namespace hearth::desktop::fake {

/// The door to a scripted node; plays the service's absence as well. Starting the service mends the scene.
class ScriptedDoor final : public ServiceDoor {
public:
    /// `name` is one of story_names().
    static std::shared_ptr<ScriptedDoor> make(const std::string& name, const core::Clock& clock, bool own_time);
    ScriptedDoor(std::string name, Story story, const core::Clock& clock, bool own_time);

    core::Result<std::shared_ptr<control::Node>> open() override;
    control::Diagnosis diagnose(const core::Error& error) override;
    core::Status start() override;
    QString scenario() const override { return QString::fromStdString(m_name); }

    const std::shared_ptr<ScriptedNode>& node() const { return m_node; }
    /// The service goes away as `condition` says, until start().
    void strike(control::Condition condition);

private:
    core::Error absence() const;
    core::Error loss() const;

    std::string m_name;
    mutable std::mutex m_mutex;
    control::Condition m_condition;
    std::uint32_t m_answers_left;
    std::shared_ptr<ScriptedNode> m_node;
};

} // namespace hearth::desktop::fake
