// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/attestation.h"

#include <algorithm>
#include <array>

namespace hearth::gateway::evidence {
namespace {

using Outcome = proof::CheckRow::Outcome;

constexpr std::size_t digits_of_a_value = 96;
constexpr std::array needed_rows{Check::attestation_report, Check::attestation_chain, Check::attestation_signature,
                                 Check::attestation_mode, Check::attestation_measurement};

core::Sentence chain_words(core::ChainFault fault, const char* maker) {
    switch (fault) {
    case core::ChainFault::none:
        return core::say("att_chain_good", {maker});
    case core::ChainFault::other_root:
        return core::say("att_chain_other_root", {maker});
    case core::ChainFault::expired:
        return core::say("att_chain_expired");
    case core::ChainFault::broken:
        return core::say("att_chain_broken");
    case core::ChainFault::unreadable:
        break;
    }
    return core::say("att_chain_unread");
}

proof::CheckRow signature_row(const Attested& found) {
    if (found.signature_fits && !found.made_by_maker)
        return judged(Check::attestation_signature, false, core::say("att_enclave_other"));
    return judged(Check::attestation_signature, found.signature_fits,
                  found.signature_fits ? core::say("att_signature_good") : core::say("att_signature_bad"));
}

std::string_view name_of(std::string_view pin) {
    return pin.substr(0, pin.find('='));
}

std::string text_of(const Measurement& one) {
    return one.name + "=" + core::to_hex(one.value);
}

/// Whoever leaves a part of it unpinned trusts whatever runs there.
proof::CheckRow measurement_row(const Attested& found, const HardwareMaker& maker,
                                const std::vector<std::string>& pinned) {
    const auto has_name = [](const std::string& name) {
        return [&name](const std::string& pin) { return name_of(pin) == name; };
    };
    std::string shown;
    bool same = true;
    for (const Measurement& one : found.measurements) {
        const bool is_needed = std::find(maker.needed.begin(), maker.needed.end(), one.name) != maker.needed.end();
        const bool is_pinned = std::any_of(pinned.begin(), pinned.end(), has_name(one.name));
        if (is_needed || is_pinned) shown += (shown.empty() ? "" : ", ") + text_of(one);
        if (is_pinned && std::find(pinned.begin(), pinned.end(), text_of(one)) == pinned.end()) same = false;
    }
    for (const std::string& pin : pinned)
        same = same && std::any_of(found.measurements.begin(), found.measurements.end(),
                                   [&](const Measurement& one) { return one.name == name_of(pin); });
    if (!same) return judged(Check::attestation_measurement, false, core::say("att_measured_other", {shown}));
    if (covers(pinned, maker)) return judged(Check::attestation_measurement, true, core::say("att_measured", {shown}));
    return unchecked(Check::attestation_measurement, core::say("att_measured_unpinned", {shown}));
}

} // namespace

const TrustAnchors& hardware_makers() {
    // Computed from the certificates as their makers publish them. "Intel SGX Root CA":
    // certificates.trustedservices.intel.com, Intel_SGX_Provisioning_Certification_RootCA.cer; all its issues have one
    // key. Quoting enclave: "tdx/certification/v4/qe/identity" of Intel's provisioning service.
    // "aws.nitro-enclaves": aws-nitro-enclaves.amazonaws.com, AWS_NitroEnclaves_Root-G1.zip, whose certificate has the
    // fingerprint 641A0321…8F79BB5B of the AWS manual.
    static const TrustAnchors anchors = {
        core::Hash::parse("a0af031289f5d5d4132f9186068a7fc13628633ba235777472e29b6b6c67a49e").value(),
        core::Hash::parse("dc9e2a7c6f948f17474e34a7fc43ed030f7c1563f1babddf6340c82e0e54a8c5").value(), 2,
        core::Hash::parse("f2caf5ecc6190b4a8399b78bc58a2bbcd0382375db8a1bfd78a82743874fd225").value()};
    return anchors;
}

const HardwareMaker& intel() {
    static const HardwareMaker maker{"Intel", {"mrtd", "rtmr0", "rtmr1", "rtmr2", "rtmr3"}, true};
    return maker;
}

const HardwareMaker& aws() {
    static const HardwareMaker maker{"AWS", {"pcr0", "pcr1", "pcr2"}, false};
    return maker;
}

bool is_measurement(std::string_view text, const HardwareMaker& maker) {
    const std::string_view name = name_of(text);
    if (text.size() != name.size() + 1 + digits_of_a_value ||
        text.substr(name.size() + 1).find_first_not_of("0123456789abcdef") != std::string_view::npos)
        return false;
    if (std::find(maker.needed.begin(), maker.needed.end(), name) != maker.needed.end()) return true;
    if (&maker != &aws()) return false;
    for (int index = 0; index < 32; ++index)
        if (name == "pcr" + std::to_string(index)) return true;
    return false;
}

bool covers(const std::vector<std::string>& measurements, const HardwareMaker& maker) {
    return std::all_of(maker.needed.begin(), maker.needed.end(), [&](const std::string& name) {
        return std::any_of(measurements.begin(), measurements.end(),
                           [&](const std::string& one) { return name_of(one) == name; });
    });
}

void add_attestation(std::vector<proof::CheckRow>& rows, const Attested& found, const HardwareMaker& maker,
                     const std::vector<std::string>& pinned) {
    if (found.form == Attested::Form::unreadable) {
        rows.push_back(unchecked(Check::attestation_chain, core::say("att_unread")));
        return;
    }
    if (found.form == Attested::Form::unsigned_by_anybody) {
        rows.push_back(unchecked(Check::attestation_chain, core::say("att_unsigned")));
        return;
    }
    const std::size_t first = rows.size();
    rows.push_back(
        judged(Check::attestation_chain, found.chain == core::ChainFault::none, chain_words(found.chain, maker.name)));
    rows.push_back(signature_row(found));
    rows.push_back(judged(Check::attestation_mode, !found.debug,
                          found.debug ? core::say("att_mode_debug") : core::say("att_mode_good")));
    rows.push_back(measurement_row(found, maker, pinned));
    if (pinned.empty()) // nothing rests on it
        for (std::size_t i = first; i < rows.size(); ++i)
            if (rows[i].outcome == Outcome::failed) rows[i].outcome = Outcome::not_checked;
    rows.push_back(unchecked(Check::attestation_fixes, core::say("att_fixes")));
    if (maker.beside_graphics) rows.push_back(unchecked(Check::attestation_graphics, core::say("att_graphics")));
}

std::vector<std::string> missing_for_attested(const std::vector<proof::CheckRow>& rows) {
    std::vector<std::string> missing;
    for (const Check check : needed_rows)
        if (!has_passed(rows, check)) missing.emplace_back(name_of(check));
    return missing;
}

} // namespace hearth::gateway::evidence
