// SPDX-License-Identifier: Apache-2.0
#include "gateway/schedule/route.h"

#include <algorithm>

namespace hearth::gateway::schedule {
namespace {

bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// One is chosen as among nodes, the others follow by what they are expected to cost. Whoever asks for the soonest
/// first byte counts nothing else, and leaves nothing to chance.
void order_by_cost(std::span<const Door> doors, std::span<std::size_t> line, bool soonest, const LineUp& line_up) {
    Wish wish;
    wish.tokens = soonest ? 0 : line_up.tokens;
    const auto known = [&](std::size_t index) {
        Candidate candidate = doors[index].what;
        if (soonest) candidate.price = 0;
        return candidate;
    };
    std::stable_sort(line.begin(), line.end(), [&](std::size_t one, std::size_t other) {
        const Candidate a = known(one), b = known(other);
        return a.shut != b.shut ? b.shut : cost(a, wish) < cost(b, wish);
    });
    if (soonest) return;
    std::vector<Candidate> candidates;
    for (const std::size_t index : line)
        candidates.push_back(known(index));
    if (const auto chosen = choose(candidates, wish, line_up.dice)) {
        const auto at = line.begin() + static_cast<std::ptrdiff_t>(*chosen);
        std::rotate(line.begin(), at, at + 1);
    }
}

/// Those that the caller does not put in order, as they are asked.
std::vector<std::size_t> all_others(std::span<const Door> doors, const Route& route,
                                    const std::vector<std::size_t>& open, const LineUp& line_up) {
    std::vector<std::size_t> others;
    bool taken_home = false;
    for (const std::size_t index : open) {
        const Door& door = doors[index];
        if (holds(route.order, door.network)) {
            taken_home = taken_home || door.own();
            continue;
        }
        if (taken_home && !holds(route.allow, door.network)) continue;
        taken_home = taken_home || door.own();
        others.push_back(index);
    }
    if (route.soonest || line_up.best) {
        // What this home can answer it does, unless whoever may answer is to be the soonest.
        const bool home_first = !route.soonest && !others.empty() && doors[others.front()].own();
        order_by_cost(doors, std::span(others).subspan(home_first ? 1 : 0), route.soonest, line_up);
    } else {
        std::stable_partition(others.begin(), others.end(), [&](std::size_t index) { return !doors[index].what.shut; });
    }
    return others;
}

} // namespace

Bar bar_of(const Door& door, const Route& route) {
    if (holds(route.deny, door.network)) return Bar::denied;
    if (!route.allow.empty() && !holds(route.allow, door.network)) return Bar::not_allowed;
    if (!route.fallbacks && !route.order.empty() && !holds(route.order, door.network)) return Bar::not_allowed;
    Wish wish;
    wish.min_level = route.min_level;
    wish.min_tier = route.min_tier;
    Candidate known = door.what;
    known.shut = known.draining = false; // it says itself when it is tried again
    known.silent = 0;
    const Refusal refusal = refusal_of(known, wish);
    if (refusal == Refusal::evidence) return Bar::evidence;
    if (refusal == Refusal::privacy) return Bar::privacy;
    if (door.own()) return Bar::none; // it looks at all the rest itself, when it knows profile and price
    if (route.honours_all) return Bar::members;
    if (!route.quantizations.empty() && !holds(route.quantizations, door.quantization)) return Bar::quantization;
    if (route.max_price && (!door.most_price || *door.most_price > *route.max_price)) return Bar::price;
    if (route.resume.value_or(false)) return Bar::resume;
    return route.hedge.value_or(false) ? Bar::hedge : Bar::none;
}

std::string text_of(Bar bar, const Door& door) {
    switch (bar) {
    case Bar::none:
        break;
    case Bar::denied:
        return "the request excludes it";
    case Bar::not_allowed:
        return "the request names others";
    case Bar::members:
        return "whether it honours every parameter is not known";
    case Bar::quantization:
        return door.quantization == "unknown" ? "its quantization is not known"
                                              : "its quantization is " + door.quantization;
    case Bar::price:
        return door.most_price ? "the call may cost " + core::Amount::from_units(*door.most_price).text() + " there"
                               : "what the call may cost there at most is not known";
    case Bar::resume:
        return "an answer that it began cannot be resumed";
    case Bar::hedge:
        return "a second network that is asked as well would have to be paid, too";
    case Bar::evidence:
        return "its evidence reaches E" + std::to_string(door.what.level);
    case Bar::privacy:
        return "its privacy tier is P" + std::to_string(door.what.tier);
    }
    return "it may be asked";
}

std::string_view name_of(Why why) {
    switch (why) {
    case Why::order:
        return "order";
    case Why::home:
        return "home";
    case Why::soonest:
        return "soonest";
    case Why::best:
        return "best";
    case Why::first:
        break;
    }
    return "first";
}

std::vector<Turn> turns(std::span<const Door> doors, const Route& route, const LineUp& line_up) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < doors.size(); ++i)
        if (bar_of(doors[i], route) == Bar::none) open.push_back(i);
    std::vector<Turn> all;
    for (const std::string& name : route.order)
        for (const std::size_t index : open)
            if (doors[index].network == name) all.push_back({index, Why::order});
    const Why usual = route.soonest ? Why::soonest : line_up.best ? Why::best : Why::first;
    for (const std::size_t index : all_others(doors, route, open, line_up))
        all.push_back({index, doors[index].own() ? Why::home : usual});
    // Without an order of the caller's there is nobody else to turn to; with one, bar_of() left nobody else.
    if (!route.fallbacks && route.order.empty() && all.size() > 1) all.resize(1);
    return all;
}

} // namespace hearth::gateway::schedule
