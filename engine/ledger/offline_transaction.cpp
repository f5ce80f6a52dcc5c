// SPDX-License-Identifier: Apache-2.0
#include "ledger/offline_transaction.h"

#include "core/json_guard.h"
#include "ledger/message_codec.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::say;
using core::Sentence;
using Json = nlohmann::ordered_json;

constexpr const char* format_name = "hearth-transaction/1";
constexpr std::size_t beginning = 400; ///< bytes of a proposed text that are shown

std::string figure(std::uint64_t value) {
    return std::to_string(value);
}

/// The beginning of what somebody else wrote, in one line and without anything that a terminal would obey.
std::string beginning_of(const std::string& text) {
    static constexpr const char* digits = "0123456789abcdef";
    std::size_t end = std::min(text.size(), beginning);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end; // not within a letter
    std::string out;
    for (const char c : text.substr(0, end)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n')
            out += "\\n";
        else if (c == '\\')
            out += "\\\\";
        else if (byte < 0x20 || byte == 0x7F)
            (out += "\\x") += {digits[byte >> 4], digits[byte & 15]};
        else
            out += c;
    }
    return end < text.size() ? out + "…" : out;
}

/// The sentences for each kind of message; none for what a service signs by itself.
struct Words {
    using Said = std::vector<Sentence>;

    Said operator()(const Transfer& m) const { return {say("tx_transfer", {m.amount.text(), m.to.hex()})}; }
    Said operator()(const RegisterNode& m) const {
        Said said{say("tx_register", {m.node_key.hex(), m.payout.hex()})};
        if (m.replaces) said.push_back(say("tx_replaces", {m.replaces->hex()}));
        said.push_back(m.certified_until ? say("tx_until_epoch", {figure(*m.certified_until)}) : say("tx_without_end"));
        return said;
    }
    Said operator()(const Stake& m) const { return {say("tx_stake", {m.amount.text(), m.node_key.hex()})}; }
    Said operator()(const Unstake& m) const { return {say("tx_unstake", {m.amount.text(), m.node_key.hex()})}; }
    Said operator()(const SubmitProposal& m) const {
        Said said{say("tx_propose", {beginning_of(m.title), summary_of(m.content, {}, Params::solo())})};
        if (const auto* c = std::get_if<Statement>(&m.content))
            said.push_back(say(c->text.size() > beginning ? "tx_text_begins" : "tx_text", {beginning_of(c->text)}));
        return said;
    }
    Said operator()(const CastVote& m) const {
        static constexpr const char* choices[] = {"choice_yes", "choice_no", "choice_abstain"};
        return {say("tx_vote", {say(choices[static_cast<std::size_t>(m.choice)]), figure(m.proposal)})};
    }
    Said operator()(const DelegateVotes& m) const {
        return {m.to ? say("tx_delegate", {m.to->hex()}) : say("tx_delegate_nobody")};
    }
    Said operator()(const CancelProposal& m) const { return {say("tx_veto", {figure(m.proposal)})}; }
    Said operator()(const OpenChannel& m) const {
        Said said{say("tx_open_channel", {m.deposit.text(), m.payee.hex(), figure(m.expires_epoch)})};
        if (m.credits) said.push_back(say("tx_of_credits"));
        return said;
    }
    Said operator()(const TopUpChannel& m) const {
        return {say("tx_top_up_channel", {m.amount.text(), m.channel.hex()})};
    }
    Said operator()(const RedeemVoucher& m) const { return {say("tx_redeem", {m.amount.text(), m.channel.hex()})}; }
    Said operator()(const CloseChannel& m) const {
        if (!m.last) return {say("tx_close_channel", {m.channel.hex()})};
        return {say("tx_close_channel_at", {m.channel.hex(), m.last->amount.text()})};
    }
    Said operator()(const BondValidator& m) const { return {say("tx_bond", {m.node_key.hex(), m.validator.hex()})}; }
    Said operator()(const BuyCredits& m) const { return {say("tx_buy_credits", {m.amount.text(), m.to.hex()})}; }
    Said operator()(const LockStake& m) const { return {say("tx_lock", {m.node_key.hex(), figure(m.until)})}; }
    Said operator()(const AnnounceNode& m) const {
        std::string roles;
        for (const std::string& role : role_names(m.roles))
            roles += (roles.empty() ? "" : ", ") + role;
        Said said{roles.empty() ? say("tx_announce_nothing", {m.node_key.hex()})
                                : say("tx_announce", {m.node_key.hex(), roles})};
        for (const std::string& address : m.addresses)
            said.push_back(say("tx_announce_address", {address}));
        return said;
    }
    Said operator()(const UnjailValidator& m) const { return {say("tx_unjail", {m.validator.hex()})}; }
    template <class Other>
    Said operator()(const Other&) const {
        return {};
    }
};

