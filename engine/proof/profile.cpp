// SPDX-License-Identifier: Apache-2.0
#include "proof/profile.h"

#include "core/expect.h"

#include <algorithm>
#include <array>

namespace hearth::proof {
namespace {

constexpr std::int64_t logit = std::int64_t{1} << 32;

// fp32 sums in another order stay far below 1/64 of a logit; bf16 keeps eight bits, so that logits of some tens move by
// tenths. A value of a normalised vector stays within 10⁻⁴ in fp32, whatever the order of the sums.
constexpr std::array<Profile, 4> table{{
    {ProfileId::fp32, "fp32", false, Level::statistical, logit / 64, 100},
    {ProfileId::bf16, "bf16", false, Level::statistical, logit / 2, 0},
    {ProfileId::ci81, "ci8.1", true, Level::exact, 0, 0},
    {ProfileId::ci41, "ci4.1", true, Level::exact, 0, 0},
}};

constexpr std::array<std::string_view, 5> level_names{"E0", "E1", "E2", "E3", "E4"};

} // namespace

std::string_view level_name(Level level) {
    return level_names[static_cast<std::size_t>(level)];
}

std::optional<Level> find_level(std::string_view name) {
    const auto at = std::find(level_names.begin(), level_names.end(), name);
    if (at == level_names.end()) return std::nullopt;
    return static_cast<Level>(at - level_names.begin());
}

std::span<const Profile> profiles() {
    return table;
}

const Profile* find_profile(std::string_view name) {
    const auto at = std::find_if(table.begin(), table.end(), [&](const Profile& p) { return p.name == name; });
    return at == table.end() ? nullptr : &*at;
}

const Profile& profile(ProfileId id) {
    const auto at = std::find_if(table.begin(), table.end(), [&](const Profile& p) { return p.id == id; });
    HEARTH_EXPECT(at != table.end(), "A profile is not in the table, where every enumerator stands.");
    return *at;
}

bool is_exact(std::string_view name) {
    const Profile* found = find_profile(name);
    return found != nullptr && found->exact;
}

bool is_named(ProfileId id, std::string_view name) {
    return profile(id).name == name;
}

} // namespace hearth::proof
