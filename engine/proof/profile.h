// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace hearth::proof {

/// How much is known about an answer. A higher level is not a better one in every respect: an attested answer (E3) was
/// not computed again. Levels are ordered only for what a ledger pays.
enum class Level : std::uint8_t { none = 0, signature = 1, statistical = 2, attested = 3, exact = 4 };

std::string_view level_name(Level level); ///< "E0"…"E4"
std::optional<Level> find_level(std::string_view name);

/// Of a profile's name, wherever one is stored or sent.
inline constexpr std::size_t max_profile_bytes = 32;

enum class ProfileId : std::uint8_t { fp32 = 1, bf16 = 2, ci81 = 3, ci41 = 4 };

/// An inference profile: how a model's numbers are computed, and what a replay of it can prove.
struct Profile {
    ProfileId id;
    std::string_view name;     ///< as in requests and receipts
    bool exact;                ///< every bit is fixed, so that a replay gives the same bytes on any machine
    Level reachable;           ///< what a replay that passes is worth
    std::int64_t tie_distance; ///< 2⁻³² of a logit: how far from a tie rounding alone can move a draw; 0 if exact
    std::int64_t vector_tolerance; ///< millionths by which rounding can move a value of a vector; 0: makes none
};

/// Every profile of the network. Settlement, audits, engines and screens read this table.
std::span<const Profile> profiles();
/// nullptr for a name that is not in the table.
const Profile* find_profile(std::string_view name);
const Profile& profile(ProfileId id);
bool is_exact(std::string_view name); ///< false for unknown names
bool is_named(ProfileId id, std::string_view name);

} // namespace hearth::proof
