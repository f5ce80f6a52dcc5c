// SPDX-License-Identifier: Apache-2.0
#include "core/sqlite_uri.h"

namespace hearth::core {
namespace fs = std::filesystem;

std::string read_only_uri(const fs::path& file) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const char c : file.string()) {
        if (c != '?' && c != '#' && c != '%') {
            uri += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        uri += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    std::error_code missing;
    const bool logged = fs::exists(file.string() + "-wal", missing);
    return uri + (logged ? "?mode=ro" : "?mode=ro&immutable=1");
}

} // namespace hearth::core
