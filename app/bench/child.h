// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace hearth::app {

/// A process of ours; ends with this.
class Child {
public:
    explicit Child(pid_t pid) : m_pid(pid) {}
    Child(Child&& other) noexcept : m_pid(std::exchange(other.m_pid, -1)) {}
    Child& operator=(Child&&) = delete;
    ~Child();
    pid_t pid() const { return m_pid; }
    bool lives() const;

    /// Runs `work` in a process of its own, before this one has threads.
    static core::Result<Child> of(const std::function<void()>& work);
    /// What it prints goes nowhere.
    static core::Result<Child> program(std::vector<std::string> words);

private:
    pid_t m_pid;
};

inline constexpr std::chrono::seconds start_patience{30};
/// Errors: unavailable, if the child ends before `there` or is not there in time; `what` names it.
core::Status wait_until(const std::function<bool()>& there, const Child& child, const char* what,
                        std::chrono::seconds patience = start_patience);

/// Where a service's API is, by run/api.json of its home. Errors: corrupt, those of core::read_file().
core::Result<std::uint16_t> port_of(const std::filesystem::path& api_file);

/// `what`: "VmRSS:" now, "VmHWM:" at most.
double resident_mb(pid_t pid, const std::string& what = "VmRSS:");
/// Of all its threads so far; 0: there is no such process.
double processor_seconds(pid_t pid);

} // namespace hearth::app
