// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/units.h"
#include "proof/profile.h"

#include <optional>

/// What a payer sets aside for one answer.
namespace hearth::ledger {

/// What a node asks per token of one model in one profile.
struct Tariff {
    core::Amount prompt_token, completion_token;
    /// Errors: too_large when the sum is no amount.
    core::Result<core::Amount> price(std::uint64_t prompt_tokens, std::uint64_t completion_tokens) const;
    bool operator==(const Tariff&) const = default;
};
/// What payer and executor agreed on when the escrow was opened, and the randomness that neither could choose.
struct EscrowTerms {
    proof::ProfileId profile = proof::ProfileId::fp32;
    Tariff tariff;
    core::Height height = 0;          ///< of the block that opened it
    std::optional<core::Hash> beacon; ///< of that block; known from the next block on
    bool operator==(const EscrowTerms&) const = default;
};
struct Escrow {
    core::PublicKey payer, executor;
    core::ModelId model_id;
    core::Hash request_hash;
    core::Amount held;
    core::Epoch expires_epoch = 0;
    std::optional<EscrowTerms> terms; ///< none: opened under the first rules
    bool credits = false;             ///< `held` came from the payer's credits and goes back there
    bool operator==(const Escrow&) const = default;
};

} // namespace hearth::ledger
