// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proof/check.h"
#include "vectors.h"

#include <set>

/// Stored receipts that a test changes and signs anew.
namespace hearth::vectors {

inline proof::ReceiptFile example() {
    return proof::ReceiptFile::decode_bytes(bytes(load("receipts.json")["cases"][0]["file"])).value();
}

/// Names of the failed rows.
inline std::set<std::string> failures(const proof::ReceiptFile& file) {
    std::set<std::string> names;
    for (const proof::CheckRow& row : proof::check_receipt_file(file))
        if (row.outcome == proof::CheckRow::Outcome::failed) names.insert(row.name);
    return names;
}

/// A receipt for what is in the file now, for no token, with this evidence alone.
inline void sign_again(proof::ReceiptFile& file, const core::SigningKey& key, const proof::Evidence& evidence) {
    file.request.in_commit = proof::input_commitment(file.salt_in, file.input_ids);
    proof::Receipt receipt = file.signed_receipt.receipt;
    receipt.executor_key = key.public_key();
    receipt.request_hash = file.request.hash();
    receipt.in_commit = file.request.in_commit;
    receipt.n_in = static_cast<std::uint32_t>(file.input_ids.size());
    receipt.decode = file.request.decode;
    receipt.seed_commit = proof::seed_commitment(file.request, file.beacon);
    receipt.n_out = 0;
    receipt.stop_reason = proof::StopReason::length;
    receipt.out_root = proof::output_root(file.salt_out, file.output_ids);
    receipt.evidence = {evidence};
    file.signed_receipt = proof::SignedReceipt::sign(receipt, key);
}

/// With all of the output as evidence of this kind.
inline void sign_output(proof::ReceiptFile& file, const core::SigningKey& key, proof::EvidenceKind kind) {
    sign_again(file, key,
               {kind, 1, file.request.profile, static_cast<std::uint32_t>(file.output_ids.size()),
                proof::output_root(file.salt_out, file.output_ids)});
}

} // namespace hearth::vectors
