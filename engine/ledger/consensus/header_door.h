// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/units.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace hearth::ledger {

/// Shows the headers of a network's blocks to homes that join, by HTTP as the engine does it, and nothing else of what
/// the engine answers. Who reads them checks them. A few guests at a time, fewer from one address, each within time and
/// size. Thread-safe.
class HeaderDoor {
public:
    /// `engine`: its socket. `stay`: how long a connection lives at most. Errors: invalid_argument, conflict (the port
    /// is taken), io.
    static core::Result<std::unique_ptr<HeaderDoor>> open(const std::string& listen, std::filesystem::path engine,
                                                          core::Nanoseconds stay = usual_stay);
    static constexpr core::Nanoseconds usual_stay = 60'000'000'000;
    ~HeaderDoor();
    std::uint16_t port() const;

private:
    struct Impl;
    explicit HeaderDoor(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// What the engine is asked for a guest who sends this: a call for a commit, for validators or for the parameters of
/// consensus, written anew. Nothing for everything else.
std::optional<std::string> header_question(std::string_view body);

} // namespace hearth::ledger
