// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace hearth::node {

/// Counts the answers that each API key has under way, whoever gives them: this home or another network. Thread-safe.
class CallerSlots {
public:
    using Most = std::function<std::optional<std::uint32_t>(const std::string& caller)>; ///< none = no limit
    explicit CallerSlots(Most most);

    /// One more; it is given back when the last copy goes. Errors: busy.
    core::Result<std::shared_ptr<void>> take(const std::string& caller);

private:
    struct Counts;
    const Most m_most;
    const std::shared_ptr<Counts> m_counts;
};

} // namespace hearth::node
