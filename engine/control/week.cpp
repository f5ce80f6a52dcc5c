// SPDX-License-Identifier: Apache-2.0
#include "control/week.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace hearth::control {
namespace {

constexpr std::array<std::string_view, Week::days> names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::uint32_t all_hours = (1u << Week::hours) - 1;
constexpr std::uint32_t hour_seconds = 3600;
constexpr const char* never = "never";

std::optional<unsigned> day_of(std::string_view text) {
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) return std::nullopt;
    return static_cast<unsigned>(found - names.begin());
}

std::optional<unsigned> hour_of(std::string_view text) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value > Week::hours) return std::nullopt;
    return value;
}

/// The parts before and after the first `mark`; the second is the first where there is none.
std::pair<std::string_view, std::string_view> halves(std::string_view text, char mark) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) return {text, text};
    return {text.substr(0, at), text.substr(at + 1)};
}

bool choose(Week& week, std::string_view text) {
    const std::size_t gap = text.find(' ');
    if (gap == std::string_view::npos) return false;
    const auto [first_day, last_day] = halves(text.substr(0, gap), '-');
    const auto from_day = day_of(first_day), to_day = day_of(last_day);
    const std::string_view span = text.substr(gap + 1);
    const auto [begin, end] = halves(span, '-');
    const auto from = hour_of(begin), to = hour_of(end);
    if (!from_day || !to_day || !from || !to || *from == *to || *from == Week::hours) return false;
    const unsigned length = (*to + Week::hours - *from) % Week::hours;
    for (unsigned day = *from_day;; day = (day + 1) % Week::days) {
        for (unsigned i = 0; i < (length == 0 ? Week::hours : length); ++i) {
            const unsigned hour = *from + i;
            week.set((day + hour / Week::hours) % Week::days, hour % Week::hours, true);
        }
        if (day == *to_day) return true;
    }
}

/// "18-24" for each stretch of hours.
std::vector<std::string> stretches(std::uint32_t chosen) {
    std::vector<std::string> texts;
    for (unsigned hour = 0; hour < Week::hours; ++hour) {
        if ((chosen >> hour & 1) == 0) continue;
        const unsigned begin = hour;
        while (hour < Week::hours && (chosen >> hour & 1) != 0)
            ++hour;
        texts.push_back(std::to_string(begin) + "-" + std::to_string(hour));
    }
    return texts;
}

} // namespace

core::Result<Week> Week::parse(const std::vector<std::string>& texts) {
    Week week;
    if (texts.empty()) week.m_days.fill(all_hours);
    if (texts.size() == 1 && texts.front() == never) return week;
    for (const std::string& text : texts)
        if (!choose(week, text))
            return core::fail(core::Code::invalid_argument, core::say("names_no_hours_week", {text}),
                              core::say("write_example_mon_fri"));
    return week;
}

std::vector<std::string> Week::texts() const {
    if (whole()) return {};
    if (none()) return {never};
    std::vector<std::string> texts;
    for (unsigned day = 0; day < days;) {
        unsigned last = day;
        while (last + 1 < days && m_days[last + 1] == m_days[day])
            ++last;
        std::string name(names[day]);
        if (last > day) name += "-" + std::string(names[last]);
        for (const std::string& stretch : stretches(m_days[day]))
            texts.push_back(name + " " + stretch);
        day = last + 1;
    }
    return texts;
}

void Week::set(unsigned day, unsigned hour, bool chosen) {
    const std::uint32_t bit = 1u << hour;
    m_days[day] = chosen ? m_days[day] | bit : m_days[day] & ~bit;
}

bool Week::whole() const {
    return std::all_of(m_days.begin(), m_days.end(), [](std::uint32_t day) { return day == all_hours; });
}

bool Week::none() const {
    return std::all_of(m_days.begin(), m_days.end(), [](std::uint32_t day) { return day == 0; });
}

std::optional<std::uint32_t> Week::changes_in(std::uint32_t second_of_week) const {
    const std::uint32_t now = second_of_week / hour_seconds % (days * hours);
    const auto chosen = [&](std::uint32_t hour) { return at(hour / hours % days, hour % hours); };
    for (std::uint32_t ahead = 1; ahead < days * hours; ++ahead)
        if (chosen(now + ahead) != chosen(now)) return ahead * hour_seconds - second_of_week % hour_seconds;
    return std::nullopt;
}

} // namespace hearth::control
