// SPDX-License-Identifier: Apache-2.0
#include "core/backup.h"

#include "core/cbor.h"
#include "core/file.h"
#include "core/keys.h"

#include <algorithm>
#include <set>

namespace hearth::core {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view purpose = "hearth/key-backup/1";
constexpr std::size_t max_key_file = 4096;
constexpr std::size_t max_keys = 64;
constexpr std::size_t least_characters = 10, least_different = 5;
enum : std::uint64_t { k_name = 0, k_content = 1, k_keys = 1, k_version = 0 };

struct KeyFile {
    std::string name;
    Bytes content;
};

bool is_key_name(const std::string& name) {
    if (name == "operator.public") return true; // in the place of a key that is kept offline
    return name.size() <= 128 && name.size() > 4 && name.ends_with(".key") && name.front() != '.' &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

Result<std::vector<KeyFile>> read_keys(const fs::path& folder) {
    std::error_code error;
    std::vector<KeyFile> keys;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (!is_key_name(name)) continue;
        HEARTH_TRY(Bytes content, read_file(it->path(), max_key_file));
        keys.push_back({name, std::move(content)});
    }
    if (error || keys.empty())
        return fail(Code::not_found, say("no_keys", {folder.string()}), say("start_service_once_makes"));
    std::sort(keys.begin(), keys.end(), [](const KeyFile& a, const KeyFile& b) { return a.name < b.name; });
    return keys;
}

Result<std::vector<KeyFile>> decode_keys(ByteView plain) {
    HEARTH_TRY(const cbor::Value value, cbor::decode(plain));
    HEARTH_TRY(auto fields, cbor::Fields::of(value, "key backup"));
    HEARTH_TRY(const std::uint64_t version, fields.uint(k_version, "version"));
    if (version != 1) return fail(Code::unsupported, say("key_backup_unknown_version"), say("update_hearth"));
    HEARTH_TRY(const cbor::Array* array, fields.array(k_keys, "keys", max_keys));
    HEARTH_CHECK(fields.finish());
    std::vector<KeyFile> keys;
    for (const cbor::Value& item : *array) {
        HEARTH_TRY(auto entry, cbor::Fields::of(item, "key of the backup"));
        KeyFile key;
        HEARTH_TRY(key.name, entry.text(k_name, "name", 128));
        HEARTH_TRY(key.content, entry.bytes(k_content, "content", max_key_file));
        HEARTH_CHECK(entry.finish());
        if (!is_key_name(key.name)) return fail(Code::corrupt, say("key_backup_holds_file"));
        keys.push_back(std::move(key));
    }
    return keys;
}

} // namespace

Status check_new_passphrase(std::string_view passphrase) {
    std::size_t characters = 0;
    std::set<std::string_view> different;
    for (std::size_t at = 0; at < passphrase.size(); ++characters) {
        std::size_t end = at + 1;
        while (end < passphrase.size() && (static_cast<unsigned char>(passphrase[end]) & 0xC0U) == 0x80U)
            ++end;
        different.insert(passphrase.substr(at, end - at));
        at = end;
    }
    if (characters >= least_characters && different.size() >= least_different) return {};
    return fail(Code::invalid_argument, say("passphrase_too_easy_guess"),
                say("take_least_characters_them", {std::to_string(least_characters), std::to_string(least_different)}));
}

Result<std::vector<std::string>> backup_keys(const fs::path& keys_folder, const fs::path& file,
                                             std::string_view passphrase) {
    HEARTH_CHECK(check_new_passphrase(passphrase));
    std::error_code ignored;
    if (fs::exists(file, ignored))
        return fail(Code::conflict, say("file_exists_already", {file.string()}), say("choose_another_name"));
    HEARTH_TRY(const std::vector<KeyFile> keys, read_keys(keys_folder));
    cbor::Array array;
    std::vector<std::string> names;
    for (const KeyFile& key : keys) {
        array.emplace_back(cbor::Map{{k_name, key.name}, {k_content, key.content}});
        names.push_back(key.name);
    }
    const Bytes plain = cbor::encode(cbor::Map{{k_version, std::uint64_t{1}}, {k_keys, std::move(array)}});
    HEARTH_TRY(const Bytes sealed, seal_with_passphrase(plain, purpose, passphrase));
    HEARTH_CHECK(write_file_atomic(file, sealed, 0600));
    return names;
}

Result<std::vector<std::string>> restore_keys(const fs::path& file, const fs::path& keys_folder,
                                              std::string_view passphrase) {
    HEARTH_TRY(const Bytes sealed, read_file(file, std::size_t{1} << 20));
    HEARTH_TRY(const Bytes plain, open_with_passphrase(sealed, purpose, passphrase));
    HEARTH_TRY(const std::vector<KeyFile> keys, decode_keys(plain));
    std::error_code error;
    fs::create_directories(keys_folder, error);
    fs::permissions(keys_folder, fs::perms::owner_all, error);
    if (error) return fail(Code::io, say("the_folder_cannot_be_made", {keys_folder.string()}), error.message());
    std::vector<std::string> names;
    for (const KeyFile& key : keys) {
        const auto present = read_file(keys_folder / key.name, max_key_file);
        if (present && *present != key.content)
            return fail(Code::conflict, say("another_key_named", {key.name, keys_folder.string()}),
                        say("restore_into_empty_home"));
        names.push_back(key.name);
    }
    for (const KeyFile& key : keys)
        HEARTH_CHECK(write_file_atomic(keys_folder / key.name, key.content, 0600));
    return names;
}

} // namespace hearth::core
