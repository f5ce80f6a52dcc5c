// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/door/control_desks.h"

namespace hearth::node {

/// The running service as desktop and command line see it: each call goes to its desk. Calls may come from several
/// threads at once.
class ControlNode final : public control::Node {
public:
    explicit ControlNode(std::unique_ptr<ControlDesks> desks);

    core::Result<control::NodeStatus> status() override;
    core::Result<std::unique_ptr<control::Subscription>>
    subscribe(std::function<void(const control::Event&)> on_event) override;
    core::Result<control::NodeStatus> pause(bool now) override;
    core::Result<control::NodeStatus> resume() override;
    core::Result<control::NodeStatus> snooze(std::uint32_t minutes) override;
    core::Result<control::NodeStatus> limit_device(const std::string& device,
                                                   const control::DeviceLimits& limits) override;
    core::Result<control::NodeStatus> confirm_limits(const std::string& device) override;
    core::Result<control::BenchmarkReport> benchmark(const std::string& device, const std::string& model_class,
                                                     const control::OnProgress& progress) override;
    core::Result<control::NodeStatus> shutdown() override;
    core::Result<std::vector<control::ModelInfo>> models() override;
    core::Result<control::ModelInfo> model(const std::string& id_or_name) override;
    core::Result<control::ModelInfo> import_model(const std::filesystem::path& path, const std::string& name,
                                                  const std::string& profile, const control::OnProgress& progress,
                                                  bool keep_source) override;
    core::Result<std::vector<control::Check>> check_model(const std::string& id_or_name,
                                                          const control::OnProgress& progress) override;
    core::Status remove_model(const std::string& id_or_name) override;
    core::Result<control::ModelInfo> switch_model(const std::string& id_or_name, const std::string& action) override;
    core::Result<std::vector<control::ModelOffer>> find_models(const std::string& words,
                                                               const control::OnProgress& progress) override;
    core::Result<std::vector<control::ModelOffer>> model_files(const std::string& reference,
                                                               const control::OnProgress& progress) override;
    core::Result<control::ModelInfo> pull_model(const std::string& reference, const std::string& name,
                                                const std::string& profile, const control::OnProgress& progress,
                                                bool keep_source) override;
    core::Result<std::vector<control::Download>> downloads() override;
    core::Status drop_download(const std::string& reference) override;

    core::Result<control::ChatResult> chat(const control::ChatRequest& request,
                                           const control::OnText& on_text) override;

    core::Result<std::vector<control::JobRow>> jobs(std::uint32_t limit, const std::string& before) override;
    core::Result<std::vector<control::JobRow>> find_jobs(const control::JobFilter& filter, std::uint32_t limit,
                                                         const std::string& before) override;
    core::Result<control::ReceiptView> receipt(const std::string& receipt_id) override;
    core::Result<core::Bytes> export_receipt(const std::string& receipt_id) override;
    core::Result<control::ReceiptView> verify_receipt(const std::string& receipt_id, bool replay,
                                                      const control::OnProgress& progress) override;

    core::Result<control::Earnings> earnings(std::uint64_t since_s, std::uint32_t max_rows) override;
    core::Result<control::LedgerHead> ledger_head() override;
    core::Result<control::GovernanceView> governance() override;
    core::Result<control::GovernanceReceipt> govern(const control::GovernanceAct& act) override;
    core::Result<std::string> prepare_transaction(const control::OfflineWish& wish) override;
    core::Result<control::GovernanceReceipt> send_transaction(const std::string& file) override;
    core::Result<control::NetworkView> network() override;
    core::Result<control::InvitationView> examine_invitation(const std::string& text) override;
    core::Result<std::vector<control::PurchaseRow>> purchases(std::uint32_t limit, const std::string& before) override;
    core::Result<control::AccountView> account(const std::string& address) override;
    core::Result<control::MoneySent> send_money(const std::string& to, const std::string& amount) override;
    core::Result<control::LedgerTransaction> ledger_transaction(const std::string& tx) override;
    core::Result<core::Bytes> prove_state(const std::vector<std::string>& keys, std::uint64_t from) override;
    core::Result<std::vector<control::KeyInfo>> keys() override;
    core::Result<control::IdentityView> identity() override;
    core::Result<std::vector<std::string>> recovery_words() override;
    core::Result<control::IdentityView> confirm_recovery_words(const std::vector<control::WordGiven>& words) override;
    core::Result<control::HoldingsView> holdings() override;
    core::Result<control::HomeChange> restore_operator(const std::vector<std::string>& words) override;
    core::Result<control::HomeChange> join_network(const std::string& invitation,
                                                   const control::OnProgress& progress) override;
    core::Result<control::HomeChange> leave_network() override;
    core::Result<control::HomeChange> home_change() override;
    core::Status backup_keys(const std::filesystem::path& file, const std::string& passphrase) override;
    core::Result<std::vector<control::KeyInfo>> rotate_node_key() override;
    core::Result<std::vector<control::ApiKeyInfo>> api_keys() override;
    core::Result<control::NewApiKey> create_api_key(const control::ApiKeyWish& wish) override;
    core::Result<control::ApiKeyInfo> revoke_api_key(const std::string& name_or_id) override;
    core::Result<std::vector<control::SpendDay>> spending(std::uint32_t days) override;
    core::Result<std::vector<control::PaymentRow>> payments(std::uint32_t limit) override;
    core::Result<std::vector<control::UpstreamInfo>> upstreams() override;
    core::Result<control::UpstreamInfo> add_upstream(const control::UpstreamWish& wish,
                                                     const control::OnProgress& progress) override;
    core::Result<control::UpstreamInfo> test_upstream(const std::string& name) override;
    core::Status remove_upstream(const std::string& name) override;
    core::Result<control::UpstreamModels> upstream_models(const std::string& name, std::uint64_t first) override;
    core::Result<std::vector<control::NetworkEvidence>> network_evidence(std::uint32_t limit,
                                                                         const std::string& before) override;
    core::Result<std::string> evidence_log(const std::string& evidence_id, std::uint64_t first) override;
    core::Result<control::WorkTimes> work_times() override;
    core::Result<std::vector<control::SettingInfo>> settings() override;
    core::Result<std::vector<control::SettingInfo>>
    change_settings(const std::vector<control::SettingChange>& changes) override;
    core::Result<control::UpdateView> update_status() override;
    core::Result<control::UpdateView> check_update(const control::OnProgress& progress) override;
    core::Result<control::UpdateView> download_update(const control::OnProgress& progress) override;
    core::Result<control::UpdateView> apply_update(const control::OnProgress& progress) override;
    core::Result<control::FirstRun> first_run() override;
    core::Result<control::FirstRun> move_first_run(const std::string& step) override;
    core::Result<control::FirstRun> set_autostart(bool on) override;
    core::Result<std::vector<control::Check>> test_device(const std::string& device,
                                                          const control::OnProgress& progress) override;
    core::Result<std::vector<control::BenchmarkRecord>> benchmarks() override;
    core::Result<std::vector<control::DoctorCheck>> doctor() override;
    core::Result<control::Bundle> bundle() override;
    core::Result<control::LogTail> log_tail(const std::string& level, std::uint32_t limit) override;

private:
    const std::unique_ptr<ControlDesks> m_desks;
};

} // namespace hearth::node
