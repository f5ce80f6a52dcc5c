// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/pins.h"

#include "gateway/evidence/network_proof.h"

#include <algorithm>

namespace hearth::gateway::evidence {
namespace {

using core::Code;
using core::fail;

constexpr std::size_t most_signers = 32, most_measurements = 64;

/// A home signs with its node key, which has no shorter name.
bool is_signer(const std::string& kind, std::string_view text) {
    if (kind == "hearth" && text.size() != 64) return false;
    const std::string_view digits = text.starts_with("0x") ? text.substr(2) : text;
    const bool sized = text.starts_with("0x") ? digits.size() == 40 || digits.size() == 64 : digits.size() == 64;
    return sized && digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

core::Status check_measurements(const std::string& kind, const std::vector<std::string>& measurements) {
    if (measurements.empty()) return {};
    const HardwareMaker* const maker = maker_of(kind);
    if (maker == nullptr)
        return fail(Code::invalid_argument, core::say("kind_attests_nothing", {kind}),
                    core::say("leave_measurement_out"));
    const auto fine = [&](const std::string& one) { return is_measurement(one, *maker); };
    if (measurements.size() > most_measurements || !std::all_of(measurements.begin(), measurements.end(), fine))
        return fail(Code::invalid_argument, core::say("measurement_is_none"),
                    core::say("how_measurements_are_written"));
    if (covers(measurements, *maker)) return {};
    std::string names;
    for (const std::string& name : maker->needed)
        names += (names.empty() ? "" : ", ") + name;
    return fail(Code::invalid_argument, core::say("measurements_not_all", {names}),
                core::say("how_measurements_are_written"));
}

} // namespace

core::Status check_pins(const std::string& kind, const std::vector<std::string>& signers,
                        const std::vector<std::string>& measurements) {
    const auto facts = facts_of(kind);
    const bool is_signed = facts && (facts->scope == Scope::exchange || facts->scope == Scope::answer);
    if (!signers.empty() && !is_signed)
        return fail(Code::invalid_argument, core::say("kind_signs_nothing", {kind}), core::say("leave_signer_out"));
    const auto fine = [&](const std::string& one) { return is_signer(kind, one); };
    if (signers.size() > most_signers || !std::all_of(signers.begin(), signers.end(), fine))
        return fail(Code::invalid_argument, core::say("signer_is_none"), core::say("how_signers_are_written"));
    return check_measurements(kind, measurements);
}

} // namespace hearth::gateway::evidence
