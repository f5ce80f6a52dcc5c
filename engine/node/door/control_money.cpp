// SPDX-License-Identifier: Apache-2.0
#include "core/amount_text.h"
#include "node/door/control_node.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr std::uint32_t most_rows = 1000;

core::Result<core::PublicKey> account_key(const std::string& address) {
    auto key = core::PublicKey::parse(address);
    if (key) return key;
    return fail(Code::invalid_argument,
                "\"" + address.substr(0, 80) + "\" is no account: 64 hexadecimal digits are one.",
                "The account of a home: hearthctl ledger account");
}

} // namespace

core::Result<std::vector<control::PurchaseRow>> ControlNode::purchases(std::uint32_t limit, const std::string& before) {
    std::string from;
    if (!before.empty()) {
        HEARTH_TRY(const AnswerId answer, answer_called(before, "answer"));
        from = answer.job_id;
    }
    HEARTH_TRY(const auto bought, m_rooms.store->purchases(std::min(limit, most_rows), from));
    std::vector<control::PurchaseRow> rows;
    for (const PurchaseRecord& purchase : bought)
        rows.push_back(m_book.row(purchase));
    return rows;
}

core::Result<control::AccountView> ControlNode::account(const std::string& address) {
    core::PublicKey key = m_rooms.identity->caller_key().public_key();
    if (!address.empty()) {
        HEARTH_TRY(key, account_key(address));
    }
    HEARTH_TRY(const core::Amount balance, m_rooms.settlement->balance(key));
    return control::AccountView{key.hex(), balance.units_text()};
}

core::Result<control::MoneySent> ControlNode::send_money(const std::string& to, const std::string& amount) {
    HEARTH_TRY(const core::PublicKey target, account_key(to));
    HEARTH_TRY(const core::Amount sum, core::parse_emb(amount));
    if (sum == core::Amount()) return fail(Code::invalid_argument, "Nothing would be sent.", "Give an amount above 0.");
    HEARTH_TRY(const ledger::TxResult sent, m_rooms.settlement->send_money(target, sum));
    return control::MoneySent{sent.tx_hash.hex(), sent.height, m_rooms.identity->caller_key().public_key().hex(),
                              target.hex(), sum.units_text()};
}

} // namespace hearth::node
