// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// One function per verb: does it, prints, gives the exit code.
namespace hearth::cli {

/// With `wait`: as soon as it takes work, also of a service that is only starting.
int status(Context& context, bool wait);
/// Ends the service and waits until it is gone; --timeout bounds the waiting.
int stop(Context& context);

int import_model(Context& context, const std::string& path, const std::string& name, const std::string& profile,
                 bool keep_source);
/// Whatever keeps a model out is a failure like any other: "does not verify" is said of what is here already. Only a
/// name or profile that cannot be is wrong usage.
int import_failed(const Context& context, const core::Error& error);
/// What became of an import.
int show_imported(Context& context, const core::Result<control::ModelInfo>& model);
int list_models(Context& context);
int show_model(Context& context, const std::string& model);
int check_model(Context& context, const std::string& model);
/// Asks first if receipts still need the model, unless `sure`; refuses where nobody can be asked.
int remove_model(Context& context, const std::string& model, bool sure);

/// A prompt of "-" is read from standard input, and so is none where that is no terminal; on a terminal none
/// is a conversation.
/// `max_price` in EMB, empty: any.
int chat(Context& context, control::ChatRequest request, const std::string& max_price,
         const std::optional<std::string>& prompt);

/// What this home bought, from whom, and what was checked of it.
int list_purchases(Context& context, std::uint32_t limit, const std::string& before);
int show_receipt(Context& context, const std::string& id);
int export_receipt(Context& context, const std::string& id, const std::string& file, bool force);
enum class Verification { examined, replayed, awaited };
/// A file is examined here, without a service; an id, and every replay, by the service.
int verify_receipt(Context& context, const std::string& id_or_file, Verification how);

struct EarningsWish {
    std::string since = "24h", csv, wait; ///< `wait`: the receipt whose money comes to rest first
    std::string by;                       ///< "model", "device"; empty: single earnings
    std::uint32_t rows = 1000;
    bool force = false;
};
int earnings(Context& context, const EarningsWish& wish);

struct FoundingWish {
    std::string folder, solo; ///< `solo`: the home whose ledger goes on there; empty: a new one begins
    unsigned validators = 4;
    std::uint16_t first_port = 26700;
    std::uint32_t epoch_seconds = 60, snapshot_every = 1000;
};
/// Makes the homes of a network on this machine.
int found_network(Context& context, const FoundingWish& wish);
int start_network(Context& context, const std::string& folder);
int network_status(Context& context, const std::string& folder);
int stop_network(Context& context, const std::string& folder);
/// `addresses`: where other machines find headers of its blocks; none: what its homes are set to, else their sockets.
int invite_to_network(Context& context, const std::string& folder, const std::vector<std::string>& addresses);
/// Whether some process holds the home's lock.
bool service_runs(const core::Home& home);

/// Who orders the blocks with this home, and whom it is linked with.
int show_network(Context& context);

int pause(Context& context, bool now, bool wait);
int resume(Context& context, bool wait);
int snooze(Context& context, std::uint32_t minutes);

/// What `node limits` asks for; what is not named stays as it is.
struct LimitWish {
    std::optional<std::uint32_t> power_watts, reserve_mib, pause_at_celsius;
    bool none = false, confirm = false;
};
/// No device = show the limits of all.
int limits(Context& context, const std::string& device, const LimitWish& wish);

int benchmark(Context& context, const std::string& device, const std::string& model_class);
int benchmark_history(Context& context);
int test_device(Context& context, const std::string& device);
/// "on", "off", or empty to show it.
int autostart(Context& context, const std::string& wanted);

int show_keys(Context& context);
/// `budget` in EMB, "1.5"; empty = no limit.
int create_api_key(Context& context, const std::string& name, const std::string& budget,
                   std::optional<std::uint32_t> concurrency, std::optional<std::uint32_t> per_minute);
int list_api_keys(Context& context);
int revoke_api_key(Context& context, const std::string& name_or_id);
int backup_keys(Context& context, const std::string& file, const std::string& passphrase_file, bool force);
/// Needs the home for itself: the service must not run.
int restore_keys(Context& context, const std::string& file, const std::string& passphrase_file);
int rotate_node_key(Context& context);

int doctor(Context& context, const std::string& bundle);
int ledger_head(Context& context);
/// Empty: this home's caller.
int show_account(Context& context, const std::string& address);
int show_transaction(Context& context, const std::string& hash);
struct ProofWish {
    std::string out; ///< empty: only with --json
    std::uint64_t from = 0;
    bool force = false;
};
int prove_records(Context& context, const std::vector<std::string>& keys, const ProofWish& wish);
/// Needs neither a service nor a home. `trusted`: a hash, a key, an invitation or a file with one; or empty.
int verify_proof(Context& context, const std::string& file, const std::string& trusted, const std::string& period);
/// `amount` in EMB, "1.5".
int send_money(Context& context, const std::string& to, const std::string& amount);

} // namespace hearth::cli
