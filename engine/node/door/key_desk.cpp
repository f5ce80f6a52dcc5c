// SPDX-License-Identifier: Apache-2.0
#include "node/door/key_desk.h"

#include "core/backup.h"
#include "core/log.h"

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
    return {};
}

core::Status KeyDesk::rotate() {
    HEARTH_CHECK(m_parts.settlement.rotate_node_key());
    m_parts.refresh_offers();
    core::log::info("node", "node key rotated", {{"key", m_parts.identity.node_key()->public_key().hex()}});
    m_parts.events.publish("status");
    return {};
}

} // namespace hearth::node
