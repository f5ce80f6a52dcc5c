// SPDX-License-Identifier: Apache-2.0
#include "node/door/key_desk.h"

#include "core/backup.h"
#include "core/log.h"
#include "core/recovery_words.h"

#include <set>

namespace hearth::node {

std::vector<control::KeyInfo> KeyDesk::list() const {
    std::vector<control::KeyInfo> infos;
    for (const KeyDescription& key : m_parts.identity.describe())
        infos.push_back({key.role, key.public_key.hex(), false, key.file.string()});
    return infos;
}

core::Status KeyDesk::backup(const std::filesystem::path& file, const std::string& passphrase) const {
    const auto names = core::backup_keys(m_parts.folder, file, passphrase);
    if (!names) return names.error();
    core::log::info("node", "keys backed up", {{"keys", names->size()}});
    // Without the operator's key it brings everything back but the operator.
    return m_parts.identity.operator_key() != nullptr ? note_backup("file") : core::Status();
}

core::Status KeyDesk::note_backup(const std::string& kind) const {
    HEARTH_CHECK(core::note_backup(m_parts.folder, m_parts.identity.operator_account(), {kind, m_parts.clock.now()}));
    m_parts.events.publish("keys");
    return {};
}

core::Result<control::IdentityView> KeyDesk::identity() const {
    const core::SigningKey* key = m_parts.identity.operator_key();
    control::IdentityView view;
    view.account = m_parts.identity.operator_account().hex();
    view.offline = key == nullptr;
    if (key != nullptr) {
        HEARTH_TRY(view.covers_accounts, core::words_cover_accounts(m_parts.folder, *key));
    }
    HEARTH_TRY(const auto note, core::backup_note(m_parts.folder, m_parts.identity.operator_account()));
    if (note) view.backup = note->kind;
    if (note) view.backed_up_at = note->at;
    return view;
}

core::Result<std::vector<std::string>> KeyDesk::recovery_words() const {
    const core::SigningKey* key = m_parts.identity.operator_key();
    if (key == nullptr)
        return core::fail(core::Code::refused, core::say("operator_key_is_offline"), core::say("words_where_key_is"));
    core::log::info("node", "recovery words shown");
    return key->recovery_words();
}

core::Result<control::IdentityView> KeyDesk::confirm_words(const std::vector<control::WordGiven>& given) const {
    constexpr std::size_t least = 3;
    const core::SigningKey* key = m_parts.identity.operator_key();
    if (key == nullptr) return Identity::operator_offline();
    const std::vector<std::string> words = key->recovery_words();
    std::set<std::uint32_t> places;
    for (const control::WordGiven& word : given) {
        if (word.place == 0 || word.place > words.size() || !places.insert(word.place).second)
            return core::fail(core::Code::invalid_argument, core::say("words_by_their_places"));
        const std::vector<std::string> typed = core::split_words(word.word);
        if (typed.size() != 1 || typed.front() != words[word.place - 1])
            return core::fail(core::Code::refused, core::say("not_that_word", {core::figure(word.place)}),
                              core::say("look_at_your_paper"));
    }
    if (places.size() < least) return core::fail(core::Code::invalid_argument, core::say("words_by_their_places"));
    HEARTH_CHECK(note_backup("words"));
    return identity();
}

core::Status KeyDesk::rotate() {
    HEARTH_CHECK(m_parts.settlement.rotate_node_key());
    m_parts.refresh_offers();
    core::log::info("node", "node key rotated", {{"key", m_parts.identity.node_key()->public_key().hex()}});
    m_parts.events.publish("status");
    return {};
}

} // namespace hearth::node
