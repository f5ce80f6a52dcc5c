// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace hearth::hub {

/// How the weights of a file are written, going by its name: "Q4_K_M", "BF16"; for safetensors "safetensors"; empty
/// where the name does not say.
std::string quantisation(const std::string& path);
/// Whether a GGUF of that kind can be imported; nullopt where the name does not say.
std::optional<bool> can_be_read(const std::string& quantisation);
/// Number of weights in a file of that size, going by the usual bits of its kind: a guess. nullopt: of an unknown kind.
std::optional<std::uint64_t> guessed_parameters(std::uint64_t bytes, const std::string& quantisation);
/// Whether it is one of several parts of a GGUF, which have to be joined first.
bool is_part_of_several(const std::string& path);

} // namespace hearth::hub
