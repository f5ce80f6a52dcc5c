// SPDX-License-Identifier: Apache-2.0
#include "node/door/ledger_desk.h"

namespace hearth::node {

using core::Code;
using core::fail;

core::Result<control::LedgerTransaction> LedgerDesk::transaction(const std::string& hash) const {
    const auto wanted = core::Hash::parse(hash);
    if (!wanted)
        return fail(Code::invalid_argument, core::say("no_transaction_hexadecimal_digits", {hash.substr(0, 80)}),
                    core::say("hearthctl_ledger_send_hearthctl"));
    HEARTH_TRY(const ledger::FoundTransaction found, m_ledger.transaction(*wanted));
    control::LedgerTransaction shown;
    shown.tx = wanted->hex();
    shown.height = found.height;
    shown.position = found.position;
    shown.applied = found.status.ok();
    if (!found.status) shown.reason = found.status.error().message;
    shown.app_hash = m_ledger.head().app_hash.hex();
    if (!found.transaction) return shown;
    const ledger::Transaction& said = found.transaction->transaction;
    shown.kind = ledger::name_of(said.message);
    shown.sender = said.sender.hex();
    shown.fee = said.fee.units_text();
    shown.sequence = said.sequence;
    shown.time = found.time;
    return shown;
}

core::Result<core::Bytes> LedgerDesk::prove(const std::vector<std::string>& keys, core::Height from) const {
    if (keys.empty() || keys.size() > ledger::max_proven_records)
        return fail(Code::invalid_argument,
                    core::say("proof_about_records_not",
                              {std::to_string(ledger::max_proven_records), std::to_string(keys.size())}));
    std::vector<ledger::StateKey> parsed;
    for (const std::string& key : keys) {
        HEARTH_TRY(ledger::StateKey one, ledger::StateKey::parse(key));
        parsed.push_back(std::move(one));
    }
    HEARTH_TRY(const ledger::StateProof proof, m_ledger.prove(parsed, from));
    return proof.encode();
}

} // namespace hearth::node
