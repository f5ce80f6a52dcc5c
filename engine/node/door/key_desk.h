// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/event_fan.h"
#include "node/money/settlement.h"
#include "node/state/identity.h"

#include <filesystem>

namespace hearth::node {

/// The node's own keys. See control::Node. Thread-safe; everything given outlives it.
class KeyDesk {
public:
    struct Parts {
        const Identity& identity;
        Settlement& settlement;
        control::EventFan& events;
        std::filesystem::path folder;
        std::function<void()> refresh_offers; ///< what is offered on the ledger follows the key
        const core::Clock& clock;
    };
    explicit KeyDesk(Parts parts) : m_parts(std::move(parts)) {}

    std::vector<control::KeyInfo> list() const;
    core::Result<control::IdentityView> identity() const;
    core::Result<std::vector<std::string>> recovery_words() const;
    core::Result<control::IdentityView> confirm_words(const std::vector<control::WordGiven>& words) const;
    core::Status backup(const std::filesystem::path& file, const std::string& passphrase) const;
    core::Status rotate();

private:
    core::Status note_backup(const std::string& kind) const;

    const Parts m_parts;
};

} // namespace hearth::node
