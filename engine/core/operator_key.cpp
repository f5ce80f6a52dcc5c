// SPDX-License-Identifier: Apache-2.0
#include "core/operator_key.h"

#include "core/cbor.h"
#include "core/file.h"

#include <algorithm>

namespace hearth::core {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 4096, short_id = 16;
enum : std::uint64_t { k_version = 0, k_account = 1, k_kind = 2, k_at = 3 };

fs::path note_file(const fs::path& keys) {
    return keys / "backup-made";
}

bool is_there(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(file, ignored);
}

Result<PublicKey> read_public(const fs::path& file) {
    HEARTH_TRY(const Bytes raw, read_file(file, most_bytes));
    std::string text(raw.begin(), raw.end());
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
        text.pop_back();
    auto key = PublicKey::parse(text);
    if (key && !key->is_zero()) return key;
    return fail(Code::corrupt, say("operator_public_damaged", {file.string()}), say("restore_keys_their_backup"));
}

Status write_public(const fs::path& keys, const PublicKey& account) {
    return write_file_atomic(operator_public_file(keys), as_bytes(account.hex() + "\n"), 0600);
}

/// Whether `file`, with all links followed, is the key itself or lies where a copy would be of no use.
bool lies_within(const fs::path& file, const fs::path& keys) {
    std::error_code ignored, unclear;
    if (fs::equivalent(file, operator_key_file(keys), ignored)) return true;
    const fs::path at = fs::weakly_canonical(fs::absolute(file, ignored), unclear);
    const fs::path folder = fs::weakly_canonical(fs::absolute(keys, ignored), ignored);
    if (unclear) return true;
    return std::mismatch(folder.begin(), folder.end(), at.begin(), at.end()).first == folder.end();
}

/// The copy is read again before the original goes.
Status copy_key(const SigningKey& key, const fs::path& file) {
    if (!is_there(file)) HEARTH_CHECK(key.save(file));
    const auto copy = SigningKey::load(file);
    if (copy && copy->public_key() == key.public_key()) return {};
    return fail(Code::conflict, say("file_exists_already", {file.string()}), say("choose_another_name"));
}

} // namespace

fs::path operator_key_file(const fs::path& keys) {
    return keys / "operator.key";
}

fs::path operator_public_file(const fs::path& keys) {
    return keys / "operator.public";
}

Result<OperatorKey> OperatorKey::load(const fs::path& keys) {
    const fs::path file = operator_key_file(keys), half = operator_public_file(keys);
    if (is_there(file)) {
        HEARTH_TRY(SigningKey key, SigningKey::load(file));
        const PublicKey account = key.public_key();
        return OperatorKey{account, std::move(key)};
    }
    if (!is_there(half))
        return fail(Code::not_found, say("key_file_missing_but", {file.string()}), say("restore_keys_their_backup"));
    HEARTH_TRY(const PublicKey account, read_public(half));
    return OperatorKey{account, std::nullopt};
}

Result<PublicKey> take_operator_offline(const fs::path& keys, const fs::path& file) {
    HEARTH_TRY(const OperatorKey present, OperatorKey::load(keys));
    if (!present.key) return fail(Code::conflict, say("operator_key_offline_already"), say("see_keys_show"));
    if (lies_within(file, keys))
        return fail(Code::invalid_argument, say("file_within_keys", {file.string(), keys.string()}),
                    say("name_file_outside_keys"));
    HEARTH_CHECK(copy_key(*present.key, file));
    HEARTH_CHECK(write_public(keys, present.account));
    std::error_code error;
    fs::remove(operator_key_file(keys), error);
    if (error) return fail(Code::io, say("file_cannot_removed", {operator_key_file(keys).string(), error.message()}));
    return present.account;
}

Result<fs::path> restore_operator(const fs::path& keys, const SigningKey& key, bool replace) {
    fs::path aside;
    if (is_there(operator_key_file(keys)) || is_there(operator_public_file(keys))) {
        HEARTH_TRY(const OperatorKey present, OperatorKey::load(keys));
        if (present.account != key.public_key()) {
            if (!replace)
                return fail(Code::conflict, say("another_operator_here", {keys.string(), present.account.hex()}),
                            say("restore_operator_elsewhere"));
            aside = keys;
            aside += ".replaced-" + present.account.hex().substr(0, short_id);
            std::error_code error;
            if (is_there(aside))
                return fail(Code::conflict, say("file_exists_already", {aside.string()}), say("move_it_away_first"));
            fs::rename(keys, aside, error);
            if (error) return fail(Code::io, say("the_folder_cannot_be_made", {aside.string()}), error.message());
        }
    }
    std::error_code error;
    fs::create_directories(keys, error);
    fs::permissions(keys, fs::perms::owner_all, error);
    if (error) return fail(Code::io, say("the_folder_cannot_be_made", {keys.string()}), error.message());
    // First: a node that starts after a crash here makes the others of it.
    if (!is_there(operator_key_file(keys))) HEARTH_CHECK(key.save(operator_key_file(keys)));
    for (const std::string_view name : derived_keys) {
        const fs::path file = keys / (std::string(name) + ".key");
        if (!is_there(file)) HEARTH_CHECK(key.derive(name).save(file));
    }
    return aside;
}

Result<bool> words_cover_accounts(const fs::path& keys, const SigningKey& key) {
    for (const std::string_view name : derived_keys) {
        const fs::path file = keys / (std::string(name) + ".key");
        if (!is_there(file)) continue;
        HEARTH_TRY(const SigningKey present, SigningKey::load(file));
        if (present.public_key() != key.derive(name).public_key()) return false;
    }
    return true;
}

Status note_backup(const fs::path& keys, const PublicKey& account, const BackupNote& note) {
    return write_file_atomic(note_file(keys),
                             cbor::encode(cbor::Map{{k_version, std::uint64_t{1}},
                                                    {k_account, account},
                                                    {k_kind, note.kind},
                                                    {k_at, static_cast<std::uint64_t>(note.at)}}),
                             0600);
}

Result<std::optional<BackupNote>> backup_note(const fs::path& keys, const PublicKey& account) {
    if (!is_there(note_file(keys))) return std::optional<BackupNote>();
    HEARTH_TRY(const Bytes raw, read_file(note_file(keys), most_bytes));
    HEARTH_TRY(const cbor::Value value, cbor::decode(raw));
    HEARTH_TRY(auto fields, cbor::Fields::of(value, "note of a backup"));
    BackupNote note;
    HEARTH_TRY([[maybe_unused]] const std::uint64_t version, fields.uint(k_version, "version", 1));
    HEARTH_TRY(const PublicKey of, fields.id<PublicKey>(k_account, "account"));
    HEARTH_TRY(note.kind, fields.text(k_kind, "kind", 16));
    HEARTH_TRY(const std::uint64_t at, fields.uint(k_at, "time", INT64_MAX));
    HEARTH_CHECK(fields.finish());
    note.at = static_cast<Nanoseconds>(at);
    return of == account ? std::optional(note) : std::nullopt;
}

} // namespace hearth::core
