// SPDX-License-Identifier: Apache-2.0
#include "temporary_folder.h"

#include <cstdlib>

namespace hearth::app {

core::Result<TemporaryFolder> TemporaryFolder::make(const std::filesystem::path& parent) {
    std::error_code none;
    std::string name =
        ((parent.empty() ? std::filesystem::temp_directory_path(none) : parent) / "hearth-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        return core::fail(core::Code::io, "No folder could be made at " + name + ".",
                          "Name another one with --folder.");
    return TemporaryFolder(std::filesystem::path(name));
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    if (!m_path.empty()) std::filesystem::remove_all(m_path, ignored);
}

} // namespace hearth::app
