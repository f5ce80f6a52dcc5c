// SPDX-License-Identifier: Apache-2.0
#include "control/diagnose.h"

#include "control/client.h"
#include "core/file.h"
#include "core/installation.h"
#include "core/size_text.h"

#include <cstdlib>
#include <sstream>
#ifndef _WIN32
#include <unistd.h>
#endif

namespace hearth::control {
namespace fs = std::filesystem;
namespace {

using core::Code;

constexpr std::uintmax_t little_space = std::uintmax_t{2} << 30;
constexpr std::uintmax_t too_little_space = std::uintmax_t{256} << 20;

#ifdef _WIN32
constexpr char path_separator = ';';

bool may_run(const fs::path&) {
    return true;
}
#else
constexpr char path_separator = ':';

bool may_run(const fs::path& file) {
    return ::access(file.c_str(), X_OK) == 0;
}
#endif

bool is_program(const fs::path& file) {
    std::error_code ignored;
    return fs::is_regular_file(file, ignored) && may_run(file);
}

Condition condition_of(Code code) {
    switch (code) {
    case Code::unsupported:
    case Code::corrupt:
        return Condition::other_version;
    case Code::refused:
    case Code::busy:
        return Condition::refused;
    case Code::timed_out:
        return Condition::silent;
    default:
        return Condition::stopped;
    }
}

} // namespace

const char* condition_name(Condition condition) {
    switch (condition) {
    case Condition::running:
        return "running";
    case Condition::not_installed:
        return "not installed";
    case Condition::stopped:
        return "stopped";
    case Condition::other_version:
        return "other version";
    case Condition::refused:
        return "refused";
    case Condition::silent:
        return "silent";
    }
    return "silent";
}

fs::path find_service_program() {
    const std::string name = core::native_file_name("hearthd");
    fs::path beside = core::program_folder() / name;
    if (is_program(beside)) return beside;
    // The environment is not changed while the program runs.
    const char* path = std::getenv("PATH"); // NOLINT(concurrency-mt-unsafe)
    std::istringstream folders(path != nullptr ? path : "");
    for (std::string folder; std::getline(folders, folder, path_separator);)
        if (!folder.empty() && is_program(fs::path(folder) / name)) return fs::path(folder) / name;
    return {};
}

Diagnosis diagnose(const core::Error& error, const core::Home& home, const fs::path& service_program, bool was_there) {
    std::error_code ignored;
    Diagnosis diagnosis{condition_of(error.code), error.message, error.hint, is_program(service_program)};
    if (diagnosis.condition != Condition::stopped) {
        diagnosis.can_start = false;
        return diagnosis;
    }
    if (const core::Status place = core::check_no_file(home.root); !place) {
        diagnosis = {Condition::not_installed, place.error().message, place.error().hint, false};
    } else if (was_there && !fs::is_directory(home.root, ignored)) {
        diagnosis = {Condition::not_installed, core::say("home_gone", {home.root.string()}), core::say("connect_drive"),
                     false};
    } else if (!diagnosis.can_start) {
        diagnosis.condition = Condition::not_installed;
        diagnosis.sentence = core::say("program_missing");
        diagnosis.hint = core::say("install_hearth");
    } else if (!fs::is_directory(home.root, ignored)) {
        diagnosis.condition = Condition::not_installed;
        diagnosis.sentence = core::say("no_node_in", {home.root.string()});
        diagnosis.hint = core::say("set_up_with", {home.root.string()});
    } else {
        diagnosis.sentence = core::say("not_running", {home.root.string()});
        diagnosis.hint = core::say("start_with", {home.root.string()});
    }
    return diagnosis;
}

Diagnosis diagnose(const core::Home& home, const fs::path& service_program, std::chrono::milliseconds deadline) {
    ConnectOptions options;
    options.client = "diagnose";
    options.deadline = deadline / 2;
    const auto node = connect(home.control_socket(), options);
    if (!node) return diagnose(node.error(), home, service_program);
    const auto status = node.value()->status();
    if (!status) {
        Diagnosis diagnosis = diagnose(status.error(), home, service_program);
        // Whatever else a service answers, it answers.
        if (diagnosis.condition != Condition::silent && node.value()->connected()) {
            diagnosis.condition = Condition::running;
            diagnosis.can_start = false;
        }
        return diagnosis;
    }
    return {Condition::running, status->sentence, {}, false};
}

DoctorCheck check_disk(fs::path place) {
    std::error_code problem;
    while (!fs::exists(place, problem) && place.has_relative_path())
        place = place.parent_path();
    const fs::space_info space = fs::space(place, problem);
    if (problem) return {"disk", "failed", core::say("disk_unasked", {problem.message()}), ""};
    const auto fewer_than = [&](std::uintmax_t least) {
        const auto [room, needed] = core::room_and_need(space.available, least);
        return core::both(core::say("free_at", {room, place.string()}), core::say("should_be", {needed}));
    };
    const core::Sentence repair = core::say("free_space");
    if (space.available < too_little_space) return {"disk", "failed", fewer_than(too_little_space), repair};
    if (space.available < little_space) return {"disk", "warning", fewer_than(little_space), repair};
    return {"disk", "passed", core::say("free_at", {core::size_text(space.available), place.string()}), ""};
}

} // namespace hearth::control
