// SPDX-License-Identifier: Apache-2.0
#include "control/client.h"

#include "control/calls.h"
#include "control/connection.h"

#include <cmath>

namespace hearth::control {
namespace {

using core::Code;
using core::Result;
using core::Status;

const Connection::Wishes no_wishes{};

class RemoteNode final : public SocketNode {
public:
    explicit RemoteNode(std::unique_ptr<Connection> connection) : m_connection(std::move(connection)) {}

    bool connected() const override { return m_connection->connected(); }
    std::string service_version() const override { return m_connection->service_version(); }
    void cancel_calls() override { m_connection->cancel_calls(); }

    Result<NodeStatus> status() override { return ask<NodeStatus>("status", NoParams{}); }
    Result<std::unique_ptr<Subscription>> subscribe(std::function<void(const Event&)> on_event) override {
        auto subscription = m_connection->events().subscribe(std::move(on_event));
        HEARTH_CHECK(ask<Done>("subscribe", NoParams{}));
        return subscription;
    }

    Result<NodeStatus> pause(bool now) override { return ask<NodeStatus>("pause", PauseParams{now}); }
    Result<NodeStatus> resume() override { return ask<NodeStatus>("resume", NoParams{}); }
    Result<NodeStatus> snooze(std::uint32_t minutes) override {
        return ask<NodeStatus>("snooze", SnoozeParams{minutes});
    }
    Result<NodeStatus> limit_device(const std::string& device, const DeviceLimits& limits) override {
        return ask<NodeStatus>("limit_device", LimitParams{device, limits});
    }
    Result<NodeStatus> confirm_limits(const std::string& device) override {
        return ask<NodeStatus>("confirm_limits", DeviceParams{device});
    }
    Result<BenchmarkReport> benchmark(const std::string& device, const std::string& model_class,
                                      const OnProgress& progress) override {
        return ask<BenchmarkReport>("benchmark", BenchmarkParams{device, model_class}, lengthy({}, progress));
    }
    Result<NodeStatus> shutdown() override { return ask<NodeStatus>("shutdown", NoParams{}); }

    Result<std::vector<ModelInfo>> models() override { return ask<std::vector<ModelInfo>>("models", NoParams{}); }
    Result<ModelInfo> model(const std::string& id_or_name) override {
        return ask<ModelInfo>("model", ModelParams{id_or_name});
    }
    Result<ModelInfo> import_model(const std::filesystem::path& path, const std::string& name,
                                   const std::string& profile, const OnProgress& progress, bool keep_source) override {
        return ask<ModelInfo>("import_model", ImportParams{path.string(), name, profile, keep_source},
                              lengthy({}, progress));
    }
    Result<std::vector<Check>> check_model(const std::string& id_or_name, const OnProgress& progress) override {
        return ask<std::vector<Check>>("check_model", ModelParams{id_or_name}, lengthy({}, progress));
    }
    Status remove_model(const std::string& id_or_name) override {
        return done(ask<Done>("remove_model", ModelParams{id_or_name}));
    }
    Result<ModelInfo> switch_model(const std::string& id_or_name, const std::string& action) override {
        return ask<ModelInfo>("switch_model", SwitchModelParams{id_or_name, action});
    }
    Result<std::vector<ModelOffer>> find_models(const std::string& words, const OnProgress& progress) override {
        return ask<std::vector<ModelOffer>>("find_models", FindModelsParams{words}, lengthy({}, progress));
    }
    Result<std::vector<ModelOffer>> model_files(const std::string& reference, const OnProgress& progress) override {
        return ask<std::vector<ModelOffer>>("model_files", ReferenceParams{reference}, lengthy({}, progress));
    }
    Result<ModelInfo> pull_model(const std::string& reference, const std::string& name, const std::string& profile,
                                 const OnProgress& progress, bool keep_source) override {
        return ask<ModelInfo>("pull_model", PullParams{reference, name, profile, keep_source}, lengthy({}, progress));
    }
    Result<std::vector<Download>> downloads() override { return ask<std::vector<Download>>("downloads", NoParams{}); }
    Status drop_download(const std::string& reference) override {
        return done(ask<Done>("drop_download", ReferenceParams{reference}));
    }

    Result<ChatResult> chat(const ChatRequest& request, const OnText& on_text) override {
        for (const auto& number : {request.temperature, request.top_p})
            if (number && !std::isfinite(*number))
                return core::fail(Code::invalid_argument, core::say("temperature_top_p_must"));
        return ask<ChatResult>("chat", request, lengthy(on_text, {}));
    }

