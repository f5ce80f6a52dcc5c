// SPDX-License-Identifier: Apache-2.0
#include "fake/scripted_home.h"

#include "core/recovery_words.h"

namespace hearth::desktop::fake {

using core::Code;
using core::fail;
using core::say;

core::Result<control::HoldingsView> ScriptedHome::holdings() {
    HEARTH_CHECK(answers());
    return m_holdings;
}

core::Result<control::HomeChange> ScriptedHome::restore_operator(const std::vector<std::string>& words) {
    HEARTH_CHECK(answers());
    HEARTH_TRY(const core::SigningKey key, core::key_of_words(words));
    return make("restore", key.public_key().hex());
}

core::Result<control::HomeChange> ScriptedHome::join_network(const std::string& invitation,
                                                             const control::OnProgress& progress) {
    HEARTH_TRY([[maybe_unused]] const control::InvitationView view, examine_invitation(invitation));
    constexpr std::uint64_t parts = 10;
    for (std::uint64_t done = 0; done <= parts; ++done)
        if (!step(progress, say("trying_network_engine"), 0, 0)) return fail(Code::cancelled, say("joining_cancelled"));
    return make("join");
}

core::Result<control::HomeChange> ScriptedHome::leave_network() {
    HEARTH_CHECK(answers());
    return make("leave");
}

core::Result<control::HomeChange> ScriptedHome::home_change() {
    HEARTH_CHECK(answers());
    const std::lock_guard lock(m_home_mutex);
    return m_change;
}

control::HomeChange ScriptedHome::make(const std::string& kind, const std::string& account) {
    control::HomeChange answer;
    answer.kind = kind;
    answer.state = control::ChangeState::under_way;
    if (!m_fails) become(kind, account);
    {
        const std::lock_guard lock(m_home_mutex);
        m_change = answer;
        m_change.state = m_fails ? control::ChangeState::failed : control::ChangeState::done;
        if (m_fails) m_change.reason = say("network_engine_ends", {"listen tcp 127.0.0.1:26656: address in use"});
        if (m_fails) m_change.repair = say("network_engine_log");
        if (!m_fails) m_change.kept = "/home/anna/.local/share/hearth/left/solo-1";
    }
    for (const char* topic : {"keys", "network", "first_run", "status"})
        publish(topic);
    return answer;
}

} // namespace hearth::desktop::fake
