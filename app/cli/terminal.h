// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "interrupt.h"

#include <memory>
#include <string>
#include <string_view>

namespace hearth::cli {

/// The controlling terminal, whatever standard input and output are: for what must reach a person's eyes only, and for
/// what only a person may answer. With `Echo::off` what is typed stays hidden while this lives, even if Ctrl-C ends the
/// program.
class Terminal {
public:
    enum class Echo { on, off };
    Terminal(Interrupt& interrupt, Echo echo);
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    /// There is one.
    bool usable() const;
    /// One line, at most 1024 bytes of it.
    std::string ask(std::string_view question) const;
    void say(std::string_view text) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
    Interrupt::Scope m_scope;
};

} // namespace hearth::cli
