// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace hearth::app {

/// Goes to the background. The parent waits until report() is called in the child, prints the message and
/// ends with the code; a child that dies before counts as failed. Call before any thread exists.
class Background {
public:
    /// Returns in the child only.
    static Background enter();
    /// Nothing to report to: the program stays in the foreground.
    Background() = default;
    void report(int exit_code, const std::string& message);

private:
    int m_pipe = -1;
};

} // namespace hearth::app
