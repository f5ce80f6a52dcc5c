// SPDX-License-Identifier: Apache-2.0
#include "ledger/downtime.h"

#include "core/hash.h"
#include "ledger/apply.h"
#include "ledger/rules.h"

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;

bool is_expelled(const Tables& tables, const core::PublicKey& validator) {
    const auto& all = tables.offences().all();
    for (auto at = all.lower_bound({validator, 0, OffenceKind{}}); at != all.end(); ++at) {
        if (at->first.validator != validator) break;
        if (at->first.kind != OffenceKind::wrong_answer) return true;
    }
    return false;
}

core::Hash unjail_digest(std::string_view chain_id, const core::PublicKey& sender, core::Height jailed) {
    core::Bytes height;
    core::append_u64(height, jailed);
    return core::tagged_hash("unjail/1", {core::as_bytes(chain_id), core::Bytes{0}, sender.view(), height});
}

UnjailValidator UnjailValidator::certified(const core::SigningKey& validator, std::string_view chain_id,
                                           const core::PublicKey& sender, core::Height jailed) {
    return {validator.public_key(), validator.sign(unjail_digest(chain_id, sender, jailed).view())};
}

Status Checker::operator()(const UnjailValidator& m) const {
    if (m_state.rules() < downtime_rules)
        return fail(Code::unsupported, core::say("ledger_rules_jail_nobody"), core::say("wait_for_newer_rules"));
    const Jail* jail = m_state.tables().jails().get({m.validator});
    if (jail == nullptr) return fail(Code::not_found, core::say("validator_is_not_jailed"));
    if (is_expelled(m_state.tables(), m.validator)) return fail(Code::refused, core::say("validator_is_out_for_good"));
    if (m_context.epoch < jail->until)
        return fail(Code::refused, core::say("validator_comes_back_from",
                                             {std::to_string(jail->until), std::to_string(m_context.epoch)}));
    const core::Hash digest = unjail_digest(m_context.chain_id, m_tx.sender, jail->height);
    if (!core::verify(m.validator, digest.view(), m.possession))
        return fail(Code::refused, core::say("validator_key_asks_not_back"), core::say("come_back_on_its_home"));
    return {};
}

void Applier::operator()(const UnjailValidator& m) {
    m_tables.erase(JailKey{m.validator});
    m_events.push_back({EventKind::unjailed, {}, m.validator, {}});
}

} // namespace hearth::ledger
