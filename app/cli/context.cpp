// SPDX-License-Identifier: Apache-2.0
#include "context.h"

#include "control/diagnose.h"
#include "output.h"

namespace hearth::cli {

using core::Code;

control::ConnectOptions Context::connect_options() const {
    control::ConnectOptions options;
    options.client = "hearthctl";
    if (timeout_s) {
        options.deadline = std::chrono::milliseconds(static_cast<std::int64_t>(*timeout_s * 1000));
        options.long_deadline = options.deadline;
    }
    return options;
}

core::Result<control::SocketNode*> Context::reach() {
    if (m_node && m_node->connected()) return m_node.get();
    m_node.reset();
    HEARTH_TRY(const core::Home place, home());
    HEARTH_TRY(m_node, control::connect(place.control_socket(), connect_options()));
    return m_node.get();
}

control::SocketNode* Context::node() {
    if (m_node) return m_node.get();
    const auto place = home();
    if (!place) {
        m_connect_exit = fail(place.error());
        return nullptr;
    }
    const auto connected = reach();
    if (connected) return *connected;
    const control::Diagnosis found = control::diagnose(connected.error(), *place, control::find_service_program());
    m_connect_exit = connected.error().code == Code::refused ? exit_refused : exit_unreachable;
    print_error(for_this_home({connected.error().code, found.sentence, found.hint}), json,
                control::condition_name(found.condition));
    return nullptr;
}

int Context::fail(const core::Error& error) const {
    if (m_node && !m_node->connected()) return fail(error, exit_unreachable);
    switch (error.code) {
    case Code::timed_out:
        return fail(error, exit_unreachable);
    case Code::refused:
        return fail(error, exit_refused);
    case Code::corrupt:
        return fail(error, exit_check_failed);
    default:
        return fail(error, exit_failed);
    }
}

int Context::fail(const core::Error& error, Exit code) const {
    print_error(for_this_home(error), json);
    return code;
}

core::Error Context::for_this_home(core::Error error) const {
    if (home_option.empty()) return error;
    const std::string plain = "hearthctl ", full = plain + "--home " + shell_word(home_option) + " ";
    for (auto at = error.hint.find(plain); at != std::string::npos; at = error.hint.find(plain, at + full.size()))
        if (error.hint.compare(at + plain.size(), 2, "--") != 0) error.hint.replace(at, plain.size(), full);
    return error;
}

} // namespace hearth::cli
