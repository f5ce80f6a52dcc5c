// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "interrupt.h"

#include <memory>
#include <string>

namespace hearth::cli {

/// Reads lines on the terminal, with the usual keys and the lines before at the arrow keys. They are kept in memory
/// only. One thread; make one at a time.
class LineEditor {
public:
    explicit LineEditor(Interrupt& interrupt);
    ~LineEditor();

    enum class Outcome { line, interrupted, end };
    /// The line without its end, as UTF-8. Ctrl-C gives the line up, Ctrl-D on an empty one is the end.
    Outcome read(const std::string& question, std::string& line);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::cli
