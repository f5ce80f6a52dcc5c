// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "fake/scripted_hub.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace hearth::desktop::fake {

/// A Node that plays a Story in this process: for tests, screenshots, translators. Thread-safe. Nothing here
/// computes, signs or pays; the window says so.
class ScriptedNode final : public ScriptedHub {
public:
    /// With `own_time` a thread advances a lively story every second; otherwise tick() does.
    ScriptedNode(Story story, const core::Clock& clock, bool own_time);
    ~ScriptedNode() override;

    void tick();
    void setPace(std::chrono::milliseconds pace) { m_pace = pace; } ///< of the pieces of long calls; 0 in tests
    /// From now on calls fail as if the service had gone, until revive().
    void die(const core::Error& error);
    void revive();
    bool wasShut() const { return m_was_shut; } ///< somebody asked it to stop
    /// Answers that many status calls before it dies.
    void dieAfter(std::uint32_t answers, const core::Error& error);

    core::Result<control::NodeStatus> status() override;
    core::Result<std::unique_ptr<control::Subscription>>
    subscribe(std::function<void(const control::Event&)> on_event) override;
    core::Result<control::NodeStatus> pause(bool now) override;
    core::Result<control::NodeStatus> resume() override;
    core::Result<control::NodeStatus> snooze(std::uint32_t minutes) override;
    core::Result<control::NodeStatus> limit_device(const std::string& device,
                                                   const control::DeviceLimits& limits) override;
    core::Result<control::NodeStatus> confirm_limits(const std::string& device) override;
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
    core::Result<std::string> prepare_transaction(const control::OfflineWish& wish) override;
    core::Result<control::GovernanceReceipt> send_transaction(const std::string& file) override;
    core::Status backup_keys(const std::filesystem::path& file, const std::string& passphrase) override;
    core::Result<std::vector<control::KeyInfo>> rotate_node_key() override;
    core::Result<control::WorkTimes> work_times() override;
    core::Result<std::vector<control::SettingInfo>> settings() override;
    core::Result<std::vector<control::SettingInfo>>
    change_settings(const std::vector<control::SettingChange>& changes) override;
    core::Result<std::vector<control::DoctorCheck>> doctor() override;

private:
    class Ear;
    core::Status alive() const, answers() const override;
    void become(const std::string& kind, const std::string& account) override;
    void publish(const std::string& topic, const std::string& id = {}) override;
    core::Result<control::ModelInfo> take_in(const std::string& name, const std::string& profile,
                                             std::uint64_t source_bytes) override;
    bool step(const control::OnProgress& progress, const core::Sentence& stage, std::uint64_t done,
              std::uint64_t total) override;
    core::Result<control::ChatResult> foreign_answer(const control::UpstreamInfo& network,
                                                     const control::ChatRequest& request,
                                                     const control::OnText& on_text);
    control::ModelInfo* find_model(const std::string& id_or_name);
    control::DeviceStatus* find_device(const std::string& device);
    control::JobRow* find_job(const std::string& receipt_id);
    void play();
    void advance_jobs(core::Nanoseconds now);
    std::string finish_chat(const control::ChatRequest& request, std::uint32_t tokens, bool stopped);

    const core::Clock& m_clock;
    mutable std::mutex m_mutex;
    Story m_story;
    std::optional<core::Error> m_death, m_coming_death;
    std::uint32_t m_answers_left = 0;
    std::atomic<bool> m_was_shut{false};
    std::uint64_t m_ticks = 0, m_made = 0, m_balance = 125'000'000'000; ///< the last in 10⁻⁹ EMB
    std::atomic<std::chrono::milliseconds> m_pace{std::chrono::milliseconds(28)};
    std::mutex m_ears_mutex; ///< held while callbacks run, so that an ended subscription stays silent
    std::map<std::uint64_t, std::function<void(const control::Event&)>> m_ears;
    std::uint64_t m_next_ear = 0, m_events = 0;
    std::condition_variable m_wake;
    bool m_end = false;
    std::thread m_time;
};

} // namespace hearth::desktop::fake
