// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

/// Small files of procfs and sysfs; used by this library alone.
namespace hearth::telemetry {

/// Whole content, at most 256 KiB; nullopt when it cannot be read.
std::optional<std::string> read_small_file(const std::string& path);
/// The first line, without its end.
std::optional<std::string> read_line(const std::string& path);
/// A file that holds one number, decimal or 0x….
std::optional<std::uint64_t> read_number(const std::string& path);
/// A file that holds one number that may be negative, e.g. a temperature.
std::optional<std::int64_t> read_signed(const std::string& path);
/// The number after "key:" in a file of "key: value unit" lines.
std::optional<std::uint64_t> number_after(const std::string& text, const std::string& key);

} // namespace hearth::telemetry
