// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/client.h"
#include "core/home.h"
#include "interrupt.h"

#include <memory>
#include <optional>
#include <string>

namespace hearth::cli {

enum Exit {
    exit_done = 0,
    exit_failed = 1,
    exit_usage = 2,
    exit_unreachable = 3,
    exit_refused = 4,
    exit_check_failed = 5
};

/// What holds for every verb: the global options and the way to the service.
class Context {
public:
    std::string home_option;
    bool json = false;
    std::optional<double> timeout_s;

    core::Result<core::Home> home() const { return core::Home::resolve(home_option); }
    Interrupt& interrupt() { return m_interrupt; }

    /// Connects once; on failure prints the condition and its repair and returns null.
    control::SocketNode* node();
    /// As node(), but silent; a connection that was lost is made anew.
    core::Result<control::SocketNode*> reach();
    /// The options that --timeout asks for.
    control::ConnectOptions connect_options() const;
    /// Exit code of the last node() that failed.
    int connect_exit() const { return m_connect_exit; }

    /// Prints the error on stderr and gives the exit code that belongs to it. Commands in its hint get the home
    /// that this one was given.
    int fail(const core::Error& error) const;
    int fail(const core::Error& error, Exit code) const;
    /// A command for this home, as it is typed: command("keys show").
    std::string command(const std::string& words) const { return for_this_home({{}, {}, "hearthctl " + words}).hint; }

private:
    core::Error for_this_home(core::Error error) const;

    Interrupt m_interrupt;
    std::unique_ptr<control::SocketNode> m_node;
    int m_connect_exit = exit_unreachable;
};

} // namespace hearth::cli
