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

control::SocketNode* Context::node() {
    if (m_node) return m_node.get();
    const auto place = home();
    if (!place) {
        m_connect_exit = fail(place.error());
        return nullptr;
    }
    auto connected = control::connect(place->control_socket(), connect_options());
    if (connected) {
        m_node = std::move(connected).value();
        return m_node.get();
    }
    const control::Diagnosis found =
        control::diagnose(connected.error(), *place, control::find_service_program());
    m_connect_exit = connected.error().code == Code::refused ? exit_refused : exit_unreachable;
    print_error({connected.error().code, found.sentence, found.hint}, json,
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
    print_error(error, json);
    return code;
}

} // namespace hearth::cli
