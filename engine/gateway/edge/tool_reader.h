// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::gateway {

/// Finds the calls of tools in an answer of tool_grammar(), piece by piece: what is certain is given out at once.
class ToolReader {
public:
    struct Piece {
        enum class What { text, call, arguments } what = What::text;
        std::string text; ///< of the answer, the name of the tool that a call begins, or the next of its arguments
    };

    std::vector<Piece> push(std::string_view text);
    /// The text that was held back in case it began a call. `whole`: nothing was cut off, so that a call in the middle
    /// is a fault.
    std::vector<Piece> finish(bool whole);
    /// The answer is not of the grammar.
    bool broken() const { return m_state == State::broken; }
    std::size_t calls() const { return m_calls; }

private:
    enum class State { start, text, opened, name, lone_name, arguments, closing, between, over, broken };

    bool step(std::vector<Piece>& out);
    bool read_start();
    bool read_text(std::vector<Piece>& out);
    bool read_name(std::vector<Piece>& out, const char* separator);
    bool read_arguments(std::vector<Piece>& out);
    /// Takes `mark` off the front and goes on; waits while it may still come.
    bool expect(std::string_view mark, State next);

    State m_state = State::start;
    std::string m_rest; ///< not understood yet
    std::size_t m_calls = 0;
    bool m_lone = false;
    unsigned m_depth = 0; ///< of brackets in the arguments
    bool m_in_string = false, m_escaped = false;
};

} // namespace hearth::gateway
