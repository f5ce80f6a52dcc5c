// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <string>

namespace hearth::gateway {

/// One answer as it went over the wire, by the SHA-256 of both bodies.
struct AnsweredBytes {
    std::string answer_id, evidence_id; ///< "chatcmpl-…", and what its receipt is found by
    core::Hash request, response;
    std::string receipt_id = {}; ///< empty: none was signed
    std::string network = {};    ///< that gave the answer, whose id it is, too; empty: this home, which hashed it
};

/// "request:response", both hashes in hex, and an Ed25519 signature of exactly this text; all in hex.
struct SignedHashes {
    std::string text, key, signature;
};

} // namespace hearth::gateway
