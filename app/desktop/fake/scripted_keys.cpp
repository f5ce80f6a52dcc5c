// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "fake/scripted_node.h"
#include "fake/story_parts.h"

namespace hearth::desktop::fake {

using core::Code;
using core::fail;

namespace {

/// Those of 32 zero bytes, which everybody knows.
std::vector<std::string> words_of_nobody() {
    std::vector<std::string> words(23, "abandon");
    words.emplace_back("art");
    return words;
}

} // namespace

core::Result<std::vector<control::KeyInfo>> ScriptedNode::keys() {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    return m_story.keys;
}

core::Result<control::IdentityView> ScriptedNode::identity() {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    return m_story.identity;
}

core::Result<std::vector<std::string>> ScriptedNode::recovery_words() {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    if (m_story.identity.offline)
        return fail(Code::refused, core::say("operator_key_is_offline"), core::say("words_where_key_is"));
    return words_of_nobody();
}

core::Result<control::IdentityView> ScriptedNode::confirm_recovery_words(const std::vector<control::WordGiven>& words) {
    control::IdentityView view;
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(alive());
        const std::vector<std::string> right = words_of_nobody();
        for (const control::WordGiven& word : words)
            if (word.place == 0 || word.place > right.size() || word.word != right[word.place - 1])
                return fail(Code::refused, core::say("not_that_word", {core::figure(word.place)}),
                            core::say("look_at_your_paper"));
        if (words.size() < 3) return fail(Code::invalid_argument, core::say("words_by_their_places"));
        m_story.identity.backup = "words";
        m_story.identity.backed_up_at = m_clock.now();
        view = m_story.identity;
    }
    publish("keys");
    return view;
}

void ScriptedNode::become(const std::string& kind, const std::string& account) {
    const std::lock_guard lock(m_mutex);
    if (kind == "restore") {
        m_story.identity.account = account;
        m_story.identity.backup = "words";
        m_story.identity.backed_up_at = m_clock.now();
        for (control::KeyInfo& key : m_story.keys)
            if (key.role == "operator") key.public_key = account;
        return;
    }
    m_story.status.mode = kind == "join" ? "network" : "solo";
    m_story.network =
        kind == "join" ? busy_network(m_story.status, m_clock.now()) : solo_network(m_story.status, m_clock.now());
}

core::Status ScriptedNode::backup_keys(const std::filesystem::path& file, const std::string&) {
    HEARTH_CHECK(
        core::write_file_atomic(file, core::as_bytes("This is a scripted scenario; there are no keys.\n"), 0600));
    {
        const std::lock_guard lock(m_mutex);
        m_story.identity.backup = "file";
        m_story.identity.backed_up_at = m_clock.now();
    }
    publish("keys");
    return {};
}

core::Result<std::vector<control::KeyInfo>> ScriptedNode::rotate_node_key() {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    m_story.keys[1].public_key = made_id("rotated key", ++m_made);
    return m_story.keys;
}

core::Result<std::string> ScriptedNode::prepare_transaction(const control::OfflineWish&) {
    return fail(Code::unsupported, core::say("scripted_node_no_ledger"));
}

core::Result<control::GovernanceReceipt> ScriptedNode::send_transaction(const std::string&) {
    return fail(Code::unsupported, core::say("scripted_node_no_ledger"));
}

} // namespace hearth::desktop::fake
