// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/light/state_proof.h"
#include "proof/check.h"

namespace hearth::ledger {

/// What the reader of a proof knows already.
struct ProofTrust {
    /// The sequencer's key, or the hash of the first of a network's headers. None: what the file itself names.
    std::optional<core::Hash> anchor;
    /// Those with whom the network was founded. Instead of a hash.
    std::vector<ValidatorPower> founders;
    LightOptions options;
};

struct ProofExamination {
    bool valid = false;
    std::vector<proof::CheckRow> rows; ///< "records", "app_hash", "signatures", "trust"
    core::Hash app_hash;               ///< as the header says it
    core::Nanoseconds time = 0;        ///< of that header
    core::Hash anchor;                 ///< what it all rests on: a key or a header's hash
    core::Height anchor_height = 0;    ///< of a network
    std::string trusted;               ///< one sentence: whom one believes who believes the file
};

/// Everything that can be said of the file without the ledger. "trust" is not checked where nothing was given to
/// compare with; a file may be valid all the same, and says then who must be believed.
ProofExamination examine_proof(const StateProof& proof, const ProofTrust& trust, core::Nanoseconds now);

} // namespace hearth::ledger
