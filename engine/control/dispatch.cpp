// SPDX-License-Identifier: Apache-2.0
#include "control/methods.h"

#include <exception>

namespace hearth::control {
namespace {

Answer status(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.status(); });
}
Answer pause(Node& node, const Tree& tree, const CallSinks&) {
    return with<PauseParams>(tree, [&](const PauseParams& p) { return node.pause(p.now); });
}
Answer resume(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.resume(); });
}
Answer snooze(Node& node, const Tree& tree, const CallSinks&) {
    return with<SnoozeParams>(tree, [&](const SnoozeParams& p) { return node.snooze(p.minutes); });
}
Answer limit_device(Node& node, const Tree& tree, const CallSinks&) {
    return with<LimitParams>(tree, [&](const LimitParams& p) { return node.limit_device(p.device, p.limits); });
}
Answer confirm_limits(Node& node, const Tree& tree, const CallSinks&) {
    return with<DeviceParams>(tree, [&](const DeviceParams& p) { return node.confirm_limits(p.device); });
}
Answer shutdown(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.shutdown(); });
}
Answer models(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.models(); });
}
Answer model(Node& node, const Tree& tree, const CallSinks&) {
    return with<ModelParams>(tree, [&](const ModelParams& p) { return node.model(p.model); });
}
Answer import_model(Node& node, const Tree& tree, const CallSinks& sinks) {
    return with<ImportParams>(tree, [&](const ImportParams& p) {
        return node.import_model(p.path, p.name, p.profile, sinks.progress, p.keep_source);
    });
}
Answer benchmark(Node& node, const Tree& tree, const CallSinks& sinks) {
    return with<BenchmarkParams>(
        tree, [&](const BenchmarkParams& p) { return node.benchmark(p.device, p.model_class, sinks.progress); });
}
Answer check_model(Node& node, const Tree& tree, const CallSinks& sinks) {
    return with<ModelParams>(tree, [&](const ModelParams& p) { return node.check_model(p.model, sinks.progress); });
}
Answer remove_model(Node& node, const Tree& tree, const CallSinks&) {
    return with<ModelParams>(tree, [&](const ModelParams& p) { return node.remove_model(p.model); });
}
Answer switch_model(Node& node, const Tree& tree, const CallSinks&) {
    return with<SwitchModelParams>(tree, [&](const auto& p) { return node.switch_model(p.model, p.action); });
}
Answer find_models(Node& node, const Tree& tree, const CallSinks& sinks) {
    return with<FindModelsParams>(tree, [&](const auto& p) { return node.find_models(p.words, sinks.progress); });
}
Answer model_files(Node& node, const Tree& tree, const CallSinks& sinks) {
    return with<ReferenceParams>(tree, [&](const auto& p) { return node.model_files(p.reference, sinks.progress); });
}
Answer pull_model(Node& node, const Tree& tree, const CallSinks& sinks) {
    return with<PullParams>(tree, [&](const auto& p) {
        return node.pull_model(p.reference, p.name, p.profile, sinks.progress, p.keep_source);
    });
}
Answer downloads(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.downloads(); });
}
Answer drop_download(Node& node, const Tree& tree, const CallSinks&) {
    return with<ReferenceParams>(tree, [&](const auto& p) { return node.drop_download(p.reference); });
}
Answer chat(Node& node, const Tree& tree, const CallSinks& sinks) {
    return with<ChatRequest>(tree, [&](const ChatRequest& p) { return node.chat(p, sinks.text); });
}
Answer jobs(Node& node, const Tree& tree, const CallSinks&) {
    return with<JobsParams>(tree, [&](const JobsParams& p) { return node.jobs(p.limit, p.before); });
}
Answer find_jobs(Node& node, const Tree& tree, const CallSinks&) {
    return with<FindJobsParams>(tree, [&](const auto& p) { return node.find_jobs(p.filter, p.limit, p.before); });
}
Answer receipt(Node& node, const Tree& tree, const CallSinks&) {
    return with<ReceiptParams>(tree, [&](const ReceiptParams& p) { return node.receipt(p.receipt_id); });
}
Answer export_receipt(Node& node, const Tree& tree, const CallSinks&) {
    return with<ReceiptParams>(tree, [&](const ReceiptParams& p) { return node.export_receipt(p.receipt_id); });
}
Answer verify_receipt(Node& node, const Tree& tree, const CallSinks& sinks) {
    return with<VerifyParams>(
        tree, [&](const VerifyParams& p) { return node.verify_receipt(p.receipt_id, p.replay, sinks.progress); });
}
Answer purchases(Node& node, const Tree& tree, const CallSinks&) {
    return with<JobsParams>(tree, [&](const JobsParams& p) { return node.purchases(p.limit, p.before); });
}
Answer account(Node& node, const Tree& tree, const CallSinks&) {
    return with<AccountParams>(tree, [&](const AccountParams& p) { return node.account(p.address); });
}
Answer send_money(Node& node, const Tree& tree, const CallSinks&) {
    return with<SendParams>(tree, [&](const SendParams& p) { return node.send_money(p.to, p.amount); });
}
Answer ledger_transaction(Node& node, const Tree& tree, const CallSinks&) {
    return with<TransactionParams>(tree, [&](const TransactionParams& p) { return node.ledger_transaction(p.tx); });
}
Answer prove_state(Node& node, const Tree& tree, const CallSinks&) {
    return with<ProveParams>(tree, [&](const ProveParams& p) { return node.prove_state(p.keys, p.from); });
}
Answer earnings(Node& node, const Tree& tree, const CallSinks&) {
    return with<EarningsParams>(tree, [&](const EarningsParams& p) { return node.earnings(p.since_s, p.max_rows); });
}
Answer ledger_head(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.ledger_head(); });
}
Answer governance(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.governance(); });
}
Answer govern(Node& node, const Tree& tree, const CallSinks&) {
    return with<GovernanceAct>(tree, [&](const GovernanceAct& p) { return node.govern(p); });
}
Answer prepare_transaction(Node& node, const Tree& tree, const CallSinks&) {
    return with<OfflineWish>(tree, [&](const OfflineWish& p) -> core::Result<FileText> {
        HEARTH_TRY(std::string file, node.prepare_transaction(p));
        return FileText{std::move(file)};
    });
}
Answer send_transaction(Node& node, const Tree& tree, const CallSinks&) {
    return with<FileText>(tree, [&](const FileText& p) { return node.send_transaction(p.file); });
}
Answer network(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.network(); });
}
Answer examine_invitation(Node& node, const Tree& tree, const CallSinks&) {
    return with<InvitationParams>(tree,
                                  [&](const InvitationParams& p) { return node.examine_invitation(p.invitation); });
}
Answer upstreams(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.upstreams(); });
}
Answer add_upstream(Node& node, const Tree& tree, const CallSinks& sinks) {
    return with<UpstreamWish>(tree, [&](const UpstreamWish& p) { return node.add_upstream(p, sinks.progress); });
}
Answer test_upstream(Node& node, const Tree& tree, const CallSinks&) {
    return with<UpstreamParams>(tree, [&](const UpstreamParams& p) { return node.test_upstream(p.name); });
}
Answer upstream_models(Node& node, const Tree& tree, const CallSinks&) {
    return with<UpstreamModelsParams>(tree, [&](const auto& p) { return node.upstream_models(p.name, p.first); });
}
Answer network_evidence(Node& node, const Tree& tree, const CallSinks&) {
    return with<EvidenceListParams>(tree, [&](const auto& p) { return node.network_evidence(p.limit, p.before); });
}
Answer evidence_log(Node& node, const Tree& tree, const CallSinks&) {
    return with<EvidenceProofParams>(tree, [&](const auto& p) -> core::Result<LogText> {
        HEARTH_TRY(std::string json, node.evidence_log(p.evidence_id, p.first));
        return LogText{std::move(json)};
    });
}
Answer remove_upstream(Node& node, const Tree& tree, const CallSinks&) {
    return with<UpstreamParams>(tree, [&](const UpstreamParams& p) { return node.remove_upstream(p.name); });
}
Answer change_settings(Node& node, const Tree& tree, const CallSinks&) {
    return with<SettingsParams>(tree, [&](const SettingsParams& p) { return node.change_settings(p.changes); });
}
Answer check_update(Node& node, const Tree& tree, const CallSinks& sinks) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.check_update(sinks.progress); });
}
Answer download_update(Node& node, const Tree& tree, const CallSinks& sinks) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.download_update(sinks.progress); });
}
Answer apply_update(Node& node, const Tree& tree, const CallSinks& sinks) {
    return with<NoParams>(tree, [&](const NoParams&) { return node.apply_update(sinks.progress); });
}
Answer move_first_run(Node& node, const Tree& tree, const CallSinks&) {
    return with<FirstRunParams>(tree, [&](const FirstRunParams& p) { return node.move_first_run(p.step); });
}
Answer set_autostart(Node& node, const Tree& tree, const CallSinks&) {
    return with<AutostartParams>(tree, [&](const AutostartParams& p) { return node.set_autostart(p.on); });
}
Answer test_device(Node& node, const Tree& tree, const CallSinks& sinks) {
    return with<DeviceParams>(tree, [&](const DeviceParams& p) { return node.test_device(p.device, sinks.progress); });
}
Answer log_tail(Node& node, const Tree& tree, const CallSinks&) {
    return with<LogTailParams>(tree, [&](const LogTailParams& p) { return node.log_tail(p.level, p.limit); });
}

