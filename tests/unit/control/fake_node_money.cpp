// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "fake_node.h"
#include "samples.h"

#include <cstdlib>

namespace hearth::test {
using namespace control;
using core::Code;

core::Result<Earnings> FakeNode::earnings(std::uint64_t since_s, std::uint32_t max_rows) {
    Earnings earnings = sample_earnings();
    earnings.estimate_window_s = since_s;
    if (max_rows == 0) earnings.rows.clear();
    return earnings;
}

core::Result<std::vector<PurchaseRow>> FakeNode::purchases(std::uint32_t limit, const std::string& before) {
    std::vector<PurchaseRow> rows;
    for (int i = before.empty() ? 0 : std::stoi(before) + 1; i < 5 && rows.size() < limit; ++i) {
        rows.push_back(sample_purchase());
        rows.back().job_id = std::to_string(i);
    }
    return rows;
}
core::Result<AccountView> FakeNode::account(const std::string& address) {
    if (address == "nobody") return fail(Code::invalid_argument, "\"nobody\" is no account.");
    return AccountView{address.empty() ? std::string(64, 'c') : address, "1500000000", "250000000"};
}
core::Result<MoneySent> FakeNode::send_money(const std::string& to, const std::string& amount) {
    if (to == "nobody") return fail(Code::invalid_argument, "\"nobody\" is no account.");
    return MoneySent{std::string(64, 'd'), 7, std::string(64, 'c'), to, amount};
}

core::Result<LedgerTransaction> FakeNode::ledger_transaction(const std::string& tx) {
    if (tx == std::string(64, '0')) return fail(Code::not_found, "No block holds the transaction.");
    LedgerTransaction found = sample_transaction();
    found.tx = tx;
    found.applied = false;
    return found;
}
core::Result<core::Bytes> FakeNode::prove_state(const std::vector<std::string>& keys, std::uint64_t from) {
    if (keys.front() == "nothing") return fail(Code::invalid_argument, "\"nothing\" names no record of the ledger.");
    if (from > 100) return fail(Code::not_found, "The consensus engine does not have block 101.");
    return core::read_file(HEARTH_VECTORS_DIR "/light/solo.proof", 1U << 20);
}

core::Result<LedgerHead> FakeNode::ledger_head() {
    return sample_head();
}

core::Result<GovernanceView> FakeNode::governance() {
    return sample_governance();
}

core::Result<GovernanceReceipt> FakeNode::govern(const GovernanceAct& act) {
    if (act.proposal && *act.proposal != 7)
        return core::fail(Code::not_found, "There is no such proposal.", "See: hearthctl gov list");
    if (act.choice == "no") return core::fail(Code::refused, "The vote is over.");
    GovernanceReceipt receipt = sample_governance_receipt();
    if (act.act == "propose") receipt.sentence = act.draft->title;
    if (act.act == "delegate") receipt.sentence = act.delegate.value_or("nobody");
    if (act.act == "stake" || act.act == "unstake")
        receipt.sentence = act.act + " " + act.amount.value_or("?") + " of " + act.node_key.value_or("this one");
    if (act.act == "lock")
        receipt.sentence =
            "lock until " + std::to_string(act.until_epoch.value_or(0)) + " of " + act.node_key.value_or("this one");
    if (act.act == "buy_credits")
        receipt.sentence = "credits for " + act.amount.value_or("?") + " to " + act.to.value_or("the caller");
    if (act.act == "bond") receipt.sentence = "bond of " + act.node_key.value_or("this one");
    if (act.act != "open_channel") receipt.channel.reset();
    if (act.channel && act.act != "propose")
        receipt.sentence = act.act + " " + act.channel->channel.value_or("-") + " " + act.amount.value_or("-") + " " +
                           act.channel->payee.value_or("-") + " " +
                           std::to_string(act.channel->expires_epoch.value_or(0)) + " " +
                           act.channel->voucher.value_or("-").substr(0, 4) + " " + act.channel->agreement.value_or("-");
    if (act.act == "veto") receipt.sentence = core::say("block_holds_veto", {"13", "7"});
    return receipt;
}

core::Result<std::string> FakeNode::prepare_transaction(const OfflineWish& wish) {
    if (wish.act.act == "veto") return core::fail(Code::refused, core::say("only_guardian_ledger_cancels"));
    return "prepared " + wish.act.act + " for " + std::to_string(wish.blocks);
}

core::Result<GovernanceReceipt> FakeNode::send_transaction(const std::string& file) {
    if (file.find("\"signature\"") == std::string::npos)
        return core::fail(Code::refused, core::say("offline_not_signed"), core::say("sign_it_where_key_is"));
    return sample_governance_receipt();
}

core::Result<NetworkView> FakeNode::network() {
    return sample_network();
}

core::Result<InvitationView> FakeNode::examine_invitation(const std::string& text) {
    if (text.empty()) return core::fail(Code::corrupt, "This is no invitation.");
    return sample_invitation();
}

core::Result<HoldingsView> FakeNode::holdings() {
    return sample_holdings();
}

core::Result<HomeChange> FakeNode::restore_operator(const std::vector<std::string>& words) {
    if (words.empty()) return core::fail(Code::invalid_argument, "These are no words.");
    return HomeChange{"restore", ChangeState::under_way, {}, {}, {}};
}

core::Result<HomeChange> FakeNode::join_network(const std::string& invitation, const OnProgress& progress) {
    HEARTH_TRY([[maybe_unused]] const InvitationView view, examine_invitation(invitation));
    if (progress && !progress({core::say("trying_network_engine"), 0, 0}))
        return core::fail(Code::cancelled, core::say("joining_cancelled"));
    return HomeChange{"join", ChangeState::under_way, {}, {}, {}};
}

core::Result<HomeChange> FakeNode::leave_network() {
    return core::fail(Code::conflict, core::say("in_no_network"));
}

core::Result<HomeChange> FakeNode::home_change() {
    return sample_home_change();
}

core::Result<std::vector<KeyInfo>> FakeNode::keys() {
    return std::vector<KeyInfo>{sample_key()};
}

core::Result<IdentityView> FakeNode::identity() {
    return sample_identity();
}

core::Result<std::vector<std::string>> FakeNode::recovery_words() {
    std::vector<std::string> words(23, "abandon");
    words.emplace_back("art");
    return words;
}

core::Result<IdentityView> FakeNode::confirm_recovery_words(const std::vector<WordGiven>& words) {
    for (const WordGiven& word : words)
        if (word.word != (word.place == 24 ? "art" : "abandon"))
            return core::fail(Code::refused, core::say("not_that_word", {core::figure(word.place)}));
    return sample_identity();
}

core::Status FakeNode::backup_keys(const std::filesystem::path& file, const std::string& passphrase) {
    {
        const std::lock_guard lock(m_mutex);
        m_passphrase = passphrase;
    }
    return core::write_file_atomic(file, core::as_bytes("sealed by script"), 0600);
}

core::Result<std::vector<KeyInfo>> FakeNode::rotate_node_key() {
    return keys();
}

core::Result<std::vector<ApiKeyInfo>> FakeNode::api_keys() {
    return std::vector{sample_api_key()};
}

core::Result<NewApiKey> FakeNode::create_api_key(const ApiKeyWish& wish) {
    if (wish.name == "taken") return core::fail(Code::conflict, "That name is in use.", "Choose another one.");
    ApiKeyInfo info = sample_api_key();
    info.name = wish.name;
    info.budget = wish.budget;
    info.concurrency = wish.concurrency;
    info.per_minute = wish.per_minute;
    info.revoked_at.reset();
    return NewApiKey{"hearth-5ec4e7", info};
}

core::Result<ApiKeyInfo> FakeNode::revoke_api_key(const std::string& name_or_id) {
    if (name_or_id == "nobody")
        return core::fail(Code::not_found, "There is no such key.", "See: hearthctl keys api list");
    return sample_api_key();
}

core::Result<std::vector<SpendDay>> FakeNode::spending(std::uint32_t days) {
    return std::vector<SpendDay>(std::min<std::uint32_t>(days, 2), sample_spend_day());
}

core::Result<std::vector<PaymentRow>> FakeNode::payments(std::uint32_t limit) {
    return std::vector<PaymentRow>(std::min<std::uint32_t>(limit, 2), sample_payment());
}

core::Result<std::vector<UpstreamInfo>> FakeNode::upstreams() {
    return std::vector{sample_upstream()};
}

core::Result<UpstreamInfo> FakeNode::add_upstream(const UpstreamWish& wish, const OnProgress& progress) {
    if (progress && !progress({core::say("asks_network_models", {wish.url}), 0, 0}))
        return core::fail(Code::cancelled, "Nothing was kept.");
    if (wish.url == "http://nobody")
        return core::fail(Code::unavailable, "The network at nobody cannot be reached.", "See: hearthctl gateway list");
    UpstreamInfo info = sample_upstream();
    info.name = wish.name;
    info.kind = wish.kind;
    info.url = wish.url;
    info.has_key = !wish.key_file.empty() || !wish.key.empty();
    return info;
}

core::Result<UpstreamInfo> FakeNode::test_upstream(const std::string& name) {
    if (name == "box") return sample_upstream();
    return core::fail(Code::not_found, "There is no such network.");
}

core::Status FakeNode::remove_upstream(const std::string& name) {
    return name == "box" ? core::Status() : core::fail(Code::not_found, "There is no such network.");
}

core::Result<UpstreamModels> FakeNode::upstream_models(const std::string& name, std::uint64_t first) {
    if (name != "box") return core::fail(Code::not_found, "There is no such network.");
    return UpstreamModels{{"model " + std::to_string(first)}, first + 1};
}

core::Result<std::vector<NetworkEvidence>> FakeNode::network_evidence(std::uint32_t limit, const std::string& before) {
    return std::vector<NetworkEvidence>(std::min<std::uint32_t>(limit, 3), sample_network_evidence(before));
}

core::Result<std::string> FakeNode::evidence_log(const std::string& evidence_id, std::uint64_t first) {
    return "{\"" + evidence_id + "\":" + std::to_string(first) + "}";
}

core::Result<ModelInfo> FakeNode::switch_model(const std::string& id_or_name, const std::string& action) {
    HEARTH_TRY(ModelInfo model, this->model(id_or_name));
    model.note.clear();
    model.state = action == "disable" ? ModelState::disabled
                  : action == "load"  ? ModelState::loaded
                                      : ModelState::ready;
    return model;
}

core::Result<std::vector<ModelOffer>> FakeNode::find_models(const std::string& words, const OnProgress& progress) {
    if (progress && !progress({core::say("hub_asking"), 0, 0}))
        return core::fail(Code::cancelled, core::say("hub_cancelled"));
    return words == "nothing" ? std::vector<ModelOffer>() : std::vector{sample_offer()};
}

core::Result<std::vector<ModelOffer>> FakeNode::model_files(const std::string& reference, const OnProgress&) {
    if (reference == "hf:a/missing") return core::fail(Code::not_found, core::say("hub_has_not", {reference}));
    return std::vector{sample_offer()};
}

core::Result<UpdateView> FakeNode::update_status() {
    return sample_update();
}

core::Result<UpdateView> FakeNode::check_update(const OnProgress& progress) {
    if (!progress({core::say("update_asking"), 0, 0}))
        return core::fail(Code::cancelled, core::say("update_stopped"), core::say("update_nothing_changed"));
    return sample_update();
}

core::Result<UpdateView> FakeNode::download_update(const OnProgress& progress) {
    if (!progress({core::say("hub_fetching"), 5, 10}))
        return core::fail(Code::cancelled, core::say("update_stopped"), core::say("update_nothing_changed"));
    return core::fail(Code::corrupt, core::say("update_wrong_bytes"), core::say("update_try_again"));
}

core::Result<UpdateView> FakeNode::apply_update(const OnProgress&) {
    return core::fail(Code::unsupported, core::say("update_needs_root"),
                      core::say("update_run_command", {"/tmp/hearth_0.2.0_amd64.deb"}));
}

core::Result<ModelInfo> FakeNode::pull_model(const std::string& reference, const std::string& name,
                                             const std::string& profile, const OnProgress& progress, bool keep_source) {
    if (reference == "hf:a/missing") return core::fail(Code::not_found, core::say("hub_has_not", {reference}));
    return import_model(reference, name, profile, progress, keep_source);
}

core::Result<std::vector<Download>> FakeNode::downloads() {
    return std::vector{sample_download()};
}

core::Status FakeNode::drop_download(const std::string& reference) {
    if (reference == sample_download().reference) return {};
    return core::fail(Code::not_found, core::say("hub_no_download", {reference}));
}

core::Result<WorkTimes> FakeNode::work_times() {
    return sample_work_times();
}

core::Result<std::vector<SettingInfo>> FakeNode::settings() {
    const std::lock_guard lock(m_mutex);
    SettingInfo info = sample_setting();
    info.value = m_hours;
    return std::vector{info};
}

core::Result<std::vector<SettingInfo>> FakeNode::change_settings(const std::vector<SettingChange>& changes) {
    for (const SettingChange& change : changes) {
        if (change.key != "work.hours")
            return core::fail(Code::not_found, "There is no setting \"" + change.key + "\".",
                              "Did you mean \"work.hours\"?");
        if (change.value == std::vector<std::string>{"wrong"})
            return core::fail(Code::invalid_argument, "The setting work.hours is wrong.");
        const std::lock_guard lock(m_mutex);
        m_hours = change.value;
    }
    return settings();
}

core::Result<Bundle> FakeNode::bundle() {
    if (std::getenv("FAKE_MAKES_NO_BUNDLE") != nullptr)
        return core::fail(core::Code::unsupported, "This service knows no bundle.");
    return sample_bundle();
}

core::Result<LogTail> FakeNode::log_tail(const std::string& level, std::uint32_t limit) {
    return LogTail{"/logs", std::vector<LogLine>(std::min<std::uint32_t>(limit, 2), {7, level, "node", "made"})};
}

core::Result<std::vector<DoctorCheck>> FakeNode::doctor() {
    return std::vector<DoctorCheck>{sample_doctor()};
}

} // namespace hearth::test
