// SPDX-License-Identifier: Apache-2.0
#include "ledger/light/proof_examination.h"

#include <algorithm>

namespace hearth::ledger {
namespace {

using Outcome = proof::CheckRow::Outcome;

/// The one root that all records have in common. Errors: corrupt.
core::Result<core::Hash> common_root(const StateProof& proof) {
    std::optional<core::Hash> root;
    for (const ProvenRecord& record : proof.records) {
        auto found = proven_root(record.key.map_key(), record.record, record.proof);
        if (!found) return core::fail(core::Code::corrupt, record.key.text() + ": " + found.error().message);
        if (root && *root != *found)
            return core::fail(core::Code::corrupt, record.key.text() + " is shown in another state than the others.");
        root = *found;
    }
    return *root;
}

class Examiner {
public:
    Examiner(const StateProof& proof, const ProofTrust& trust, core::Nanoseconds now)
        : m_proof(proof), m_trust(trust), m_now(now) {}

    ProofExamination run() {
        const auto root = common_root(m_proof);
        row("records", root ? core::Status() : core::Status(root.error()),
            "The proofs of all records lead to one state.");
        std::visit([&](const auto& witness) { weigh(witness, root ? *root : core::Hash{}); }, m_proof.witness);
        m_found.valid = std::none_of(m_found.rows.begin(), m_found.rows.end(),
                                     [](const proof::CheckRow& each) { return each.outcome == Outcome::failed; });
        return std::move(m_found);
    }

private:
    void row(const char* name, const core::Status& status, const std::string& passed) {
        m_found.rows.push_back(
            {name, status ? Outcome::passed : Outcome::failed, status ? passed : status.error().message});
    }
    void compare(const char* name, bool equal, const std::string& passed, const std::string& failed) {
        row(name, equal ? core::Status() : core::Status(core::fail(core::Code::corrupt, failed)), passed);
    }
    void not_compared(const std::string& with) {
        m_found.rows.push_back({"trust", Outcome::not_checked, "Nothing was given to compare " + with + " with."});
    }

    void weigh(const SoloWitness& witness, const core::Hash& root) {
        m_found.app_hash = witness.header.app_hash;
        m_found.time = witness.header.time;
        m_found.anchor = core::id_cast<core::Hash>(witness.sequencer);
        m_found.trusted = "The holder of the key " + witness.sequencer.hex() +
                          ", who alone orders this ledger's blocks and could write another history.";
        compare("app_hash",
                root == witness.header.app_hash && witness.header.height == m_proof.height &&
                    witness.header.chain_id == m_proof.chain_id,
                "It is the state after block " + std::to_string(m_proof.height) + ".",
                "The block's header is of another state, height or chain than the records.");
        compare("signatures", core::verify(witness.sequencer, witness.header.hash().view(), witness.signature),
                "The sequencer's key signed the block.", "The block is not signed by the key that the file names.");
        if (!m_trust.founders.empty()) {
            compare("trust", false, "", "The invitation is one to a network; this is the proof of a solo ledger.");
        } else if (m_trust.anchor) {
            compare("trust", *m_trust.anchor == m_found.anchor, "The sequencer's key is the one that you named.",
                    "The sequencer's key is another one than you named.");
        } else {
            not_compared("the sequencer's key");
        }
    }

    void weigh(const NetworkWitness& witness, const core::Hash& root) {
        const LightBlock &first = witness.trail.front(), &last = witness.trail.back();
        m_found.app_hash = last.header.app;
        m_found.time = last.header.time;
        m_found.anchor = first.header.hash();
        m_found.anchor_height = first.header.height;
        m_found.trusted = "More than two thirds of the power of the " + std::to_string(first.validators.size()) +
                          " validators of block " + std::to_string(first.header.height) + ", whose header is " +
                          m_found.anchor.hex() + "; and this machine's clock.";
        compare("app_hash",
                network_app_hash(root, witness.record_hash) == last.header.app &&
                    last.header.height == m_proof.height + 1,
                "It is the state after block " + std::to_string(m_proof.height) + ", as the header of block " +
                    std::to_string(last.header.height) + " says.",
                "The last header is of another state or height than the records.");
        row("signatures", check_trail(witness.trail, m_proof.chain_id, m_trust.options, m_now),
            "Each header is signed by enough validators of the one before, " + std::to_string(witness.trail.size()) +
                " in all.");
        if (m_trust.anchor) {
            compare("trust", *m_trust.anchor == m_found.anchor, "The first header is the one that you named.",
                    "The first header is another one than you named.");
        } else if (!m_trust.founders.empty()) {
            compare("trust", same_validators(first.validators, m_trust.founders),
                    "The validators of the first header are those of the invitation.",
                    "The validators of the first header are not those of the invitation.");
        } else {
            not_compared("the first header");
        }
    }

    static bool same_validators(std::vector<ValidatorPower> a, std::vector<ValidatorPower> b) {
        const auto by_key = [](const ValidatorPower& x, const ValidatorPower& y) { return x.key < y.key; };
        std::sort(a.begin(), a.end(), by_key);
        std::sort(b.begin(), b.end(), by_key);
        return a == b;
    }

    const StateProof& m_proof;
    const ProofTrust& m_trust;
    const core::Nanoseconds m_now;
    ProofExamination m_found;
};

} // namespace

ProofExamination examine_proof(const StateProof& proof, const ProofTrust& trust, core::Nanoseconds now) {
    return Examiner(proof, trust, now).run();
}

} // namespace hearth::ledger
