// SPDX-License-Identifier: Apache-2.0
#include "core/account_windows.h"
#include "core/user_folders.h"

#include <windows.h>

#include <initguid.h>
#include <knownfolders.h>
#include <shlobj.h>

namespace hearth::core::user_folders {
namespace fs = std::filesystem;
namespace {

Result<fs::path> known(REFKNOWNFOLDERID folder) {
    wchar_t* text = nullptr;
    fs::path path;
    if (::SHGetKnownFolderPath(folder, KF_FLAG_DEFAULT, nullptr, &text) == S_OK) path = text;
    ::CoTaskMemFree(text);
    if (path.is_absolute()) return path;
    return fail(Code::refused, "Windows names no profile folder of whoever runs this program.",
                "Name the node's folder: --home DIR");
}

} // namespace

Result<fs::path> home() {
    return known(FOLDERID_Profile);
}

Result<fs::path> data() {
    return known(FOLDERID_LocalAppData);
}

Result<fs::path> cache() {
    HEARTH_TRY(const fs::path local, data());
    return local / "cache";
}

fs::path runtime() {
    return {};
}

std::string user_tag() {
    // The end of the SID: local and domain accounts of one machine seldom share it, and the folder is the user's
    // anyway.
    const std::wstring& account = account::own();
    const std::wstring end = account.substr(account.rfind(L'-') + 1);
    return {end.begin(), end.end()};
}

} // namespace hearth::core::user_folders
