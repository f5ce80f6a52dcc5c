// SPDX-License-Identifier: Apache-2.0
#include "telemetry/device.h"
#include "telemetry/proc.h"

#include <algorithm>
#include <charconv>
#include <fstream>

namespace hearth::telemetry {

std::optional<std::string> read_small_file(const std::string& path) {
    constexpr std::size_t cap = std::size_t{256} << 10;
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::string content(cap, '\0');
    file.read(content.data(), static_cast<std::streamsize>(cap));
    content.resize(static_cast<std::size_t>(file.gcount()));
    return content;
}

std::optional<std::string> read_line(const std::string& path) {
    auto text = read_small_file(path);
    if (text) text->resize(std::min(text->find('\n'), text->size()));
    return text;
}

std::optional<std::uint64_t> read_number(const std::string& path) {
    const auto line = read_line(path);
    if (!line) return std::nullopt;
    const bool hexadecimal = line->starts_with("0x");
    const char* const first = line->data() + (hexadecimal ? 2 : 0);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(first, line->data() + line->size(), value, hexadecimal ? 16 : 10);
    return error == std::errc{} ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> read_signed(const std::string& path) {
    const auto line = read_line(path);
    if (!line) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(line->data(), line->data() + line->size(), value);
    return error == std::errc{} ? std::optional(value) : std::nullopt;
}

std::optional<std::uint64_t> number_after(const std::string& text, const std::string& key) {
    std::size_t at = text.starts_with(key + ":") ? 0 : text.find("\n" + key + ":");
    if (at == std::string::npos) return std::nullopt;
    at = text.find(':', at) + 1;
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t'))
        ++at;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), value);
    if (error != std::errc{}) return std::nullopt;
    return value;
}

std::optional<std::uint64_t> resident_bytes(std::int64_t pid, const std::string& proc) {
    const auto status = read_small_file(proc + "/" + std::to_string(pid) + "/status");
    if (!status) return std::nullopt;
    const auto kib = number_after(*status, "VmRSS");
    return kib ? std::optional(*kib * 1024) : std::nullopt;
}

std::optional<std::uint64_t> available_memory_bytes(const std::string& proc) {
    const auto info = read_small_file(proc + "/meminfo");
    if (!info) return std::nullopt;
    const auto kib = number_after(*info, "MemAvailable");
    return kib ? std::optional(*kib * 1024) : std::nullopt;
}

} // namespace hearth::telemetry
