// SPDX-License-Identifier: Apache-2.0
#include "node/upstreams/key_files.h"

#include "core/file.h"

namespace hearth::node::key_files {
namespace {

namespace fs = std::filesystem;
using core::Code;

constexpr std::size_t max_file_bytes = 8192;

} // namespace

core::Result<std::string> read(const fs::path& file) {
    HEARTH_TRY(const core::Bytes bytes, core::read_file(file, max_file_bytes));
    auto key = trimmed(std::string(bytes.begin(), bytes.end()));
    if (key) return key;
    return core::fail(Code::invalid_argument, core::say("file_holds_no_key", {file.string()}),
                      core::say("holds_network_key_alone"));
}

core::Result<std::string> trimmed(std::string key) {
    if (key.size() > max_file_bytes) key.clear();
    while (!key.empty() && (key.back() == '\n' || key.back() == '\r' || key.back() == ' ' || key.back() == '\t'))
        key.pop_back();
    if (key.empty() || key.find_first_of("\r\n") != std::string::npos)
        return core::fail(Code::invalid_argument, core::say("no_key_in_text"), core::say("paste_key_alone"));
    return key;
}

fs::path place(const fs::path& folder, const std::string& name) {
    return folder / (name + ".key");
}

core::Status write(const fs::path& folder, const std::string& name, const std::string& key) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error) fs::permissions(folder, fs::perms::owner_all, error);
    if (error) return core::fail(Code::io, core::say("folder_cannot_made", {folder.string(), error.message()}));
    return core::write_file_atomic(place(folder, name), core::as_bytes(key), 0600);
}

core::Status remove(const fs::path& folder, const std::string& name) {
    std::error_code error;
    fs::remove(place(folder, name), error);
    if (!error) return {};
    return core::fail(Code::io, core::say("key_cannot_removed", {name, error.message()}),
                      core::say("remove_hand", {place(folder, name).string()}));
}

void sweep(const fs::path& folder, const std::set<std::string>& names) {
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const fs::path file = it->path();
        std::error_code ignored;
        if (file.extension() == ".key" && !names.contains(file.stem().string())) fs::remove(file, ignored);
    }
}

} // namespace hearth::node::key_files
