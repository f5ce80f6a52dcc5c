// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

/// Enumerations of the protocol and the one table of their words, in the order of their values.
namespace hearth::control {

enum class WorkerState {
    stopped, ///< nobody needs it
    starting,
    ready,
    busy,
    backing_off, ///< after a crash
    yielding,    ///< its memory, to other programs
    failed,      ///< its model did not load; the next request tries again
    disabled,    ///< until the node is resumed
};

/// Of the node as a whole.
enum class NodeState {
    starting,
    idle,
    serving,
    draining, ///< it finishes what runs and takes no more
    paused,
    snoozed,
    resting, ///< a rule of when to work says so
    problem,
};

/// The one verb that the node offers.
enum class NodeAction { none, resume, pause, import_model };

/// What holds work back, in the order in which it is heard.
enum class WorkRule { none, pause, snooze, temperature, programs, full_screen, battery, metered, idle, hours };

enum class LampState { unknown, off, on, warning, error };

/// Why a lamp is as it is; its sentence says it to people.
enum class LampReason {
    unknown,
    as_stated, ///< the node's own sentence is the reason
    answers,
    no_endpoint,
    stopping,
    problem,
    computes,
    gpu_unused,
    no_gpu,
    takes_work,
    unregistered,
    settled_lately,
    nothing_lately,
    nothing_yet,
};

template <class E>
inline constexpr std::array<const char*, 0> words{};
template <>
inline constexpr std::array<const char*, 8> words<WorkerState>{"stopped",     "starting", "ready",  "busy",
                                                               "backing off", "yielding", "failed", "disabled"};
template <>
inline constexpr std::array<const char*, 8> words<NodeState>{"starting", "idle",    "serving", "draining",
                                                             "paused",   "snoozed", "resting", "problem"};
template <>
inline constexpr std::array<const char*, 4> words<NodeAction>{"", "resume", "pause", "import a model"};
template <>
inline constexpr std::array<const char*, 10> words<WorkRule>{
    "", "pause", "snooze", "temperature", "programs", "full screen", "battery", "metered", "idle", "hours"};
template <>
inline constexpr std::array<const char*, 5> words<LampState>{"unknown", "off", "on", "warning", "error"};
template <>
inline constexpr std::array<const char*, 14> words<LampReason>{
    "unknown",    "as stated", "answers",    "no endpoint",  "stopping",       "problem",        "computes",
    "gpu unused", "no gpu",    "takes work", "unregistered", "settled lately", "nothing lately", "nothing yet"};

template <class E>
constexpr const char* name_of(E value) {
    return words<E>[static_cast<std::size_t>(value)];
}
/// nullopt for a word that is not in the table.
template <class E>
std::optional<E> from_name(std::string_view name) {
    for (std::size_t i = 0; i < words<E>.size(); ++i)
        if (name == words<E>[i]) return static_cast<E>(i);
    return std::nullopt;
}

/// It has a model and takes requests.
constexpr bool serves(WorkerState state) {
    return state == WorkerState::ready || state == WorkerState::busy;
}

} // namespace hearth::control
