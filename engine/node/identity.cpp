// SPDX-License-Identifier: Apache-2.0
#include "node/identity.h"

#include "core/file.h"
#include "core/log.h"

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::SigningKey;

core::Result<SigningKey> load_or_make(const fs::path& file, bool may_make) {
    std::error_code ignored;
    if (fs::exists(file, ignored)) return SigningKey::load(file);
    if (!may_make)
        return fail(Code::not_found,
                    "The key file " + file.string() + " is missing, but this node has a ledger.",
                    "Restore the keys from their backup: hearthctl keys restore FILE");
    SigningKey key = SigningKey::generate();
    HEARTH_CHECK(key.save(file));
    core::log::info("identity", "key made", {{"file", file.filename().string()}});
    return key;
}

fs::path former_file(const fs::path& folder, const core::PublicKey& key) {
    return folder / ("node.former-" + key.hex().substr(0, 16) + ".key");
}

} // namespace

Identity::Identity(fs::path folder, SigningKey operator_key, SigningKey caller)
    : m_folder(std::move(folder)), m_operator(std::move(operator_key)), m_caller(std::move(caller)) {}

core::Result<std::unique_ptr<Identity>> Identity::open(const fs::path& keys, bool first_start) {
    HEARTH_TRY(SigningKey operator_key, load_or_make(keys / "operator.key", first_start));
    HEARTH_TRY(SigningKey caller, load_or_make(keys / "caller.key", first_start));
    HEARTH_TRY(const SigningKey sequencer, load_or_make(keys / "sequencer.key", first_start));
    HEARTH_TRY(SigningKey node, load_or_make(keys / "node.key", first_start));
    std::unique_ptr<Identity> identity(new Identity(keys, std::move(operator_key), std::move(caller)));
    identity->m_sequencer = sequencer.public_key();
    identity->m_node = std::make_shared<const SigningKey>(std::move(node));

    std::error_code error;
    for (fs::directory_iterator it(keys, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        const bool is_next = name == "node.next.key";
        if (!is_next && !(name.starts_with("node.former-") && name.ends_with(".key"))) continue;
        HEARTH_TRY(SigningKey key, SigningKey::load(it->path()));
        auto shared = std::make_shared<const SigningKey>(std::move(key));
        if (shared->public_key() == identity->m_node->public_key()) {
            fs::remove(it->path(), error); // a crash came between the two last steps of a rotation
            if (error) break;
            continue;
        }
        if (is_next)
            identity->m_next = std::move(shared);
        else
            identity->m_former.push_back(std::move(shared));
    }
    if (error) return fail(Code::io, "The folder " + keys.string() + " cannot be read.", error.message());
    return identity;
}

core::Result<SigningKey> Identity::sequencer_key() const {
    return SigningKey::load(m_folder / "sequencer.key");
}

std::shared_ptr<const SigningKey> Identity::node_key() const {
    const std::lock_guard lock(m_mutex);
    return m_node;
}

std::shared_ptr<const SigningKey> Identity::node_key(const core::PublicKey& key) const {
    const std::lock_guard lock(m_mutex);
    if (m_node->public_key() == key) return m_node;
    for (const auto& former : m_former)
        if (former->public_key() == key) return former;
    return nullptr;
}

std::vector<core::PublicKey> Identity::node_keys() const {
    const std::lock_guard lock(m_mutex);
    std::vector<core::PublicKey> keys{m_node->public_key()};
    for (const auto& former : m_former)
        keys.push_back(former->public_key());
    return keys;
}

core::Result<std::shared_ptr<const SigningKey>> Identity::begin_rotation() {
    const std::lock_guard lock(m_mutex);
    if (!m_next) {
        SigningKey key = SigningKey::generate();
        HEARTH_CHECK(key.save(m_folder / "node.next.key"));
        m_next = std::make_shared<const SigningKey>(std::move(key));
    }
    return m_next;
}

std::shared_ptr<const SigningKey> Identity::next_node_key() const {
    const std::lock_guard lock(m_mutex);
    return m_next;
}

core::Status Identity::finish_rotation() {
    const std::lock_guard lock(m_mutex);
    if (!m_next) return fail(Code::conflict, "No rotation of the node key is under way.");
    // The old key gets its second name before the new one takes its place: at no moment is a key without a
    // file.
    HEARTH_CHECK(m_node->save(former_file(m_folder, m_node->public_key())));
    HEARTH_CHECK(m_next->save(m_folder / "node.key"));
    std::error_code ignored;
    fs::remove(m_folder / "node.next.key", ignored);
    m_former.push_back(m_node);
    m_node = std::move(m_next);
    m_next = nullptr;
    return {};
}

std::vector<KeyDescription> Identity::describe() const {
    const std::lock_guard lock(m_mutex);
    return {{"operator", m_operator.public_key(), m_folder / "operator.key"},
            {"node", m_node->public_key(), m_folder / "node.key"},
            {"payout", m_operator.public_key(), m_folder / "operator.key"},
            {"caller", m_caller.public_key(), m_folder / "caller.key"},
            {"sequencer", m_sequencer, m_folder / "sequencer.key"}};
}

} // namespace hearth::node
