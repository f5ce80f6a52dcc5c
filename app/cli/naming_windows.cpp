// SPDX-License-Identifier: Apache-2.0
#include "naming.h"

#include <windows.h>

namespace hearth::cli {
namespace fs = std::filesystem;
namespace {

std::error_code move(const fs::path& from, const fs::path& file, DWORD flags) {
    if (::MoveFileExW(from.c_str(), file.c_str(), flags | MOVEFILE_WRITE_THROUGH) != 0) return {};
    return {static_cast<int>(::GetLastError()), std::system_category()};
}

} // namespace

std::error_code name_once(const fs::path& from, const fs::path& file) {
    return move(from, file, 0);
}

std::error_code name_over(const fs::path& from, const fs::path& file) {
    return move(from, file, MOVEFILE_REPLACE_EXISTING);
}

std::string process_tag() {
    return std::to_string(::GetCurrentProcessId());
}

} // namespace hearth::cli
