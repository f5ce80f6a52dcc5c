// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/network.h"

#include <memory>
#include <string_view>

namespace hearth::gateway {

/// Reads one HTTP/1.x answer from bytes as they come. Strict: content that is encoded is refused, so that nothing that
/// is small can become large here.
class AnswerParser {
public:
    AnswerParser();
    ~AnswerParser();

    /// Takes what it can of `bytes`; gives how much. Errors: corrupt.
    core::Result<std::size_t> feed(std::string_view bytes);
    /// The connection was closed. Errors: corrupt when something is missing.
    core::Status close();

    bool head_is_here() const;
    bool done() const;
    /// The connection may carry a further call.
    bool keeps_open() const;
    /// With the headers that may go on to a caller.
    const RawHead& head() const;
    /// Errors: corrupt, where the content has a form that is not taken.
    core::Status check_form() const;
    /// What came of the body since the last call.
    std::string take_body();

private:
    struct Engine;
    std::unique_ptr<Engine> m_engine;
};

} // namespace hearth::gateway