    Result<std::vector<JobRow>> jobs(std::uint32_t limit, const std::string& before) override {
        return ask<std::vector<JobRow>>("jobs", JobsParams{limit, before});
    }
    Result<std::vector<JobRow>> find_jobs(const JobFilter& filter, std::uint32_t limit,
                                          const std::string& before) override {
        return ask<std::vector<JobRow>>("find_jobs", FindJobsParams{filter, limit, before});
    }
    Result<ReceiptView> receipt(const std::string& receipt_id) override {
        return ask<ReceiptView>("receipt", ReceiptParams{receipt_id});
    }
    Result<core::Bytes> export_receipt(const std::string& receipt_id) override {
        HEARTH_TRY(const ExportAnswer answer, ask<ExportAnswer>("export_receipt", ReceiptParams{receipt_id}));
        return core::from_hex(answer.hex);
    }
    Result<ReceiptView> verify_receipt(const std::string& receipt_id, bool replay,
                                       const OnProgress& progress) override {
        return ask<ReceiptView>("verify_receipt", VerifyParams{receipt_id, replay}, lengthy({}, progress));
    }

    Result<Earnings> earnings(std::uint64_t since_s, std::uint32_t max_rows) override {
        return ask<Earnings>("earnings", EarningsParams{since_s, max_rows});
    }
    Result<std::vector<PurchaseRow>> purchases(std::uint32_t limit, const std::string& before) override {
        return ask<std::vector<PurchaseRow>>("purchases", JobsParams{limit, before});
    }
    Result<AccountView> account(const std::string& address) override {
        return ask<AccountView>("account", AccountParams{address});
    }
    Result<MoneySent> send_money(const std::string& to, const std::string& amount) override {
        return ask<MoneySent>("send_money", SendParams{to, amount}, lengthy({}, {}));
    }
    Result<LedgerTransaction> ledger_transaction(const std::string& tx) override {
        return ask<LedgerTransaction>("ledger_transaction", TransactionParams{tx}, lengthy({}, {}));
    }
    Result<core::Bytes> prove_state(const std::vector<std::string>& keys, std::uint64_t from) override {
        HEARTH_TRY(const ExportAnswer answer,
                   ask<ExportAnswer>("prove_state", ProveParams{keys, from}, lengthy({}, {})));
        return core::from_hex(answer.hex);
    }
    Result<LedgerHead> ledger_head() override { return ask<LedgerHead>("ledger_head", NoParams{}); }
    Result<GovernanceView> governance() override { return ask<GovernanceView>("governance", NoParams{}); }
    Result<GovernanceReceipt> govern(const GovernanceAct& act) override {
        return ask<GovernanceReceipt>("govern", act, lengthy({}, {}));
    }
    Result<std::string> prepare_transaction(const OfflineWish& wish) override {
        HEARTH_TRY(FileText text, ask<FileText>("prepare_transaction", wish));
        return std::move(text.file);
    }
    Result<GovernanceReceipt> send_transaction(const std::string& file) override {
        return ask<GovernanceReceipt>("send_transaction", FileText{file}, lengthy({}, {}));
    }
    Result<NetworkView> network() override { return ask<NetworkView>("network", NoParams{}, lengthy({}, {})); }
    Result<InvitationView> examine_invitation(const std::string& text) override {
        return ask<InvitationView>("examine_invitation", InvitationParams{text});
    }
    Result<std::vector<KeyInfo>> keys() override { return ask<std::vector<KeyInfo>>("keys", NoParams{}); }
    Result<IdentityView> identity() override { return ask<IdentityView>("identity", NoParams{}); }
    Result<std::vector<std::string>> recovery_words() override {
        return ask<std::vector<std::string>>("recovery_words", NoParams{});
    }
    Result<IdentityView> confirm_recovery_words(const std::vector<WordGiven>& words) override {
        return ask<IdentityView>("confirm_recovery_words", WordsParams{words});
    }
    Result<HoldingsView> holdings() override { return ask<HoldingsView>("holdings", NoParams{}, lengthy({}, {})); }
    Result<HomeChange> restore_operator(const std::vector<std::string>& words) override {
        return ask<HomeChange>("restore_operator", RestoreParams{words}, lengthy({}, {}));
    }
    Result<HomeChange> join_network(const std::string& invitation, const OnProgress& progress) override {
        return ask<HomeChange>("join_network", InvitationParams{invitation}, lengthy({}, progress));
    }
    Result<HomeChange> leave_network() override {
        return ask<HomeChange>("leave_network", NoParams{}, lengthy({}, {}));
    }
    Result<HomeChange> home_change() override { return ask<HomeChange>("home_change", NoParams{}); }
    Status backup_keys(const std::filesystem::path& file, const std::string& passphrase) override {
        return done(ask<Done>("backup_keys", BackupParams{file.string(), passphrase}, lengthy({}, {})));
    }
    Result<std::vector<KeyInfo>> rotate_node_key() override {
        return ask<std::vector<KeyInfo>>("rotate_node_key", NoParams{});
    }
    Result<std::vector<ApiKeyInfo>> api_keys() override { return ask<std::vector<ApiKeyInfo>>("api_keys", NoParams{}); }
    Result<NewApiKey> create_api_key(const ApiKeyWish& wish) override { return ask<NewApiKey>("create_api_key", wish); }
    Result<ApiKeyInfo> revoke_api_key(const std::string& name_or_id) override {
        return ask<ApiKeyInfo>("revoke_api_key", ApiKeyParams{name_or_id});
    }
    Result<std::vector<SpendDay>> spending(std::uint32_t days) override {
        return ask<std::vector<SpendDay>>("spending", SpendingParams{days});
    }
    Result<std::vector<PaymentRow>> payments(std::uint32_t limit) override {
        return ask<std::vector<PaymentRow>>("payments", JobsParams{limit, {}});
    }
    Result<std::vector<UpstreamInfo>> upstreams() override {
        return ask<std::vector<UpstreamInfo>>("upstreams", NoParams{});
    }
    Result<UpstreamInfo> add_upstream(const UpstreamWish& wish, const OnProgress& progress) override {
        return ask<UpstreamInfo>("add_upstream", wish, lengthy({}, progress));
    }
    Result<UpstreamInfo> test_upstream(const std::string& name) override {
        return ask<UpstreamInfo>("test_upstream", UpstreamParams{name}, lengthy({}, {}));
    }
    Status remove_upstream(const std::string& name) override {
        return done(ask<Done>("remove_upstream", UpstreamParams{name}));
    }
    Result<UpstreamModels> upstream_models(const std::string& name, std::uint64_t first) override {
        return ask<UpstreamModels>("upstream_models", UpstreamModelsParams{name, first});
    }
    Result<std::vector<NetworkEvidence>> network_evidence(std::uint32_t limit, const std::string& before) override {
        return ask<std::vector<NetworkEvidence>>("network_evidence", EvidenceListParams{limit, before});
    }
    Result<std::string> evidence_log(const std::string& evidence_id, std::uint64_t first) override {
        HEARTH_TRY(LogText text, ask<LogText>("evidence_log", EvidenceProofParams{evidence_id, first}));
        return std::move(text.json);
    }
    Result<WorkTimes> work_times() override { return ask<WorkTimes>("work_times", NoParams{}); }
    Result<std::vector<SettingInfo>> settings() override {
        return ask<std::vector<SettingInfo>>("settings", NoParams{});
    }
    Result<std::vector<SettingInfo>> change_settings(const std::vector<SettingChange>& changes) override {
        return ask<std::vector<SettingInfo>>("change_settings", SettingsParams{changes});
    }
    Result<UpdateView> update_status() override { return ask<UpdateView>("update_status", NoParams{}); }
    Result<UpdateView> check_update(const OnProgress& progress) override {
        return ask<UpdateView>("check_update", NoParams{}, lengthy({}, progress));
    }
    Result<UpdateView> download_update(const OnProgress& progress) override {
        return ask<UpdateView>("download_update", NoParams{}, lengthy({}, progress));
    }
    Result<UpdateView> apply_update(const OnProgress& progress) override {
        return ask<UpdateView>("apply_update", NoParams{}, lengthy({}, progress));
    }
    Result<FirstRun> first_run() override { return ask<FirstRun>("first_run", NoParams{}, lengthy({}, {})); }
    Result<FirstRun> move_first_run(const std::string& step) override {
        return ask<FirstRun>("move_first_run", FirstRunParams{step}, lengthy({}, {}));
    }
    Result<FirstRun> set_autostart(bool on) override {
        return ask<FirstRun>("set_autostart", AutostartParams{on}, lengthy({}, {}));
    }
    Result<std::vector<Check>> test_device(const std::string& device, const OnProgress& progress) override {
        return ask<std::vector<Check>>("test_device", DeviceParams{device}, lengthy({}, progress));
    }
    Result<std::vector<BenchmarkRecord>> benchmarks() override {
        return ask<std::vector<BenchmarkRecord>>("benchmarks", NoParams{});
    }
    Result<std::vector<DoctorCheck>> doctor() override {
        return ask<std::vector<DoctorCheck>>("doctor", NoParams{}, lengthy({}, {}));
    }
    Result<Bundle> bundle() override { return ask<Bundle>("bundle", NoParams{}, lengthy({}, {})); }
    Result<LogTail> log_tail(const std::string& level, std::uint32_t limit) override {
        return ask<LogTail>("log_tail", LogTailParams{level, limit});
    }

private:
    template <class T, class Params>
    Result<T> ask(const char* method, const Params& params, const Connection::Wishes& wishes = no_wishes) {
        HEARTH_TRY(const Message answer, m_connection->call(method, to_json(params), wishes));
        auto value = from_tree<T>(*answer.body, method);
        if (!value)
            return core::fail(Code::corrupt, core::say("service_sent_answer_cannot", {value.error().message}),
                              core::say("bring_program_service_same"));
        return value;
    }

    static Connection::Wishes lengthy(const OnText& on_text, const OnProgress& on_progress) {
        return {on_text, on_progress, true};
    }

    static Status done(const Result<Done>& result) { return result ? Status() : Status(result.error()); }

    const std::unique_ptr<Connection> m_connection;
};

} // namespace

Result<std::unique_ptr<SocketNode>> connect(const std::filesystem::path& socket, const ConnectOptions& options) {
    HEARTH_TRY(std::unique_ptr<Connection> connection, Connection::open(socket, options));
    return std::unique_ptr<SocketNode>(std::make_unique<RemoteNode>(std::move(connection)));
}

} // namespace hearth::control
