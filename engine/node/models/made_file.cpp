// SPDX-License-Identifier: Apache-2.0
#include "node/models/made_file.h"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace hearth::node {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::Status;

bool stays_inside(const std::string& relative) {
    const fs::path path(relative);
    return !relative.empty() && path.is_relative() &&
           std::none_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
}

Status MadeFile::append(const worker::FileData& piece) {
    if (m_name.empty()) {
        if (!stays_inside(piece.path)) return fail(Code::corrupt, core::say("worker_names_file_outside"));
        m_name = piece.path;
        std::error_code error;
        fs::create_directories((m_folder / m_name).parent_path(), error);
        m_stream.open(m_folder / m_name, std::ios::binary | std::ios::trunc);
    }
    if (piece.path != m_name) return fail(Code::corrupt, core::say("worker_made_more_than"));
    m_stream.write(reinterpret_cast<const char*>(piece.data.data()), static_cast<std::streamsize>(piece.data.size()));
    m_hash.update(piece.data);
    if (m_stream) return {};
    return not_written();
}

Status MadeFile::close() {
    if (m_name.empty()) return {};
    m_stream.close();
    if (!m_stream) return not_written();
    m_content = m_hash.finish();
    return {};
}

Status MadeFile::move_to(const fs::path& place, const model::ManifestFile& wanted) const {
    if (m_name != wanted.path || m_content != wanted.sha256)
        return fail(Code::corrupt, core::say("worker_made_another_file"), core::say("import_model_again"));
    const int file = ::open((m_folder / m_name).c_str(), O_RDONLY | O_CLOEXEC);
    const bool flushed = file >= 0 && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    std::error_code error;
    if (flushed) fs::rename(m_folder / m_name, place, error);
    return flushed && !error ? Status() : not_written();
}

core::Error MadeFile::not_written() const {
    return fail(Code::io, core::say("model_exact_weights_cannot", {m_folder.string()}),
                core::say("free_some_space_move"));
}

} // namespace hearth::node
