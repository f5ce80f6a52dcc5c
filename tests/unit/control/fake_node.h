// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/event_fan.h"
#include "control/node.h"

#include <atomic>
#include <mutex>

namespace hearth::test {

/// A node by script, at the edge of the tests of server, client and command line. What it does depends on the
/// words it is given: see chat() and import_model(). Thread-safe.
class FakeNode final : public control::Node {
public:
    template <class T>
    using Result = core::Result<T>;

    std::atomic<int> running{0};   ///< calls that are inside now
    std::atomic<int> cancelled{0}; ///< calls that were asked to stop
    std::atomic<int> shutdowns{0};
    std::atomic<bool> release{false};  ///< lets "stubborn" calls return
    std::function<void()> on_shutdown; ///< set it before the node is served

    void announce(const std::string& topic, const std::string& id = {});
    /// What backup_keys was given last.
    std::string last_passphrase() const;

    Result<control::NodeStatus> status() override;
    Result<std::unique_ptr<control::Subscription>>
    subscribe(std::function<void(const control::Event&)> on_event) override;
    Result<control::NodeStatus> pause(bool now) override;
    Result<control::NodeStatus> resume() override;
    /// Refused for more than a day.
    Result<control::NodeStatus> snooze(std::uint32_t minutes) override;
    /// "gpu:9" is not there; 9 W need root.
    Result<control::NodeStatus> limit_device(const std::string& device, const control::DeviceLimits& limits) override;
    Result<control::NodeStatus> confirm_limits(const std::string& device) override;
    /// "vulkan:9" is not there; progress is told once.
    Result<control::BenchmarkReport> benchmark(const std::string& device, const std::string& model_class,
                                               const control::OnProgress& progress) override;
    /// Says "draining", then does what on_shutdown says.
    Result<control::NodeStatus> shutdown() override;
    Result<std::vector<control::ModelInfo>> models() override;
    /// "needed" has three receipts that may still be audited.
    Result<control::ModelInfo> model(const std::string& id_or_name) override;
    /// Ten steps of progress; the name "slow" takes until it is cancelled, "again" is here already; a file called like
    /// a reason fails with it.
    Result<control::ModelInfo> import_model(const std::filesystem::path& path, const std::string& name,
                                            const std::string& profile, const control::OnProgress& progress,
                                            bool keep_source) override;
    /// "bent" fails its check.
    Result<std::vector<control::Check>> check_model(const std::string& id_or_name,
                                                    const control::OnProgress& progress) override;
    core::Status remove_model(const std::string& id_or_name) override;
    Result<control::ModelInfo> switch_model(const std::string& id_or_name, const std::string& action) override;
    /// "nothing" is found nowhere, "hf:a/missing" is not there; one download, "hf:a/b".
    Result<std::vector<control::ModelOffer>> find_models(const std::string& words,
                                                         const control::OnProgress& progress) override;
    Result<std::vector<control::ModelOffer>> model_files(const std::string& reference,
                                                         const control::OnProgress&) override;
    /// As import_model(); the reference is the reason in its answer.
    Result<control::ModelInfo> pull_model(const std::string& reference, const std::string& name,
                                          const std::string& profile, const control::OnProgress& progress,
                                          bool keep_source) override;
    Result<std::vector<control::Download>> downloads() override;
    core::Status drop_download(const std::string& reference) override;
    /// Says the prompt word by word. "endless …" goes on until stopped; "stall …" falls silent then; "hang" is silent
    /// until it is cancelled; "stubborn" is silent until release; "flood" sends 64 MiB; "refuse" is refused; "recall"
    /// tells the history; "throw"
    /// throws.
    Result<control::ChatResult> chat(const control::ChatRequest& request, const control::OnText& on_text) override;
    Result<std::vector<control::JobRow>> jobs(std::uint32_t limit, const std::string& before) override;
    Result<std::vector<control::JobRow>> find_jobs(const control::JobFilter& filter, std::uint32_t limit,
                                                   const std::string& before) override;
    /// Any id of 64 digits, or 6 or more of them, that does not begin with ffff; cafe00 is ambiguous. A replay finds a
    /// difference.
    Result<control::ReceiptView> receipt(const std::string& receipt_id) override;
    Result<core::Bytes> export_receipt(const std::string& receipt_id) override;
    Result<control::ReceiptView> verify_receipt(const std::string& receipt_id, bool replay,
                                                const control::OnProgress& progress) override;
    Result<control::Earnings> earnings(std::uint64_t since_s, std::uint32_t max_rows) override;
    Result<control::LedgerHead> ledger_head() override;
    /// One proposal, 7; a vote on another is not_found, and "no" is refused.
    Result<control::GovernanceView> governance() override;
    Result<control::GovernanceReceipt> govern(const control::GovernanceAct& act) override;
    /// A line that names the act, no file; "veto" is refused.
    Result<std::string> prepare_transaction(const control::OfflineWish& wish) override;
    /// Takes what holds a signature.
    Result<control::GovernanceReceipt> send_transaction(const std::string& file) override;
    Result<control::NetworkView> network() override;
    /// Nothing is no invitation.
    Result<control::InvitationView> examine_invitation(const std::string& text) override;
    Result<std::vector<control::PurchaseRow>> purchases(std::uint32_t limit, const std::string& before) override;
    Result<control::AccountView> account(const std::string& address) override;
    Result<control::MoneySent> send_money(const std::string& to, const std::string& amount) override;
    Result<control::LedgerTransaction> ledger_transaction(const std::string& tx) override;
    /// Of a recorded solo ledger (vectors/light).
    Result<core::Bytes> prove_state(const std::vector<std::string>& keys, std::uint64_t from) override;
    Result<std::vector<control::KeyInfo>> keys() override;
    /// The words of 32 zero bytes.
    Result<control::IdentityView> identity() override;
    Result<std::vector<std::string>> recovery_words() override;
    Result<control::IdentityView> confirm_recovery_words(const std::vector<control::WordGiven>& words) override;
    Result<control::HoldingsView> holdings() override;
    /// Any words but none are those of somebody; nothing is no invitation; the home is alone.
    Result<control::HomeChange> restore_operator(const std::vector<std::string>& words) override;
    Result<control::HomeChange> join_network(const std::string& invitation,
                                             const control::OnProgress& progress) override;
    Result<control::HomeChange> leave_network() override;
    Result<control::HomeChange> home_change() override;
    core::Status backup_keys(const std::filesystem::path& file, const std::string& passphrase) override;
    Result<std::vector<control::KeyInfo>> rotate_node_key() override;
    /// One key, "laptop". The name "taken" is in use; "nobody" is not there.
    Result<std::vector<control::ApiKeyInfo>> api_keys() override;
    Result<control::NewApiKey> create_api_key(const control::ApiKeyWish& wish) override;
    Result<control::ApiKeyInfo> revoke_api_key(const std::string& name_or_id) override;
    Result<std::vector<control::SpendDay>> spending(std::uint32_t days) override;
    Result<std::vector<control::PaymentRow>> payments(std::uint32_t limit) override;
    Result<std::vector<control::UpstreamInfo>> upstreams() override;
    Result<control::UpstreamInfo> add_upstream(const control::UpstreamWish& wish,
                                               const control::OnProgress& progress) override;
    Result<control::UpstreamInfo> test_upstream(const std::string& name) override;
    core::Status remove_upstream(const std::string& name) override;
    core::Result<control::UpstreamModels> upstream_models(const std::string& name, std::uint64_t first) override;
    core::Result<std::vector<control::NetworkEvidence>> network_evidence(std::uint32_t limit,
                                                                         const std::string& before) override;
    core::Result<std::string> evidence_log(const std::string& evidence_id, std::uint64_t first) override;
    Result<control::WorkTimes> work_times() override;
    Result<std::vector<control::SettingInfo>> settings() override;
    /// Knows "work.hours"; the value "wrong" is refused.
    Result<std::vector<control::SettingInfo>>
    change_settings(const std::vector<control::SettingChange>& changes) override;
    Result<std::vector<control::DoctorCheck>> doctor() override;
    Result<control::Bundle> bundle() override;
    Result<control::LogTail> log_tail(const std::string& level, std::uint32_t limit) override;
    Result<control::UpdateView> update_status() override;
    Result<control::UpdateView> check_update(const control::OnProgress&) override;
    /// Always comes with other bytes.
    Result<control::UpdateView> download_update(const control::OnProgress&) override;
    /// Only the package manager can.
    Result<control::UpdateView> apply_update(const control::OnProgress&) override;
    /// The step "nowhere" is refused, autostart cannot be switched on, "vulkan:9" is not there.
    Result<control::FirstRun> first_run() override;
    Result<control::FirstRun> move_first_run(const std::string& step) override;
    Result<control::FirstRun> set_autostart(bool on) override;
    Result<std::vector<control::Check>> test_device(const std::string& device, const control::OnProgress&) override;
    Result<std::vector<control::BenchmarkRecord>> benchmarks() override;

private:
    control::EventFan m_events;
    mutable std::mutex m_mutex;
    std::uint64_t m_number = 0;
    control::NodeState m_state = control::NodeState::serving;
    std::string m_passphrase;
    std::vector<std::string> m_hours{"mon-fri 18-24"};
    std::optional<control::DeviceLimits> m_proposed, m_confirmed;
};

} // namespace hearth::test
