// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/words.h"
#include "control/work.h"

namespace hearth::control {

/// How far a job is; every job is in exactly one. Failed: it gave no answer, or its answer is disputed or was proven
/// wrong. Proving: signed, and its money has not come to rest.
enum class JobGroup { any, running, proving, settled, failed };
template <>
inline constexpr std::array<const char*, 5> words<JobGroup>{"", "running", "proving", "settled", "failed"};
JobGroup group_of(const JobRow& job);

/// Which jobs are looked for: those of which all holds that is given.
struct JobFilter {
    /// Stands in the model's name, whatever its letters' case; four hexadecimal digits or more: begins the job's or the
    /// receipt's id, where there is one that it begins. At most `longest` bytes.
    std::string text;
    JobGroup group = JobGroup::any;
    std::optional<core::Nanoseconds> since, until; ///< when it came; `until` itself is outside

    static constexpr std::size_t longest = 640;
    bool empty() const { return text.empty() && group == JobGroup::any && !since && !until; }
};
/// Small letters of ASCII; empty where `text` begins no id.
std::string beginning_of_id(const std::string& text);
/// Among jobs whose ids are looked for, or else those whose models are.
bool fits(const JobFilter& filter, const JobRow& job, bool by_id);

/// Of the call "find_jobs".
struct FindJobsParams {
    JobFilter filter;
    std::uint32_t limit = 0;
    std::string before;
};

} // namespace hearth::control
