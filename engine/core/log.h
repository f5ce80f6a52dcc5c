// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

/// Structured log: one JSON object a line, {"ts","level","component","event",…fields}. Fields are named by us
/// and hold numbers, identifiers, paths and reasons: never prompts, answers, keys or tokens.
/// Thread-safe. Before open() and after close() lines are dropped.
namespace hearth::core::log {

enum class Level { debug, info, warning, error };
Result<Level> level_from_name(std::string_view name);

struct Field {
    std::string_view name;
    std::variant<std::int64_t, std::string> value;
    Field(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
    Field(std::string_view n, const char* v) : name(n), value(std::string(v)) {}
    template <typename Integer, typename = std::enable_if_t<std::is_integral_v<Integer>>>
    Field(std::string_view n, Integer v) : name(n), value(static_cast<std::int64_t>(v)) {}
};

/// Logs into `folder`/`program`.log, rotated at 5 MiB, 5 files kept; also to stderr if asked.
Status open(const std::filesystem::path& folder, const std::string& program, Level level, bool also_stderr);
void close();

void write(Level level, std::string_view component, std::string_view event, std::initializer_list<Field> fields = {});

inline void debug(std::string_view c, std::string_view e, std::initializer_list<Field> f = {}) {
    write(Level::debug, c, e, f);
}
inline void info(std::string_view c, std::string_view e, std::initializer_list<Field> f = {}) {
    write(Level::info, c, e, f);
}
inline void warning(std::string_view c, std::string_view e, std::initializer_list<Field> f = {}) {
    write(Level::warning, c, e, f);
}
inline void error(std::string_view c, std::string_view e, std::initializer_list<Field> f = {}) {
    write(Level::error, c, e, f);
}

} // namespace hearth::core::log
