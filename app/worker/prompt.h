// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hearth::compute {
class Engine;
}

namespace hearth::app {

/// What a caller wrote: a conversation (JSON array) or a plain text; exactly one.
struct PromptInput {
    std::string messages_json;
    std::optional<std::string> prompt;
    std::string tools_json;
    std::string date;
    std::string template_kwargs_json; ///< an object, or empty
};

/// Turns a caller's words into token ids of one model. A control token such as "<|im_end|>" comes from the
/// chat template alone: the same characters in a caller's message are encoded as ordinary text.
/// Borrows the engine. Used from one thread.
class PromptBuilder {
public:
    explicit PromptBuilder(const compute::Engine& engine);
    core::Result<std::vector<std::uint32_t>> build(const PromptInput& input) const;

private:
    core::Result<std::vector<std::uint32_t>> encode_guarded(const std::string& rendered) const;
    std::string guard(std::string text) const;
    core::Status check_tools() const;
    core::Status check_variables(const std::string& json) const;
    core::Result<std::string> guard_json(const std::string& json, const char* name, bool& guarded) const;

    const compute::Engine* m_engine;
    std::vector<std::pair<std::string, std::uint32_t>> m_controls; ///< longest first
};

} // namespace hearth::app
