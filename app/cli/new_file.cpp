// SPDX-License-Identifier: Apache-2.0
#include "new_file.h"

#include "core/file.h"
#include "naming.h"

#include <string>

namespace hearth::cli {
namespace fs = std::filesystem;
namespace {

using core::Code;

core::Error taken(const fs::path& file) {
    return core::fail(Code::conflict, file.string() + " is there already; nothing was written.",
                      "Choose another name, or add --force to replace it.");
}

} // namespace

core::Status check_new_file(const fs::path& file, bool force) {
    std::error_code problem;
    if (fs::is_directory(file, problem))
        return core::fail(Code::invalid_argument, file.string() + " is a folder.", "Give the name of a file.");
    if (!force && fs::exists(fs::symlink_status(file, problem))) return taken(file);
    return {};
}

fs::path unfinished(const fs::path& file) {
    return file.string() + ".new-" + process_tag();
}

core::Error told_of(const fs::path& file, core::Error error) {
    const std::string beside = unfinished(file).string();
    for (std::string* text : {&error.message, &error.hint})
        if (const auto at = text->find(beside); at != std::string::npos)
            text->replace(at, beside.size(), file.string());
    return error;
}

core::Status give_name(const fs::path& from, const fs::path& file, bool force) {
    const std::error_code problem = force ? name_over(from, file) : name_once(from, file);
    if (!problem) return {};
    std::error_code ignored;
    fs::remove(from, ignored);
    if (problem == std::errc::file_exists && !force) return taken(file);
    return core::fail(Code::io, "The file " + file.string() + " cannot be written: " + problem.message() + ".",
                      "Choose another name or folder.");
}

core::Status write_new_file(const fs::path& file, core::ByteView content, bool force) {
    if (force) return core::write_file_atomic(file, content);
    HEARTH_CHECK(check_new_file(file, force));
    const fs::path beside = unfinished(file);
    if (const auto written = core::write_file_atomic(beside, content); !written) return told_of(file, written.error());
    return give_name(beside, file, force);
}

} // namespace hearth::cli
