// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/home_changes.h"
#include "control/job_filter.h"
#include "control/key_calls.h"
#include "control/model_calls.h"
#include "control/money.h"
#include "control/progress.h"
#include "control/set_up.h"
#include "control/support.h"
#include "control/updates.h"
#include "control/upstream_calls.h"
#include "control/values.h"
#include "core/result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace hearth::control {

/// The node as the desktop and the command line see it. Implemented by the service itself, by the socket
/// client and by the desktop's scripted fake. Every call blocks until its answer or its deadline, may be made
/// from any thread, and never from a GUI thread.
class Node : public HomeChanges,
             public KeyCalls,
             public ModelCalls,
             public SetUp,
             public SupportCalls,
             public UpdateCalls,
             public UpstreamCalls {
public:
    virtual core::Result<NodeStatus> status() = 0;
    /// The callback runs on a thread of the implementation; it must return quickly.
    virtual core::Result<std::unique_ptr<Subscription>> subscribe(std::function<void(const Event&)> on_event) = 0;

    virtual core::Result<NodeStatus> pause(bool now) = 0;
    virtual core::Result<NodeStatus> resume() = 0;
    virtual core::Result<NodeStatus> snooze(std::uint32_t minutes) = 0;
    /// Puts limits in force, in place of those before; they fall back by themselves unless confirmed in time.
    /// `device` is an id or a PCI address. Errors: not_found, invalid_argument (outside of what the device
    /// allows), refused (the driver wants more rights), unsupported, timed_out.
    virtual core::Result<NodeStatus> limit_device(const std::string& device, const DeviceLimits& limits) = 0;
    /// Keeps the limits that wait for it. Errors: not_found, conflict (nothing waits).
    virtual core::Result<NodeStatus> confirm_limits(const std::string& device) = 0;
    /// Measures a device that can compute, "cpu" or one of a worker ("vulkan:0"), with a synthetic model of a size
    /// ("1b"). Takes up to a minute. Errors: not_found, busy (answers are being computed), invalid_argument, cancelled,
    /// those of the device.
    virtual core::Result<BenchmarkReport> benchmark(const std::string& device, const std::string& model_class,
                                                    const OnProgress& progress) = 0;
    /// Asks the service to finish what runs and to end; gives its state then.
    virtual core::Result<NodeStatus> shutdown() = 0;

    /// Errors: invalid_argument (a blank prompt, before anything is charged), refused (nobody answers as it was
    /// wished), those of the model or network.
    virtual core::Result<ChatResult> chat(const ChatRequest& request, const OnText& on_text) = 0;

    /// Newest first; `before` is a job id or empty. Here and below the first six digits or more of an id stand for
    /// it. Errors: not_found; invalid_argument with the candidates where several begin so.
    virtual core::Result<std::vector<JobRow>> jobs(std::uint32_t limit, const std::string& before) = 0;
    /// As jobs(), of those that the filter lets through, whatever the length of the history. Errors: invalid_argument.
    virtual core::Result<std::vector<JobRow>> find_jobs(const JobFilter& filter, std::uint32_t limit,
                                                        const std::string& before) = 0;
    virtual core::Result<ReceiptView> receipt(const std::string& receipt_id) = 0;
    /// The signed receipt with the openings that its owner may show: deterministic CBOR (receipt-file.cddl).
    virtual core::Result<core::Bytes> export_receipt(const std::string& receipt_id) = 0;
    /// With `replay` a fresh worker computes the answer again; then an absolute path of a receipt file, whoever signed
    /// it, may stand for the id, and nothing is kept of it.
    virtual core::Result<ReceiptView> verify_receipt(const std::string& receipt_id, bool replay,
                                                     const OnProgress& progress) = 0;

    /// What this home bought; as jobs().
    virtual core::Result<std::vector<PurchaseRow>> purchases(std::uint32_t limit, const std::string& before) = 0;

    virtual core::Result<Earnings> earnings(std::uint64_t since_s, std::uint32_t max_rows) = 0;
    virtual core::Result<LedgerHead> ledger_head() = 0;
    virtual core::Result<GovernanceView> governance() = 0;
    /// Signs with a key of the node's and waits for its block. Errors: invalid_argument (names the member),
    /// unavailable, timed_out (it may still come), those of the ledger's rules.
    virtual core::Result<GovernanceReceipt> govern(const GovernanceAct& act) = 0;
    /// What the operator is to sign elsewhere: a file (offline-transaction.md) that says so in plain words. Errors: as
    /// govern(), refused where the ledger would refuse it now.
    virtual core::Result<std::string> prepare_transaction(const OfflineWish& wish) = 0;
    /// Sends such a file once it is signed, and waits for its block. Errors: corrupt, refused (not signed, another
    /// chain, too late), conflict (its number is not the sender's next), those of the ledger's rules.
    virtual core::Result<GovernanceReceipt> send_transaction(const std::string& file) = 0;
    virtual core::Result<NetworkView> network() = 0;
    /// What an invitation would make this home trust; changes nothing. Errors: corrupt, unsupported.
    virtual core::Result<InvitationView> examine_invitation(const std::string& text) = 0;
    /// An account by its key; empty: this home's caller, who pays for what is asked here. Errors: invalid_argument.
    virtual core::Result<AccountView> account(const std::string& address) = 0;
    /// From this home's caller, "1.5" EMB; returns when a block holds it. Errors: invalid_argument, the ledger's.
    virtual core::Result<MoneySent> send_money(const std::string& to, const std::string& amount) = 0;
    /// By its hash. Errors: invalid_argument, not_found.
    virtual core::Result<LedgerTransaction> ledger_transaction(const std::string& tx) = 0;
    /// What the newest state holds, or does not hold, under keys as "account:…": a file that is examined without the
    /// ledger (state-proof.cddl). `from`: the block that its reader trusts, in a network; 0: he knows the validators.
    /// Errors: invalid_argument, not_found (that block), unavailable (no block is signed yet).
    virtual core::Result<core::Bytes> prove_state(const std::vector<std::string>& keys, std::uint64_t from) = 0;
    /// When the node works: its rules, and which of them holds now and until when.
    virtual core::Result<WorkTimes> work_times() = 0;
    /// What hearth.toml may say and says.
    virtual core::Result<std::vector<SettingInfo>> settings() = 0;
    /// All of them or none, in hearth.toml and, where that is possible, in force at once. Errors: invalid_argument.
    virtual core::Result<std::vector<SettingInfo>> change_settings(const std::vector<SettingChange>& changes) = 0;
    virtual core::Result<std::vector<DoctorCheck>> doctor() = 0;
};

} // namespace hearth::control
