// SPDX-License-Identifier: Apache-2.0
#include "node/door/control_node.h"

#include "core/expect.h"

namespace hearth::node {

ControlNode::ControlNode(std::unique_ptr<ControlDesks> desks) : m_desks(std::move(desks)) {
    HEARTH_EXPECT(m_desks != nullptr, "The control protocol was opened with nobody to answer.");
}

core::Result<control::NodeStatus> ControlNode::status() {
    HEARTH_TRY(control::NodeStatus status, m_desks->status.status());
    HEARTH_TRY(status.models, m_desks->models.list());
    return status;
}

core::Result<std::unique_ptr<control::Subscription>>
ControlNode::subscribe(std::function<void(const control::Event&)> on_event) {
    return m_desks->events.subscribe(std::move(on_event));
}

core::Result<control::NodeStatus> ControlNode::pause(bool now) {
    HEARTH_CHECK(m_desks->work_switch.pause(now));
    return status();
}

core::Result<control::NodeStatus> ControlNode::resume() {
    HEARTH_CHECK(m_desks->work_switch.resume());
    return status();
}

core::Result<control::NodeStatus> ControlNode::snooze(std::uint32_t minutes) {
    HEARTH_CHECK(m_desks->work_switch.snooze(minutes));
    return status();
}

core::Result<control::NodeStatus> ControlNode::limit_device(const std::string& device,
                                                            const control::DeviceLimits& limits) {
    HEARTH_CHECK(m_desks->devices.limit(device, limits));
    return status();
}

core::Result<control::NodeStatus> ControlNode::confirm_limits(const std::string& device) {
    HEARTH_CHECK(m_desks->devices.confirm(device));
    return status();
}

core::Result<control::BenchmarkReport> ControlNode::benchmark(const std::string& device, const std::string& model_class,
                                                              const control::OnProgress& progress) {
    return m_desks->devices.benchmark(device, model_class, progress);
}

core::Result<control::NodeStatus> ControlNode::shutdown() {
    m_desks->work_switch.begin_stop(); // so that the answer tells it already
    HEARTH_TRY(control::NodeStatus last, status());
    m_desks->work_switch.request_stop();
    return last;
}

core::Result<std::vector<control::ModelInfo>> ControlNode::models() {
    return m_desks->models.list();
}

core::Result<control::ModelInfo> ControlNode::model(const std::string& id_or_name) {
    return m_desks->models.find(id_or_name);
}

core::Result<control::ModelInfo> ControlNode::import_model(const std::filesystem::path& path, const std::string& name,
                                                           const std::string& profile,
                                                           const control::OnProgress& progress, bool keep_source) {
    return m_desks->models.import(path, name, profile, keep_source ? KeepSource::copied : KeepSource::no, progress);
}

core::Result<std::vector<control::Check>> ControlNode::check_model(const std::string& id_or_name,
                                                                   const control::OnProgress& progress) {
    return m_desks->models.check(id_or_name, progress);
}

core::Status ControlNode::remove_model(const std::string& id_or_name) {
    return m_desks->models.remove(id_or_name);
}

core::Result<control::ModelInfo> ControlNode::switch_model(const std::string& id_or_name, const std::string& action) {
    return m_desks->models.turn(id_or_name, action);
}

core::Result<std::vector<control::ModelOffer>> ControlNode::find_models(const std::string& words,
                                                                        const control::OnProgress& progress) {
    return m_desks->hub.find(words, progress);
}

core::Result<std::vector<control::ModelOffer>> ControlNode::model_files(const std::string& reference,
                                                                        const control::OnProgress& progress) {
    return m_desks->hub.files(reference, progress);
}

core::Result<control::ModelInfo> ControlNode::pull_model(const std::string& reference, const std::string& name,
                                                         const std::string& profile,
                                                         const control::OnProgress& progress, bool keep_source) {
    const auto arriving = m_desks->models.arrival();
    HEARTH_TRY(HubDesk::Pulled pulled, m_desks->hub.fetch(reference, name, progress, keep_source));
    // What was fetched is nobody's but this home's; a file of the user's cache may be changed there.
    const KeepSource how = !keep_source ? KeepSource::no : pulled.held ? KeepSource::linked : KeepSource::copied;
    HEARTH_TRY(control::ModelInfo model, m_desks->models.import(pulled.path, pulled.name, profile, how, progress));
    m_desks->hub.imported(reference, std::move(pulled));
    return model;
}

core::Result<std::vector<control::Download>> ControlNode::downloads() {
    return m_desks->hub.downloads();
}

core::Status ControlNode::drop_download(const std::string& reference) {
    return m_desks->hub.drop(reference);
}

core::Result<control::ChatResult> ControlNode::chat(const control::ChatRequest& request,
                                                    const control::OnText& on_text) {
    return m_desks->chat.chat(request, on_text);
}

core::Result<std::vector<control::JobRow>> ControlNode::jobs(std::uint32_t limit, const std::string& before) {
    return m_desks->answers.jobs(limit, before);
}

core::Result<std::vector<control::JobRow>> ControlNode::find_jobs(const control::JobFilter& filter, std::uint32_t limit,
                                                                  const std::string& before) {
    return m_desks->answers.find_jobs(filter, limit, before);
}

core::Result<control::ReceiptView> ControlNode::receipt(const std::string& receipt_id) {
    return m_desks->answers.receipt(receipt_id);
}

core::Result<core::Bytes> ControlNode::export_receipt(const std::string& receipt_id) {
    return m_desks->answers.export_receipt(receipt_id);
}

core::Result<control::ReceiptView> ControlNode::verify_receipt(const std::string& receipt_id, bool replay,
                                                               const control::OnProgress& progress) {
    return m_desks->answers.verify(receipt_id, replay, progress);
}

core::Result<control::Earnings> ControlNode::earnings(std::uint64_t since_s, std::uint32_t max_rows) {
    return m_desks->earnings.earnings(since_s, max_rows);
}

core::Result<control::LedgerHead> ControlNode::ledger_head() {
    return m_desks->money.ledger_head();
}

core::Result<control::GovernanceView> ControlNode::governance() {
    return m_desks->governance.view();
}

core::Result<control::GovernanceReceipt> ControlNode::govern(const control::GovernanceAct& act) {
    return m_desks->governance.act(act);
}

core::Result<std::string> ControlNode::prepare_transaction(const control::OfflineWish& wish) {
    return m_desks->offline.prepare(wish);
}

core::Result<control::GovernanceReceipt> ControlNode::send_transaction(const std::string& file) {
    return m_desks->offline.send(file);
}

core::Result<control::NetworkView> ControlNode::network() {
    return m_desks->network.view();
}

core::Result<control::InvitationView> ControlNode::examine_invitation(const std::string& text) {
    return m_desks->network.examine(text);
}

core::Result<std::vector<control::PurchaseRow>> ControlNode::purchases(std::uint32_t limit, const std::string& before) {
    return m_desks->answers.purchases(limit, before);
}

core::Result<control::AccountView> ControlNode::account(const std::string& address) {
    return m_desks->money.account(address);
}

core::Result<control::LedgerTransaction> ControlNode::ledger_transaction(const std::string& tx) {
    return m_desks->ledger.transaction(tx);
}
core::Result<core::Bytes> ControlNode::prove_state(const std::vector<std::string>& keys, std::uint64_t from) {
    return m_desks->ledger.prove(keys, from);
}
core::Result<control::MoneySent> ControlNode::send_money(const std::string& to, const std::string& amount) {
    return m_desks->money.send(to, amount);
}

core::Result<std::vector<control::KeyInfo>> ControlNode::keys() {
    return m_desks->keys.list();
}

core::Result<control::IdentityView> ControlNode::identity() {
    return m_desks->keys.identity();
}

core::Result<std::vector<std::string>> ControlNode::recovery_words() {
    return m_desks->keys.recovery_words();
}

core::Result<control::IdentityView> ControlNode::confirm_recovery_words(const std::vector<control::WordGiven>& words) {
    return m_desks->keys.confirm_words(words);
}

core::Status ControlNode::backup_keys(const std::filesystem::path& file, const std::string& passphrase) {
    return m_desks->keys.backup(file, passphrase);
}

core::Result<std::vector<control::KeyInfo>> ControlNode::rotate_node_key() {
    HEARTH_CHECK(m_desks->keys.rotate());
    return keys();
}

core::Result<std::vector<control::ApiKeyInfo>> ControlNode::api_keys() {
    return m_desks->api_keys.list();
}

core::Result<control::NewApiKey> ControlNode::create_api_key(const control::ApiKeyWish& wish) {
    return m_desks->api_keys.create(wish);
}

core::Result<control::ApiKeyInfo> ControlNode::revoke_api_key(const std::string& name_or_id) {
    return m_desks->api_keys.revoke(name_or_id);
}

core::Result<std::vector<control::SpendDay>> ControlNode::spending(std::uint32_t days) {
    return m_desks->api_keys.spending(days);
}

core::Result<std::vector<control::PaymentRow>> ControlNode::payments(std::uint32_t limit) {
    return m_desks->answers.payments(limit);
}

core::Result<std::vector<control::UpstreamInfo>> ControlNode::upstreams() {
    return m_desks->upstreams.list();
}

core::Result<control::UpstreamInfo> ControlNode::add_upstream(const control::UpstreamWish& wish,
                                                              const control::OnProgress& progress) {
    return m_desks->upstreams.add(wish, progress);
}

core::Result<control::UpstreamInfo> ControlNode::test_upstream(const std::string& name) {
    return m_desks->upstreams.test(name);
}

core::Status ControlNode::remove_upstream(const std::string& name) {
    return m_desks->upstreams.remove(name);
}

core::Result<control::UpstreamModels> ControlNode::upstream_models(const std::string& name, std::uint64_t first) {
    return m_desks->upstreams.models(name, first);
}

core::Result<std::vector<control::NetworkEvidence>> ControlNode::network_evidence(std::uint32_t limit,
                                                                                  const std::string& before) {
    return m_desks->upstreams.kept(limit, before);
}

core::Result<std::string> ControlNode::evidence_log(const std::string& evidence_id, std::uint64_t first) {
    if (!evidence_id.empty()) return m_desks->upstreams.prove(evidence_id);
    return first == 0 ? m_desks->upstreams.log_head() : m_desks->upstreams.prove_growth(first);
}

core::Result<control::WorkTimes> ControlNode::work_times() {
    return m_desks->work.times();
}

core::Result<std::vector<control::SettingInfo>> ControlNode::settings() {
    return m_desks->work.settings();
}

core::Result<std::vector<control::SettingInfo>>
ControlNode::change_settings(const std::vector<control::SettingChange>& changes) {
    return m_desks->work.change(changes);
}

core::Result<control::UpdateView> ControlNode::update_status() {
    return m_desks->updates.view();
}

core::Result<control::UpdateView> ControlNode::check_update(const control::OnProgress& progress) {
    return m_desks->updates.check(progress);
}

core::Result<control::UpdateView> ControlNode::download_update(const control::OnProgress& progress) {
    return m_desks->updates.download(progress);
}

core::Result<control::UpdateView> ControlNode::apply_update(const control::OnProgress& progress) {
    return m_desks->updates.apply(progress);
}

core::Result<control::FirstRun> ControlNode::first_run() {
    return m_desks->first_run.view();
}

core::Result<control::FirstRun> ControlNode::move_first_run(const std::string& step) {
    return m_desks->first_run.move(step);
}

core::Result<control::FirstRun> ControlNode::set_autostart(bool on) {
    return m_desks->first_run.set_autostart(on);
}

core::Result<std::vector<control::Check>> ControlNode::test_device(const std::string& device,
                                                                   const control::OnProgress& progress) {
    return m_desks->devices.test(device, progress);
}

core::Result<std::vector<control::BenchmarkRecord>> ControlNode::benchmarks() {
    return m_desks->devices.measured();
}

core::Result<std::vector<control::DoctorCheck>> ControlNode::doctor() {
    return m_desks->doctor.examine();
}

core::Result<control::Bundle> ControlNode::bundle() {
    auto now = status(); // what keeps it from being told is among the checks
    return m_desks->doctor.bundle(now ? std::optional(std::move(*now)) : std::nullopt, m_desks->api_keys.names());
}

core::Result<control::LogTail> ControlNode::log_tail(const std::string& level, std::uint32_t limit) {
    return m_desks->doctor.log_tail(level, limit);
}

} // namespace hearth::node
