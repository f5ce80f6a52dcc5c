// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/settings.h"
#include "node/state/settings.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace hearth::node {

/// hearth.toml as it is read and changed while the service runs. The file stays the one place that says it: comments
/// and what is not changed remain, and it is replaced as a whole. Thread-safe.
class SettingsDesk {
public:
    struct Hooks {
        /// What would keep the service from its next start; ok = nothing.
        std::function<core::Status(const Settings&)> check;
        /// Puts in force at once what can be.
        std::function<void(const Settings&)> apply;
    };

    /// A setting that stands in a file of its own, for its user alone.
    struct Secret {
        std::string key;
        std::filesystem::path file;
    };

    /// `file` as it is now is what the service was started with; where there is none, the defaults.
    static core::Result<std::unique_ptr<SettingsDesk>> open(std::filesystem::path file, Hooks hooks,
                                                            std::vector<Secret> secrets = {});

    /// Every key, as the file has it now. Errors: invalid_argument, where somebody has made it unreadable.
    core::Result<std::vector<control::SettingInfo>> list() const;
    /// All or none. Errors: not_found (a key), invalid_argument, io.
    core::Result<std::vector<control::SettingInfo>> change(const std::vector<control::SettingChange>& changes);

private:
    SettingsDesk(std::filesystem::path file, Hooks hooks, std::vector<Secret> secrets, core::Config started);
    /// Nullptr: it is none.
    const Secret* secret(const std::string& key) const;
    core::Result<std::vector<control::SettingInfo>> rows() const;

    const std::filesystem::path m_file;
    const Hooks m_hooks;
    const std::vector<Secret> m_secrets;
    mutable std::mutex m_mutex;
    const core::Config m_started;
};

} // namespace hearth::node
