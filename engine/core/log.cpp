// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"

#include "core/clock.h"

#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace hearth::core::log {
namespace {

std::mutex sink_mutex;
std::shared_ptr<spdlog::logger> sink;

spdlog::level::level_enum to_spdlog(Level level) {
    switch (level) {
    case Level::debug:
        return spdlog::level::debug;
    case Level::info:
        return spdlog::level::info;
    case Level::warning:
        return spdlog::level::warn;
    case Level::error:
        return spdlog::level::err;
    }
    return spdlog::level::info;
}

const char* name_of(Level level) {
    switch (level) {
    case Level::debug:
        return "debug";
    case Level::info:
        return "info";
    case Level::warning:
        return "warning";
    case Level::error:
        return "error";
    }
    return "info";
}

std::shared_ptr<spdlog::logger> current_sink() {
    const std::lock_guard lock(sink_mutex);
    return sink;
}

} // namespace

Result<Level> level_from_name(std::string_view name) {
    for (const Level level : {Level::debug, Level::info, Level::warning, Level::error})
        if (name == name_of(level)) return level;
    return fail(Code::invalid_argument, "The log level \"" + std::string(name) + "\" is unknown.",
                "Use debug, info, warning or error.");
}

Status open(const std::filesystem::path& folder, const std::string& program, Level level, bool also_stderr) {
    constexpr std::size_t rotate_at = std::size_t{5} << 20;
    constexpr std::size_t files_kept = 5;
    try {
        std::filesystem::create_directories(folder);
        std::vector<spdlog::sink_ptr> sinks{std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
            (folder / (program + ".log")).string(), rotate_at, files_kept)};
        if (also_stderr) sinks.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
        auto logger = std::make_shared<spdlog::logger>(program, sinks.begin(), sinks.end());
        logger->set_pattern("%v");
        logger->set_level(to_spdlog(level));
        logger->flush_on(spdlog::level::info);
        const std::lock_guard lock(sink_mutex);
        sink = std::move(logger);
    } catch (const std::exception& problem) {
        return fail(Code::io, "The log in " + folder.string() + " could not be opened: " + problem.what() + ".");
    }
    return {};
}

void close() {
    const std::lock_guard lock(sink_mutex);
    sink.reset();
}

void write(Level level, std::string_view component, std::string_view event, std::initializer_list<Field> fields) {
    const auto logger = current_sink();
    if (!logger || !logger->should_log(to_spdlog(level))) return;
    nlohmann::ordered_json line;
    line["ts"] = system_clock().now() / 1'000'000;
    line["level"] = name_of(level);
    line["component"] = component;
    line["event"] = event;
    for (const Field& field : fields)
        std::visit([&](const auto& value) { line[std::string(field.name)] = value; }, field.value);
    logger->log(to_spdlog(level), line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

} // namespace hearth::core::log
