// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/certificates.h"
#include "core/units.h"
#include "gateway/evidence/check.h"

#include <string>
#include <string_view>
#include <vector>

/// What hardware says of the software that it runs, in its makers' formats. Pure: time and trust are arguments, and
/// nothing is asked of anybody.
namespace hearth::gateway::evidence {

/// The makers whose word is taken for what a machine is.
struct TrustAnchors {
    core::Hash intel_root;      ///< SHA-256 of the SubjectPublicKeyInfo of Intel's SGX root
    core::Hash intel_enclave;   ///< MRSIGNER of Intel's quoting enclave for TDX
    std::uint16_t intel_id = 0; ///< ISVPRODID of that enclave
    core::Hash nitro_root;      ///< SHA-256 of the SubjectPublicKeyInfo of AWS' Nitro root
};
/// Those of the makers themselves.
const TrustAnchors& hardware_makers();

/// What was loaded, as the hardware measured it.
struct Measurement {
    std::string name; ///< "mrtd", "rtmr0"…"rtmr3"; "pcr0"…"pcr31"
    core::Bytes value;
};

/// A quote or a document, read and examined; none of it means anything without the rows that add_attestation() makes.
struct Attested {
    enum class Form { unreadable, unsigned_by_anybody, whole } form = Form::unreadable;
    bool signature_fits = false; ///< over everything here, by a key that the leaf of the chain vouches for
    bool made_by_maker = false;  ///< and not by another enclave on the same machine
    core::ChainFault chain = core::ChainFault::unreadable;
    bool debug = false;    ///< whoever runs the machine can look inside
    core::Bytes user_data; ///< that the software inside chose
    core::Bytes nonce;     ///< where the format has one of its own
    std::vector<Measurement> measurements;
};

/// A TDX quote of version 4 or 5, signed by ECDSA P-256: at most 16 KiB; zeros may follow it.
Attested examine_tdx_quote(core::ByteView quote, const TrustAnchors& trust, core::Nanoseconds at);
/// A document of AWS' Nitro hypervisor: COSE_Sign1 with ES384; at most 16 KiB.
Attested examine_nitro_document(core::ByteView document, const TrustAnchors& trust, core::Nanoseconds at);

/// What differs between makers.
struct HardwareMaker {
    const char* name;
    std::vector<std::string> needed; ///< measurements that together cover all the software
    bool beside_graphics;            ///< where graphics cards compute that have reports of their own
};
const HardwareMaker& intel();
const HardwareMaker& aws();

/// A measurement that the owner trusts, "rtmr3=" and 96 hex digits; a name may stand there with several values.
bool is_measurement(std::string_view text, const HardwareMaker& maker);

/// Every register that the maker needs has a value: what is left out could be any software.
bool covers(const std::vector<std::string>& measurements, const HardwareMaker& maker);

/// Rows on everything but whether the document is for this key and this question, which "attestation report" says.
/// Where nothing is pinned, none of them is a failure: nobody relies on the hardware then, and evidence of before it
/// was looked at keeps its verdict.
void add_attestation(std::vector<proof::CheckRow>& rows, const Attested& found, const HardwareMaker& maker,
                     const std::vector<std::string>& pinned);
/// Of the rows that E3 needs, the names of those that did not pass; empty: hardware runs the pinned software, which
/// holds the key.
std::vector<std::string> missing_for_attested(const std::vector<proof::CheckRow>& rows);

} // namespace hearth::gateway::evidence