const Methods& methods() {
    constexpr auto quick = CallKind::quick, lengthy = CallKind::lengthy;
    static const Methods table = with_home_methods({
        {"status", {quick, status}},
        {"pause", {quick, pause}},
        {"resume", {quick, resume}},
        {"snooze", {quick, snooze}},
        {"limit_device", {quick, limit_device}},
        {"confirm_limits", {quick, confirm_limits}},
        {"shutdown", {quick, shutdown}},
        {"models", {quick, models}},
        {"model", {quick, model}},
        {"import_model", {lengthy, import_model}},
        {"benchmark", {lengthy, benchmark}},
        {"check_model", {lengthy, check_model}},
        {"remove_model", {quick, remove_model}},
        {"switch_model", {quick, switch_model}},
        {"find_models", {lengthy, find_models}},
        {"model_files", {lengthy, model_files}},
        {"pull_model", {lengthy, pull_model}},
        {"downloads", {quick, downloads}},
        {"drop_download", {quick, drop_download}},
        {"chat", {lengthy, chat}},
        {"jobs", {quick, jobs}},
        {"find_jobs", {quick, find_jobs}},
        {"receipt", {quick, receipt}},
        {"export_receipt", {quick, export_receipt}},
        {"verify_receipt", {lengthy, verify_receipt}},
        {"earnings", {quick, earnings}},
        {"ledger_head", {quick, ledger_head}},
        {"governance", {quick, governance}},
        {"govern", {lengthy, govern}},
        {"prepare_transaction", {quick, prepare_transaction}},
        {"send_transaction", {lengthy, send_transaction}},
        {"network", {lengthy, network}},
        {"examine_invitation", {quick, examine_invitation}},
        {"purchases", {quick, purchases}},
        {"account", {quick, account}},
        {"send_money", {lengthy, send_money}},
        {"ledger_transaction", {lengthy, ledger_transaction}},
        {"prove_state", {lengthy, prove_state}},
        {"upstreams", {quick, upstreams}},
        {"add_upstream", {lengthy, add_upstream}},
        {"test_upstream", {lengthy, test_upstream}},
        {"remove_upstream", {quick, remove_upstream}},
        {"upstream_models", {quick, upstream_models}},
        {"network_evidence", {quick, network_evidence}},
        {"evidence_log", {lengthy, evidence_log}},
        {"work_times", {quick, plain<&Node::work_times>}},
        {"settings", {quick, plain<&Node::settings>}},
        {"change_settings", {quick, change_settings}},
        {"bundle", {lengthy, plain<&Node::bundle>}},
        {"log_tail", {quick, log_tail}},
        {"doctor", {lengthy, plain<&Node::doctor>}},
        {"update_status", {quick, plain<&Node::update_status>}},
        {"check_update", {lengthy, check_update}},
        {"download_update", {lengthy, download_update}},
        {"apply_update", {lengthy, apply_update}},
        {"first_run", {lengthy, plain<&Node::first_run>}},
        {"move_first_run", {lengthy, move_first_run}},
        {"set_autostart", {lengthy, set_autostart}},
        {"test_device", {lengthy, test_device}},
        {"benchmarks", {quick, plain<&Node::benchmarks>}},
    });
    return table;
}
} // namespace

CallKind kind_of(const std::string& method) {
    const auto found = methods().find(method);
    return found == methods().end() ? CallKind::unknown : found->second.kind;
}

Answer dispatch(Node& node, const std::string& method, const Tree& params, const CallSinks& sinks) {
    const auto found = methods().find(method);
    if (found == methods().end())
        return core::fail(core::Code::unsupported, core::say("service_does_not_know"),
                          core::say("bring_program_service_same"));
    try {
        return found->second.run(node, params, sinks);
    } catch (const std::exception& problem) {
        return core::fail(core::Code::internal, core::say("call_ended_defect", {method, problem.what()}));
    }
}

} // namespace hearth::control
