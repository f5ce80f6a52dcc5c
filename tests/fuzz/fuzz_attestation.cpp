// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/attestation.h"

#include <cstdlib>

using namespace hearth;
using gateway::evidence::Attested;

namespace {

/// Nobody has a key whose hash is nothing but zeros.
void look_at(const Attested& found, std::size_t size) {
    if (found.chain == core::ChainFault::none) std::abort();
    if (found.form != Attested::Form::whole && (found.signature_fits || found.made_by_maker)) std::abort();
    if (found.form == Attested::Form::unreadable && !found.measurements.empty()) std::abort();
    std::size_t told = found.user_data.size() + found.nonce.size();
    for (const auto& one : found.measurements)
        told += one.value.size();
    if (told > size) std::abort(); // nothing grows
    std::vector<proof::CheckRow> rows;
    gateway::evidence::add_attestation(rows, found, gateway::evidence::intel(), {});
    gateway::evidence::add_attestation(rows, found, gateway::evidence::aws(), {"pcr0=00"});
    if (gateway::evidence::missing_for_attested(rows).empty()) std::abort();
}

} // namespace

/// What a stranger gives as the attestation of its hardware.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr core::Nanoseconds at = 1'780'000'000'000'000'000;
    look_at(gateway::evidence::examine_tdx_quote({data, size}, {}, at), size);
    look_at(gateway::evidence::examine_nitro_document({data, size}, {}, at), size);
    const auto certificates = core::certificates_of_pem({reinterpret_cast<const char*>(data), size});
    if (certificates && core::examine_chain(*certificates, {}, at).fault == core::ChainFault::none) std::abort();
    return 0;
}
