// SPDX-License-Identifier: Apache-2.0
#include "node/state/identity.h"

#include "core/file.h"
#include "core/log.h"

#include <array>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::SigningKey;

constexpr std::array<const char*, 4> own_keys{"operator.key", "caller.key", "sequencer.key", "node.key"};

core::Result<SigningKey> load(const fs::path& file) {
    std::error_code ignored;
    if (fs::exists(file, ignored)) return SigningKey::load(file);
    return fail(Code::not_found, core::say("key_file_missing_but", {file.string()}),
                core::say("restore_keys_their_backup"));
}

/// `parent`: whose words are to bring it back, too; null: nobody's.
core::Result<SigningKey> load_or_make(const fs::path& keys, const std::string& name, bool may_make,
                                      const SigningKey* parent = nullptr) {
    const fs::path file = keys / (name + ".key");
    std::error_code ignored;
    if (!may_make || fs::exists(file, ignored)) return load(file);
    SigningKey key = parent != nullptr ? parent->derive(name) : SigningKey::generate();
    HEARTH_CHECK(key.save(file));
    core::log::info("identity", "key made", {{"file", file.filename().string()}});
    return key;
}

core::Result<core::OperatorKey> load_or_make_operator(const fs::path& keys, bool may_make) {
    auto present = core::OperatorKey::load(keys);
    if (present || present.error().code != Code::not_found) return present;
    HEARTH_TRY(SigningKey key, load_or_make(keys, "operator", may_make));
    const core::PublicKey account = key.public_key();
    return core::OperatorKey{account, std::move(key)};
}

/// The next and the former node keys.
core::Result<std::vector<fs::path>> more_keys(const fs::path& keys) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator it(keys, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (name == "node.next.key" || (name.starts_with("node.former-") && name.ends_with(".key")))
            files.push_back(it->path());
    }
    if (error)
        return fail(Code::io, core::say("the_folder_cannot_be_read", {keys.string(), error.message()}),
                    core::say("run_chmod_folder", {keys.string()}));
    return files;
}

fs::path former_file(const fs::path& folder, const core::PublicKey& key) {
    return folder / ("node.former-" + key.hex().substr(0, 16) + ".key");
}

} // namespace

Identity::Identity(fs::path folder, core::OperatorKey operator_key, SigningKey caller)
    : m_folder(std::move(folder)), m_operator(std::move(operator_key)), m_caller(std::move(caller)) {}

core::Result<std::unique_ptr<Identity>> Identity::open(const fs::path& keys, bool first_start) {
    HEARTH_TRY(core::OperatorKey operator_key, load_or_make_operator(keys, first_start));
    const SigningKey* parent = operator_key.key ? &*operator_key.key : nullptr;
    HEARTH_TRY(SigningKey caller, load_or_make(keys, "caller", first_start, parent));
    HEARTH_TRY(const SigningKey sequencer, load_or_make(keys, "sequencer", first_start, parent));
    HEARTH_TRY(SigningKey node, load_or_make(keys, "node", first_start));
    std::unique_ptr<Identity> identity(new Identity(keys, std::move(operator_key), std::move(caller)));
    identity->m_sequencer = sequencer.public_key();
    identity->m_node = std::make_shared<const SigningKey>(std::move(node));

    HEARTH_TRY(const std::vector<fs::path> more, more_keys(keys));
    for (const fs::path& file : more) {
        HEARTH_TRY(SigningKey key, SigningKey::load(file));
        auto shared = std::make_shared<const SigningKey>(std::move(key));
        std::error_code error;
        if (shared->public_key() == identity->m_node->public_key()) {
            fs::remove(file, error); // a crash came between the two last steps of a rotation
            if (error) return fail(Code::io, core::say("file_cannot_removed", {file.string(), error.message()}));
            continue;
        }
        if (file.filename() == "node.next.key")
            identity->m_next = std::move(shared);
        else
            identity->m_former.push_back(std::move(shared));
    }
    return identity;
}

std::vector<core::Error> Identity::examine(const fs::path& keys, bool first_start) {
    std::vector<core::Error> faults;
    std::error_code ignored;
    if (first_start && !fs::exists(keys, ignored)) return faults;
    std::vector<fs::path> files;
    const bool offline = !fs::exists(core::operator_key_file(keys), ignored);
    if (const auto half = core::OperatorKey::load(keys); offline && !half && half.error().code != Code::not_found)
        faults.push_back(half.error());
    for (const char* name : own_keys) {
        if (offline && fs::exists(core::operator_public_file(keys), ignored) &&
            keys / name == core::operator_key_file(keys))
            continue;
        if (!first_start || fs::exists(keys / name, ignored)) files.push_back(keys / name);
    }
    if (const auto more = more_keys(keys))
        files.insert(files.end(), more->begin(), more->end());
    else
        faults.push_back(more.error());
    for (const fs::path& file : files)
        if (const auto key = load(file); !key) faults.push_back(key.error());
    return faults;
}

core::Error Identity::operator_offline() {
    return fail(Code::refused, core::say("operator_key_is_offline"), core::say("sign_it_elsewhere"));
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

core::Result<std::shared_ptr<const SigningKey>> Identity::begin_rotation() {
    const std::lock_guard lock(m_mutex);
    if (!m_next) {
        SigningKey key = SigningKey::generate();
        HEARTH_CHECK(key.save(m_folder / "node.next.key"));
        step("next key stored");
        m_next = std::make_shared<const SigningKey>(std::move(key));
    }
    return m_next;
}

std::shared_ptr<const SigningKey> Identity::next_node_key() const {
    const std::lock_guard lock(m_mutex);
    return m_next;
}

core::Status Identity::finish_rotation(const core::PublicKey& next) {
    const std::lock_guard lock(m_mutex);
    if (m_node->public_key() == next) return {};
    if (!m_next || m_next->public_key() != next) return fail(Code::conflict, core::say("no_rotation_node_key"));
    step("next key registered");
    // The old key gets its second name before the new one takes its place: at no moment is a key without a
    // file.
    HEARTH_CHECK(m_node->save(former_file(m_folder, m_node->public_key())));
    step("former key stored");
    HEARTH_CHECK(m_next->save(m_folder / "node.key"));
    step("node key replaced");
    std::error_code ignored;
    fs::remove(m_folder / "node.next.key", ignored);
    m_former.push_back(m_node);
    m_node = std::move(m_next);
    m_next = nullptr;
    return {};
}

std::vector<KeyDescription> Identity::describe() const {
    const std::lock_guard lock(m_mutex);
    const fs::path operator_file =
        m_operator.key ? core::operator_key_file(m_folder) : core::operator_public_file(m_folder);
    return {{"operator", m_operator.account, operator_file},
            {"node", m_node->public_key(), m_folder / "node.key"},
            {"payout", m_operator.account, operator_file},
            {"caller", m_caller.public_key(), m_folder / "caller.key"},
            {"sequencer", m_sequencer, m_folder / "sequencer.key"}};
}

} // namespace hearth::node
