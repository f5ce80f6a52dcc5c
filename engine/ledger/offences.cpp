// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "ledger/apply.h"
#include "ledger/judgement.h"
#include "ledger/rules.h"

#include <algorithm>
#include <set>

namespace hearth::ledger {

using core::Amount;
using core::Code;
using core::fail;
using core::Status;

namespace {

const char* cost_of(OffenceKind kind) {
    if (kind == OffenceKind::absence) return "slash.downtime_ppm";
    return kind == OffenceKind::light_client_attack ? "slash.light_attack_ppm" : "slash.equivocation_ppm";
}

/// Whose stake an offence is counted with. Older rules counted by the validator, whatever node answered for it.
const core::PublicKey& at_fault_by(const OffenceKey& key, const OffenceRecord& record, const Moment& now) {
    return now.rules < correlated_rules ? key.validator : record.node;
}

/// Of all stake, the part of those who were at fault lately, `who` among them. Each stake counts once, with the most
/// that it was.
std::uint64_t share_at_fault(const Tables& tables, const Params& params, const core::PublicKey& who, Amount stake,
                             const Moment& now) {
    const core::Epoch window = params.get("slash.correlated_epochs");
    const WrongAnswers& wrong = tables.wrong_answers();
    std::map<core::PublicKey, std::uint64_t> offended{{who, stake.units()}};
    core::Uint128 all = core::Uint128{tables.stakes().units()} + wrong.taken;
    const std::pair first{now.epoch > window ? now.epoch - window : 0, OffenceKey{}};
    for (auto at = tables.offended().lower_bound(first); at != tables.offended().end(); ++at) {
        const OffenceRecord& record = *tables.offences().get(at->second);
        all += record.taken.units();
        std::uint64_t& most = offended[at_fault_by(at->second, record, now)];
        most = std::max(most, record.stake.units());
    }
    core::Uint128 sum = wrong.at_fault;
    for (const auto& [key, units] : offended)
        sum += units - std::min(units, wrong.most_of(key));
    if (all == 0) return 0;
    return static_cast<std::uint64_t>(std::min(sum * whole_ppm / all, core::Uint128{whole_ppm}));
}

} // namespace

Amount penalty(const Tables& tables, const Params& params, const core::PublicKey& who, Amount stake, const char* base,
               const Moment& now) {
    const std::uint64_t share = share_at_fault(tables, params, who, stake, now);
    const core::Uint128 ppm =
        core::Uint128{params.get(base)} * (whole_ppm + params.get("slash.correlated_factor") * share) / whole_ppm;
    return stake.share(static_cast<std::uint32_t>(std::min(ppm, core::Uint128{whole_ppm})));
}

core::Hash bond_digest(std::string_view chain_id, const core::PublicKey& operator_key,
                       const core::PublicKey& node_key) {
    return core::tagged_hash("bond/1",
                             {core::as_bytes(chain_id), core::Bytes{0}, operator_key.view(), node_key.view()});
}

BondValidator BondValidator::certified(const core::SigningKey& validator, const core::PublicKey& node_key,
                                       std::string_view chain_id, const core::PublicKey& operator_key) {
    return {validator.public_key(), node_key, validator.sign(bond_digest(chain_id, operator_key, node_key).view())};
}

const char* offence_name(OffenceKind kind) {
    if (kind == OffenceKind::wrong_answer) return "wrong_answer";
    if (kind == OffenceKind::absence) return "absence";
    return kind == OffenceKind::light_client_attack ? "light_client_attack" : "duplicate_vote";
}

/// Whoever rotates a key keeps its validator; but what answers for it does not become less by that.
Status Checker::takes_over(const NodeRecord& old, const NodeRecord& next) const {
    if (!old.replaced || old.operator_key != m_tx.sender)
        return fail(Code::conflict, core::say("validator_bonded_already"));
    if (next.answerable() >= old.answerable()) return {};
    return fail(Code::refused, core::say("bond_with_no_less", {old.answerable().text()}),
                core::say("stake_for_new_node"));
}

Status Checker::operator()(const BondValidator& m) const {
    HEARTH_CHECK(channelled());
    HEARTH_TRY(const NodeRecord* const node, own_node(m.node_key));
    const Tables& tables = m_state.tables();
    if (const core::PublicKey* bonded = tables.bonds().get({m.validator}))
        HEARTH_CHECK(takes_over(*tables.nodes().get(*bonded), *node));
    if (tables.answering().contains(m.node_key))
        return fail(Code::conflict, core::say("node_answers_for_another"), core::say("bond_another_node"));
    const core::Hash digest = bond_digest(m_context.chain_id, m_tx.sender, m.node_key);
    if (!core::verify(m.validator, digest.view(), m.possession))
        return fail(Code::refused, core::say("validator_key_not_signed"), core::say("bond_on_the_validators_home"));
    return {};
}

void Applier::operator()(const BondValidator& m) {
    m_tables.put(BondKey{m.validator}, m.node_key);
}

/// A part of what the node has at stake and on its way back, more of it where many are at fault at a time; a small one,
/// whoever else is away, of whoever was away. Nobody was harmed or has found it whom the ledger could name, so that all
/// of it is destroyed.
void State::punish(const std::vector<OffenceKey>& offences, const BlockContext& context,
                   std::vector<LedgerEvent>& events) {
    if (m_rules < channel_rules) return;
    for (const OffenceKey& offence : offences) {
        const bool away = offence.kind == OffenceKind::absence;
        if (away ? m_rules < downtime_rules || m_tables.jails().get({offence.validator}) != nullptr
                 : m_tables.offences().get(offence) != nullptr)
            continue;
        OffenceRecord record;
        record.height = context.height;
        record.epoch = context.epoch;
        const core::PublicKey* bonded = m_tables.bonds().get({offence.validator});
        const NodeRecord* answers = bonded != nullptr ? m_tables.nodes().get(*bonded) : nullptr;
        if (answers != nullptr) { // whatever is left of it; the engine itself takes no old evidence
            record.node = *bonded;
            NodeRecord node = *answers;
            record.stake = node.answerable();
            const Moment now{m_rules, context.height, context.epoch};
            const char* const cost = cost_of(offence.kind);
            record.taken =
                away ? record.stake.share(static_cast<std::uint32_t>(m_params.get(cost)))
                     : penalty(m_tables, m_params, at_fault_by(offence, record, now), record.stake, cost, now);
            take_stake(node, record.taken);
            if (record.taken != Amount()) {
                m_tables.put(*bonded, node);
                m_tables.add(Pool::burned, record.taken);
                events.push_back({EventKind::slashed, {}, node.operator_key, record.taken});
            }
        }
        if (away)
            m_tables.put(JailKey{offence.validator}, Jail{record.node, record.taken, context.height,
                                                          context.epoch + m_params.get("downtime.jail_epochs")});
        else
            m_tables.put(offence, record);
        events.push_back({EventKind::jailed, {}, offence.validator, record.taken});
    }
}

} // namespace hearth::ledger