core::Error not_a_file(const std::string& why) {
    return fail(Code::corrupt, say("offline_file_damaged", {why}), say("make_offline_file_anew"));
}

/// Text members of the object; every other member is a fault.
class Members {
public:
    explicit Members(const Json& tree) : m_tree(tree) {}

    core::Result<std::string> text(const char* name) {
        const auto found = m_tree.find(name);
        ++m_read;
        if (found == m_tree.end() || !found->is_string()) return not_a_file(name);
        return found->get<std::string>();
    }
    core::Result<std::uint64_t> number(const char* name) {
        const auto found = m_tree.find(name);
        ++m_read;
        if (found == m_tree.end() || !found->is_number_unsigned()) return not_a_file(name);
        return found->get<std::uint64_t>();
    }
    bool pass_over(const char* name) {
        m_read += m_tree.contains(name) ? 1 : 0;
        return m_tree.contains(name);
    }
    core::Status finish() const {
        if (m_read == m_tree.size()) return {};
        return not_a_file("members");
    }

private:
    const Json& m_tree;
    std::size_t m_read = 0;
};

core::Result<Transaction> transaction_of(const std::string& hex) {
    HEARTH_TRY(const core::Bytes bytes, core::from_hex(hex));
    HEARTH_TRY(const core::cbor::Value value, core::cbor::decode(bytes, {max_transaction_bytes, 8}));
    return codec::to_transaction(value);
}

} // namespace

std::string OfflineTransaction::text() const {
    Json tree;
    tree["format"] = format_name;
    Json lines = Json::array();
    if (const auto said = words())
        for (const Sentence& line : *said)
            lines.push_back(static_cast<const std::string&>(line));
    tree["does"] = std::move(lines);
    tree["chain"] = chain_id;
    tree["account"] = transaction.sender.hex();
    tree["made_at_block"] = made_at;
    tree["transaction"] = core::to_hex(transaction.body());
    if (signature) tree["signature"] = core::to_hex(*signature);
    return tree.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

core::Result<OfflineTransaction> OfflineTransaction::parse(std::string_view text) {
    if (text.size() > max_offline_bytes) return fail(Code::too_large, say("offline_file_damaged", {"size"}));
    const Json tree = core::json_or_discarded<Json>(text);
    if (!tree.is_object()) return not_a_file("JSON");
    Members members(tree);
    OfflineTransaction file;
    HEARTH_TRY(const std::string format, members.text("format"));
    if (format != format_name)
        return fail(Code::unsupported, say("offline_file_unknown_version", {format.substr(0, 40)}),
                    say("update_hearth"));
    members.pass_over("does");
    HEARTH_TRY(file.chain_id, members.text("chain"));
    HEARTH_TRY(const std::string account, members.text("account"));
    HEARTH_TRY(file.made_at, members.number("made_at_block"));
    HEARTH_TRY(const std::string body, members.text("transaction"));
    const auto transaction = transaction_of(body);
    if (!transaction) return not_a_file(transaction.error().message);
    file.transaction = *transaction;
    if (file.transaction.sender.hex() != account) return not_a_file("account");
    if (tree.contains("signature")) {
        HEARTH_TRY(const std::string hex, members.text("signature"));
        const auto bytes = core::from_hex(hex);
        core::Signature signature{};
        if (!bytes || bytes->size() != signature.size()) return not_a_file("signature");
        std::copy(bytes->begin(), bytes->end(), signature.begin());
        file.signature = signature;
    }
    HEARTH_CHECK(members.finish());
    return file;
}

core::Result<std::vector<Sentence>> OfflineTransaction::words() const {
    std::vector<Sentence> said = std::visit(Words{}, transaction.message);
    if (said.empty()) return fail(Code::unsupported, say("offline_not_of_this_kind", {name_of(transaction.message)}));
    said.push_back(say("tx_of_account", {transaction.sender.hex(), chain_id}));
    said.push_back(say("tx_terms", {transaction.fee.text(), figure(transaction.sequence),
                                    figure(transaction.valid_until), figure(made_at)}));
    return said;
}

core::Status OfflineTransaction::sign(const core::SigningKey& key) {
    HEARTH_CHECK(words());
    if (signature) return fail(Code::conflict, say("offline_signed_already"), say("send_it_where_service_is"));
    if (key.public_key() != transaction.sender)
        return fail(Code::refused, say("offline_key_of_another", {transaction.sender.hex(), key.public_key().hex()}),
                    say("use_key_of_that_account"));
    signature = SignedTransaction::sign(transaction, chain_id, key).signature;
    return {};
}

core::Result<SignedTransaction> OfflineTransaction::signed_by_sender() const {
    if (!signature) return fail(Code::refused, say("offline_not_signed"), say("sign_it_where_key_is"));
    SignedTransaction tx{transaction, *signature};
    if (!tx.signature_valid(chain_id)) return bad_signature();
    return tx;
}

} // namespace hearth::ledger
