// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "child.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace hearth::app {

inline const std::string chat_path = "/v1/chat/completions";
std::string chat_for(const std::string& model);

/// Whom callers ask.
struct Target {
    std::string name;
    std::uint16_t port = 0;
    std::string model = "m";
    std::uint32_t slower = 1; ///< of so many requests it is sent one
    pid_t process = 0;        ///< that answers; 0 = its processor time is not measured
};

/// In the cache of the bootstrap, whose command `models` puts them there.
std::filesystem::path nginx_of_bootstrap();
std::filesystem::path litellm_of_bootstrap();

/// A plain proxy in front of the same network; none where there is no such program, which is said.
core::Result<std::optional<Child>> start_nginx(const std::filesystem::path& program,
                                               const std::filesystem::path& folder, std::uint16_t upstream,
                                               Target& target);
/// A gateway in Python in front of the same network, with one process and without anything that it does by choice;
/// likewise.
core::Result<std::optional<Child>> start_litellm(const std::filesystem::path& program,
                                                 const std::filesystem::path& folder, std::uint16_t upstream,
                                                 Target& target);

} // namespace hearth::app
