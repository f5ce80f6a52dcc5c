// SPDX-License-Identifier: Apache-2.0
#include "control/diagnose.h"
#include "core/clock.h"
#include "core/file.h"
#include "ledger/consensus/comet_ledger.h"
#include "ledger/consensus/network_founding.h"
#include "output.h"
#include "starting.h"
#include "verbs.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <thread>

namespace hearth::cli {
namespace {

using core::Code;
using core::Home;
using core::Status;
using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr auto glance = std::chrono::milliseconds(100);
constexpr auto stop_patience = std::chrono::seconds(60);

/// All homes of a network on this machine, the validators first.
std::vector<Home> homes_of(const ledger::FoundedNetwork& network) {
    std::vector<Home> homes = network.validators;
    homes.push_back(network.gateway);
    return homes;
}

std::string name_of(const Home& home) {
    return home.root.filename().string();
}

/// What to type, with the folder at its end.
std::string command(const std::string& verb, const std::string& folder) {
    return "hearthctl " + verb + (folder.empty() ? "" : " " + shell_word(folder));
}

struct View {
    Home home;
    std::optional<control::LedgerHead> head;
    std::optional<control::NodeStatus> status;
};

View look(Context& context, const Home& home) {
    View view{home, {}, {}};
    const auto node = control::connect(home.control_socket(), context.connect_options());
    if (!node) return view;
    if (auto head = (*node)->ledger_head()) view.head = std::move(*head);
    if (auto status = (*node)->status()) view.status = std::move(*status);
    return view;
}

/// `wanted`: every home is to run.
int show(Context& context, const ledger::FoundedNetwork& network, bool wanted = false) {
    bool all = true;
    Json rows = Json::array();
    Table table({"HOME", "STATE", "HEIGHT", "EPOCH", "APP HASH", "API"});
    for (const Home& home : homes_of(network)) {
        const View view = look(context, home);
        const bool answers = view.head && view.status;
        const char* const state = answers ? "running" : service_runs(home) ? "no answer" : "stopped";
        all = all && answers;
        rows.push_back({{"home", home.root.string()},
                        {"state", state},
                        {"height", answers ? Json(view.head->height) : Json()},
                        {"epoch", answers ? Json(view.head->epoch) : Json()},
                        {"app_hash", answers ? Json(view.head->app_hash) : Json()},
                        {"api", answers ? Json(view.status->api) : Json()}});
        if (answers)
            table.row({name_of(home), "running", std::to_string(view.head->height), std::to_string(view.head->epoch),
                       short_id(view.head->app_hash), view.status->api});
        else
            table.row({name_of(home), state, "", "", "", ""});
    }
    if (context.json)
        print_json({{"homes", rows}});
    else
        table.print();
    if (all || !wanted) return exit_done;
    return context.fail(core::fail(Code::unavailable, "Not every home of the network answers.",
                                   "End what does not, by its process, and start again."));
}

/// Before anything is started: what the homes that do not run will need.
Status check_ports(const std::vector<Home>& homes) {
    for (const Home& home : homes) {
        if (service_runs(home)) continue;
        HEARTH_TRY(const ledger::NetworkPlace place, ledger::NetworkPlace::load(home));
        for (const std::string& listen : {place.listen, place.link_listen, place.headers_listen})
            if (is_taken(listen))
                return core::fail(Code::conflict,
                                  "Another program has the port of " + name_of(home) + ", " + listen + ".",
                                  "End that program, or write another port into network/network.toml of that home and "
                                  "of those that name it. Nothing was started.");
    }
    return {};
}

} // namespace

bool service_runs(const Home& home) {
    std::error_code none;
    if (!fs::exists(home.lock_file(), none)) return false;
    const auto lock = core::FileLock::acquire(home.lock_file());
    return !lock && lock.error().code == Code::conflict;
}

int found_network(Context& context, const FoundingWish& wish) {
    const std::string& folder = wish.folder;
    ledger::NetworkPlan plan;
    plan.validators = wish.validators;
    plan.first_port = wish.first_port;
    plan.epoch_length = core::Nanoseconds{wish.epoch_seconds} * 1'000'000'000;
    plan.snapshot_every = wish.snapshot_every;
    if (!wish.solo.empty()) {
        const auto solo = Home::resolve(wish.solo);
        if (!solo) return context.fail(solo.error());
        plan.solo = *solo;
    }
    const auto network = ledger::found_network(fs::absolute(folder), plan, core::system_clock().now());
    if (!network) return context.fail(network.error());
    const std::string invitation = network->invitation.text();
    if (context.json) {
        Json homes = Json::array();
        for (const Home& home : homes_of(*network))
            homes.push_back(home.root.string());
        print_json({{"homes", homes},
                    {"invitation", invitation},
                    {"first_height", ledger::ChainGenesis::decode(network->invitation.genesis)->first_height}});
        return exit_done;
    }
    if (plan.solo)
        std::cout << "The money and receipts of " << printable(plan.solo->root.string())
                  << " are the beginning of this network, and its gateway has that home's keys.\n"
                  << "The home itself is as it was: a ledger of its own, which goes its own way from here.\n"
                  << "Vouchers and agreements of its channels count there alone; here they are to be signed anew.\n";
    std::cout << "Made " << network->validators.size() << " validators and a gateway in " << printable(folder)
              << ".\nStart them:          " << command("network up", folder) << "\nJoin with a home:    "
              << command("network join \"$(" + command("network invite", folder) + ")\"", "") << "\n";
    return exit_done;
}

int start_network(Context& context, const std::string& folder) {
    const auto network = ledger::founded_network(fs::absolute(folder));
    if (!network) return context.fail(network.error());
    if (const Status free = check_ports(homes_of(*network)); !free) return context.fail(free.error());
    const fs::path program = control::find_service_program();
    for (const Home& home : homes_of(*network)) {
        if (service_runs(home)) continue;
        // Of what the service says next, beside it.
        if (!context.json) std::cerr << printable(name_of(home)) << ": " << std::flush;
        if (const Status started = start_service(program, home); !started) return context.fail(started.error());
    }
    return show(context, *network, true);
}

int network_status(Context& context, const std::string& folder) {
    const auto network = ledger::founded_network(fs::absolute(folder));
    return network ? show(context, *network) : context.fail(network.error());
}

int stop_network(Context& context, const std::string& folder) {
    const auto network = ledger::founded_network(fs::absolute(folder));
    if (!network) return context.fail(network.error());
    std::vector<Home> homes = homes_of(*network);
    std::reverse(homes.begin(), homes.end());
    for (const Home& home : homes) {
        if (!service_runs(home)) continue;
        const auto node = control::connect(home.control_socket(), context.connect_options());
        const auto last = node ? (*node)->shutdown() : core::Result<control::NodeStatus>(node.error());
        if (!last) return context.fail(last.error());
        const auto end = std::chrono::steady_clock::now() + stop_patience;
        while (service_runs(home)) {
            if (std::chrono::steady_clock::now() > end)
                return context.fail(core::fail(Code::timed_out, "The service of " + home.root.string() +
                                                                    " was asked to stop and has not ended yet."));
            std::this_thread::sleep_for(glance);
        }
    }
    return show(context, *network);
}

} // namespace hearth::cli
