// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "child.h"
#include "core/home.h"

#include <array>
#include <optional>

namespace hearth::app {

/// A network of real homes on this machine, each with processes of its own, which end with this: one orders the blocks,
/// one is the gateway, two compute.
class LocalNetwork {
public:
    /// In an empty folder; the two have `model`, or the catalogue's first where it is empty, under the name "asked",
    /// and the gateway has heard of both. Errors: unsupported (without network mode, or for another engine), not_found
    /// (there is no model, or no engine), those of the homes.
    static core::Result<LocalNetwork> start(const std::filesystem::path& folder, const std::filesystem::path& model);
    LocalNetwork(LocalNetwork&&) noexcept = default;
    LocalNetwork& operator=(LocalNetwork&&) = delete;

    /// Of the gateway's API.
    core::Result<std::uint16_t> door() const;
    /// The one of the two that computes an answer now. Errors: not_found.
    core::Result<std::size_t> busy() const;
    /// By SIGKILL.
    void kill(std::size_t which);
    /// After that; until the gateway hears of both again.
    core::Status revive(std::size_t which);

private:
    struct Member {
        core::Home home;
        std::optional<Child> service;
    };
    LocalNetwork() = default;
    core::Status run(Member& member) const;
    core::Status wait_for_both() const;

    std::filesystem::path m_program;
    Member m_validator, m_gateway;
    std::array<Member, 2> m_computing;
};

} // namespace hearth::app
