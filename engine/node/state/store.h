// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/state/archive_records.h"
#include "node/state/records.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace hearth::node {

/// What to do about a full disk; an id.
inline constexpr const char* full_disk_hint = "full_disk";

/// node.sqlite (resources/schema/node.sql). Every call is one transaction and durable when it returns;
/// thread-safe; reading waits for no change. Errors: io when the disk is full or fails (the message says which),
/// corrupt, not_found.
class Store {
public:
    using FreeBytes = std::function<std::optional<std::uint64_t>()>; ///< on the disk that holds the file
    static core::Result<std::unique_ptr<Store>> open(const std::filesystem::path& file, const FreeBytes& free = {});
    /// Changes nothing, not even beside the file. A newer one is refused; an older one is read as it is.
    static core::Result<std::unique_ptr<Store>> open_to_read(const std::filesystem::path& file);
    /// Reads every page and compares it with what refers to it, and the running totals with what they sum. Errors:
    /// corrupt, io.
    core::Status check() const;
    ~Store();
    const std::filesystem::path& file() const;

    using Change = std::function<void(JobRecord&)>;
    core::Status add_job(const JobRecord& job);
    core::Status change_job(const std::string& job_id, const Change& change);
    /// The receipt and the change of its job, both or neither.
    core::Status add_receipt(const std::string& job_id, const std::string& receipt_id, const core::PublicKey& executor,
                             core::ByteView file, const Change& change);
    core::Result<JobRecord> job(const std::string& job_id) const;
    core::Result<JobRecord> job_of_receipt(const std::string& receipt_id) const;
    /// Newest first; `before` is a job id or empty.
    core::Result<std::vector<JobRecord>> jobs(std::uint32_t limit, const std::string& before) const;
    core::Result<std::vector<JobRecord>> find_jobs(const control::JobFilter& filter, std::uint32_t limit,
                                                   const std::string& before) const;
    core::Result<std::vector<JobRecord>> running_jobs() const;
    /// Signed jobs whose money has not come to rest.
    core::Result<std::vector<JobRecord>> moving_money() const;
    /// Jobs that ended without a receipt and whose escrow, if they had one, is not known to be given back.
    core::Result<std::vector<JobRecord>> unreturned() const;
    /// Settled since then, newest first.
    core::Result<std::vector<control::EarningsRow>> earning_rows(core::Nanoseconds since, std::uint32_t limit) const;
    core::Result<EarningTimes> earning_times() const;
    core::Result<std::vector<std::string>> receipts_of_epoch(core::Epoch epoch, const core::PublicKey& executor) const;
    /// (epoch, executor) of settled receipts with first ≤ epoch < end.
    core::Result<std::vector<std::pair<core::Epoch, core::PublicKey>>> epochs_with_receipts(core::Epoch first,
                                                                                            core::Epoch end) const;
    core::Result<MoneyTotals> totals() const;
    /// How many of moving_money() a model answered.
    core::Result<std::uint64_t> receipts_in_window(const std::string& model_id) const;
    core::Result<control::JobTotals> count_jobs() const;

    /// Jobs and purchases whose own id or whose receipt's begins so (short_id.h), newest first and not more than a few.
    core::Result<std::vector<AnswerId>> answers_called(const std::string& beginning) const;

    core::Status add_purchase(const PurchaseRecord& purchase);
    /// Another executor is to be paid for it.
    core::Status move_purchase(const PurchaseRecord& purchase);
    using Settings = std::vector<std::pair<std::string, std::string>>;
    /// `file`: the receipt's, where another home computed the answer; empty: it stands among this node's receipts.
    /// `with`: settings that change with it, all or nothing.
    core::Status end_purchase(const PurchaseRecord& purchase, core::ByteView file = {}, const Settings& with = {});
    core::Result<PurchaseRecord> purchase(const std::string& job_id) const;
    /// Newest first; `before`: a job id, or empty.
    core::Result<std::vector<PurchaseRecord>> purchases(std::uint32_t limit, const std::string& before) const;
    core::Result<PurchaseRecord> purchase_of_receipt(const std::string& receipt_id) const;
    core::Result<std::vector<PurchaseRecord>> open_purchases() const;
    core::Result<core::Bytes> purchase_file(const std::string& job_id) const; ///< empty: among this node's receipts
    /// From here or from its archive.
    core::Result<core::Bytes> receipt_file(const std::string& receipt_id) const;
    /// The executor's newest receipt, empty if there is none.
    core::Result<std::string> last_receipt(const core::PublicKey& executor) const;

    /// The oldest receipts at rest that were settled before `epoch` and are in no archive: as many as one may hold and
    /// the next, or as there are.
    core::Result<std::vector<OldReceipt>> old_receipts(core::Epoch epoch, std::size_t receipts,
                                                       std::size_t bytes) const;
    /// From now on the archive holds these receipts, and this file no more.
    core::Status add_archive(const ArchiveRecord& archive, const std::vector<OldReceipt>& receipts);
    core::Result<std::vector<ArchiveRecord>> archives() const;
    std::filesystem::path archive_file(std::uint64_t number) const;
    core::Status put_verdict(const std::string& receipt_id, const VerdictRecord& verdict);
    core::Result<VerdictRecord> verdict(const std::string& receipt_id) const; ///< not_found: never replayed

    core::Result<std::vector<ModelRecord>> models() const;
    core::Status put_model(const ModelRecord& model);
    core::Status remove_model(const std::string& model_id);

    core::Result<std::vector<ApiKeyRecord>> api_keys() const;
    /// Errors: conflict when a key in force has that name.
    core::Status add_api_key(const ApiKeyRecord& key);
    core::Status revoke_api_key(const std::string& key_id, core::Nanoseconds at);
    core::Result<Spending> spending(const std::string& key_id) const;
    /// By day and key, from the day in which `since` lies on, oldest first.
    core::Result<std::vector<control::SpendDay>> spent_by_day(core::Nanoseconds since) const;
    core::Result<std::string> setting(const std::string& name) const; ///< changed at run time; empty: never
    core::Status set_setting(const std::string& name, const std::string& value);

private:
    friend class BenchmarkStore;
    friend class CallBook;
    friend class EarningsBook;
    friend class EnergyBook;
    friend class PaymentBook;
    friend class UpstreamStore;
    struct Impl;
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::node
