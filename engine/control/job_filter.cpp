// SPDX-License-Identifier: Apache-2.0
#include "control/job_filter.h"

#include <algorithm>

namespace hearth::control {
namespace {

constexpr std::size_t fewest_digits = 4;

char small_letter(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string in_small_letters(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), small_letter);
    return text;
}

} // namespace

JobGroup group_of(const JobRow& job) {
    const MoneyState money = job.money_state;
    if (job.state == JobState::failed || money == MoneyState::disputed || money == MoneyState::lost)
        return JobGroup::failed;
    if (job.state == JobState::running) return JobGroup::running;
    const bool moves = money == MoneyState::none || money == MoneyState::pending || money == MoneyState::confirmed;
    return moves && !job.receipt_id.empty() ? JobGroup::proving : JobGroup::settled;
}

std::string beginning_of_id(const std::string& text) {
    const std::string digits = in_small_letters(text);
    const bool is_one =
        digits.size() >= fewest_digits && digits.find_first_not_of("0123456789abcdef") == std::string::npos;
    return is_one ? digits : std::string();
}

bool fits(const JobFilter& filter, const JobRow& job, bool by_id) {
    if (filter.group != JobGroup::any && group_of(job) != filter.group) return false;
    if (filter.since && job.created_at < *filter.since) return false;
    if (filter.until && job.created_at >= *filter.until) return false;
    if (filter.text.empty()) return true;
    const std::string text = in_small_letters(filter.text);
    if (by_id) return job.job_id.starts_with(text) || job.receipt_id.starts_with(text);
    return in_small_letters(job.model_name).find(text) != std::string::npos;
}

} // namespace hearth::control
