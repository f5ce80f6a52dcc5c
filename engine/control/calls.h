// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

/// Parameters and answers of the calls whose values node.h does not name. Internal to the library.
namespace hearth::control {

struct NoParams {};
struct PauseParams {
    bool now = false;
};
struct SnoozeParams {
    std::uint32_t minutes = 0;
};
struct ModelParams {
    std::string model; ///< id or name
};
struct ImportParams {
    std::string path, name, profile;
    bool keep_source = false;
};
struct JobsParams {
    std::uint32_t limit = 0;
    std::string before;
};
struct ReceiptParams {
    std::string receipt_id;
};
struct VerifyParams {
    std::string receipt_id;
    bool replay = false;
};
struct AccountParams {
    std::string address;
};
struct TransactionParams {
    std::string tx; ///< its hash
};
struct ProveParams {
    std::vector<std::string> keys;
    std::uint64_t from = 0;
};
struct SendParams {
    std::string to, amount;
};
struct EarningsParams {
    std::uint64_t since_s = 0;
    std::uint32_t max_rows = 0;
};
struct BackupParams {
    std::string file, passphrase;
};
struct LimitParams {
    std::string device; ///< id or PCI address
    DeviceLimits limits;
};
struct BenchmarkParams {
    std::string device, model_class;
};
struct DeviceParams {
    std::string device;
};
struct ApiKeyParams {
    std::string key; ///< name or id
};
struct SpendingParams {
    std::uint32_t days = 0;
};
struct UpstreamParams {
    std::string name;
};
struct UpstreamModelsParams {
    std::string name;
    std::uint64_t first = 0;
};
struct EvidenceListParams {
    std::uint32_t limit = 0;
    std::string before;
};
struct EvidenceProofParams {
    std::string evidence_id; ///< empty: the log's head alone
    std::uint64_t first = 0; ///< size of an earlier log; 0 = none is asked about
};
/// JSON of evidence-log.cddl.
struct LogText {
    std::string json;
};
struct InvitationParams {
    std::string invitation;
};
struct SettingsParams {
    std::vector<SettingChange> changes;
};
struct FirstRunParams {
    std::string step;
};
struct AutostartParams {
    bool on = false;
};
struct CancelParams {
    std::uint64_t id = 0;
};

struct Done {};
struct ExportAnswer {
    std::string hex;
};
/// Notifications of a running call; `id` is its request's.
struct TextNote {
    std::uint64_t id = 0;
    std::string text;
};
struct ProgressNote {
    std::uint64_t id = 0;
    core::Sentence stage;
    std::uint64_t done = 0, total = 0;
};

} // namespace hearth::control
