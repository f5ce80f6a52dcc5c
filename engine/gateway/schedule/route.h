// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/schedule/choice.h"

#include <string>
#include <string_view>
#include <vector>

namespace hearth::gateway::schedule {

/// What a caller says about who may answer one call. The same filters hold for this home, the nodes that are linked
/// with it and every other network; whoever cannot show that it keeps to one of them is out of question.
struct Route {
    std::vector<std::string> order;         ///< these first, one after the other
    std::vector<std::string> allow, deny;   ///< allow empty: everybody
    bool fallbacks = true;                  ///< where one fails before its first byte, the next one is asked
    bool soonest = false;                   ///< by the time to the first byte, in place of the configured order
    bool honours_all = false;               ///< only who refuses each member that it would not honour
    std::vector<std::string> quantizations; ///< as OpenRouter names them; empty = any
    unsigned min_level = 0, min_tier = 0;
    std::optional<std::uint64_t> max_price; ///< of the call, in 10⁻⁹ EMB
    std::optional<bool> resume; ///< an answer whose node is lost goes on at another one; none = where it can
    std::optional<bool> hedge;  ///< a second node is asked when the first is slow; none = among other homes

    bool operator==(const Route&) const = default;
};

/// The name under which this home and the nodes that are linked with it stand in a route.
inline constexpr const char* home_name = "home";

/// Somebody who offers the model.
struct Door {
    std::string network;                          ///< its name, or home_name
    Candidate what;                               ///< of a foreign network whose price is not known it is 0
    std::string quantization = "unknown";         ///< of a foreign network's weights, where the model's name says it
    std::optional<std::uint64_t> most_price = {}; ///< of the call, in 10⁻⁹ EMB; none: nobody knows it
    bool own() const { return network == home_name; }
};

/// Why a door is closed to a call, the first that holds.
enum class Bar {
    none,
    denied,       ///< the caller excludes it
    not_allowed,  ///< the caller names others
    members,      ///< whether it honours every member is not known
    quantization, ///< its weights are rounded otherwise, or nobody says how
    price,        ///< the call may cost more there, or nobody knows it
    resume,       ///< what it began nobody else can go on with
    hedge,        ///< a second network would have to be paid, too
    evidence,
    privacy,
};
Bar bar_of(const Door& door, const Route& route);
/// What is wrong with it, for people: "its evidence reaches E0".
std::string text_of(Bar bar, const Door& door);

/// Why a door is asked, in one word for people and programs.
enum class Why { order, home, soonest, best, first };
std::string_view name_of(Why why);

struct Turn {
    std::size_t door = 0; ///< index
    Why why = Why::first;
    bool operator==(const Turn&) const = default;
};
/// How those are lined up whom the caller does not put in order.
struct LineUp {
    bool best = false; ///< as among nodes, by what each is expected to cost; else as their owner ordered them
    double tokens = Wish().tokens; ///< that are expected
    Dice dice = {0, 0, 1};
};
/// Whom to ask, in turn, as long as nobody has begun to answer. `doors` stand in the order that their owner gave them,
/// and this home first. A call that this home takes does not leave it unless the caller names where it may go. Those
/// that rest after failures come last, where the caller's order does not decide.
std::vector<Turn> turns(std::span<const Door> doors, const Route& route, const LineUp& line_up = {});

} // namespace hearth::gateway::schedule
