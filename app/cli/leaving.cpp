// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "ledger/consensus/network_place.h"
#include "ledger/consensus/resting_ledger.h"
#include "network_verbs.h"
#include "new_file.h"
#include "output.h"
#include "verbs.h"

#include <iostream>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace hearth::cli {
namespace {

using core::Amount;
using core::Code;
using core::Home;
using Json = nlohmann::ordered_json;

/// For as long as the verb takes: no service starts meanwhile. Nothing where none ever ran, and nothing is made there.
core::Result<std::optional<core::FileLock>> hold(const Home& home) {
    std::error_code none;
    if (!std::filesystem::exists(home.run(), none)) return std::optional<core::FileLock>();
    auto lock = core::FileLock::acquire(home.lock_file());
    if (lock) return std::optional(std::move(*lock));
    if (lock.error().code != Code::conflict) return lock.error();
    return core::fail(Code::conflict, "The service of this home is running.", "Stop it first: hearthctl stop");
}

/// What the home has on the chain that it leaves; nothing where the chain has not begun here.
struct Left {
    std::string chain;
    core::Height height = 0;
    ledger::Holdings holdings;
};

core::Result<Left> look_at(const Home& home, const ledger::NetworkPlace& place) {
    Left left{place.genesis.chain_id, 0, {}};
    HEARTH_TRY(const auto resting, ledger::resting_ledger(home));
    if (!resting) return left;
    left.height = resting->head.height;
    HEARTH_TRY(left.holdings, ledger::holdings_of(home, *resting));
    return left;
}

Json json_of(const ledger::Holdings& has) {
    return {{"accounts", has.accounts.units_text()},
            {"escrows", has.escrows.units_text()},
            {"channels", has.channels.units_text()},
            {"earning_channels", has.earning_channels},
            {"stakes", has.stakes.units_text()},
            {"deposits", has.deposits.units_text()},
            {"rewards", has.rewards.units_text()},
            {"rewards_due", has.rewards_due},
            {"power", has.power},
            {"all_power", has.all_power}};
}

void print_holdings(std::ostream& out, const Left& left) {
    const ledger::Holdings& has = left.holdings;
    out << "On the chain " << printable(left.chain) << ", after block " << left.height << ", this home has\n";
    if (has.none()) out << "  nothing\n";
    const auto money = [&](const char* name, Amount amount, const char* what) {
        if (amount != Amount()) out << "  " << name << money_text(amount.units_text()) << what << "\n";
    };
    money("accounts   ", has.accounts, ", free to be sent while it is in the network");
    money("escrows    ", has.escrows, ", which come back to the account when they expire");
    money("channels   ", has.channels, " set aside, the rest of which comes back when they expire");
    money("stakes     ", has.stakes, ", which answer for its nodes until they are withdrawn");
    money("deposits   ", has.deposits, " of proposals");
    money("rewards    ", has.rewards, " of receipts under way; its part is paid out there without it");
    if (has.earning_channels > 0)
        out << "  vouchers   of " << has.earning_channels
            << " channel(s) that pay it: what is not redeemed when they end is lost\n";
    if (has.power > 0)
        out << "  votes      " << has.power << " of " << has.all_power
            << ": it is a validator, and the network loses them\n";
    if (!has.none()) out << "What it has there stays with its keys and is reached by joining again.\n";
}

core::Status ask_to_leave(const Context& context, const Left& left) {
    if (!context.json && ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1) {
        std::cerr << "Leave it all the same? [y/N] " << std::flush;
        std::string answer;
        std::getline(std::cin, answer);
        if (answer == "y" || answer == "Y" || answer == "yes") return {};
    }
    return core::fail(Code::refused,
                      "This home has something on the chain " + printable(left.chain) + ". Nothing was changed.",
                      "Withdraw what you can, or leave all the same: hearthctl network leave --yes");
}

void print_left(const Context& context, const std::filesystem::path& kept, bool removed) {
    std::cout << "This home stands in no network any more. Keys, models and settings stay.\n"
              << (removed ? "The chain's data are gone. Jobs and receipts of that chain"
                          : "The chain's data lie in " + printable((kept / "network").string()) +
                                ".\nJobs and receipts of that chain")
              << " move to " << printable((kept / "node.sqlite").string()) << " at the next start.\n"
              << "Budgets of API keys then count from nothing again, as the money is another.\n"
              << "It begins a ledger of its own when it starts: hearthd"
              << (context.home_option.empty() ? "" : " --home " + shell_word(context.home_option)) << "\n";
}

} // namespace

int leave_network(Context& context, const LeavingWish& wish) {
    const auto home = context.home();
    if (!home) return context.fail(home.error());
    if (!ledger::NetworkPlace::is_there(*home))
        return context.fail(core::fail(Code::not_found, "This home stands in no network.",
                                       "Its ledger is its own already; see: hearthctl network show"));
    const auto lock = hold(*home);
    if (!lock) return context.fail(lock.error());
    const auto place = ledger::NetworkPlace::load(*home);
    if (!place) return context.fail(place.error());
    const auto left = look_at(*home, *place);
    if (!left && !wish.sure) {
        core::Error unread = left.error();
        unread.message = core::both("What this home has on the chain cannot be read.", unread.message);
        unread.hint = "Leave without knowing: hearthctl network leave --yes";
        return context.fail(unread);
    }
    if (left && !context.json) print_holdings(std::cerr, *left);
    if (left && !wish.sure && !left->holdings.none())
        if (const auto agreed = ask_to_leave(context, *left); !agreed) return context.fail(agreed.error());
    const auto kept = ledger::leave_network(*home, wish.remove_chain);
    if (!kept) return context.fail(kept.error());
    if (!context.json) {
        print_left(context, *kept, wish.remove_chain);
        return exit_done;
    }
    print_json({{"chain", place->genesis.chain_id},
                {"height", left ? Json(left->height) : Json()},
                {"held", left ? json_of(left->holdings) : Json()},
                {"kept", wish.remove_chain ? Json() : Json((*kept / "network").string())},
                {"receipts", (*kept / "node.sqlite").string()}});
    return exit_done;
}

int export_state(Context& context, const std::string& file, bool force) {
    if (const auto fresh = check_new_file(file, force); !fresh) return context.fail(fresh.error());
    const auto home = context.home();
    if (!home) return context.fail(home.error());
    const auto lock = hold(*home);
    if (!lock) return context.fail(lock.error());
    const auto resting = ledger::resting_ledger(*home);
    if (!resting) return context.fail(resting.error());
    if (!*resting)
        return context.fail(core::fail(Code::not_found, "This home has no ledger yet.",
                                       "It gets one when its service starts for the first time."));
    const ledger::RestingLedger& ledger = **resting;
    const core::Bytes content = ledger.exported();
    if (const auto written = write_new_file(file, content, force); !written) return context.fail(written.error());
    if (context.json) {
        print_json({{"file", file},
                    {"bytes", content.size()},
                    {"chain_id", ledger.chain_id},
                    {"height", ledger.head.height},
                    {"epoch", ledger.head.epoch},
                    {"app_hash", ledger.head.app_hash.hex()}});
        return exit_done;
    }
    std::cout << "Wrote the state of " << printable(ledger.chain_id) << " after block " << ledger.head.height
              << ", app hash " << ledger.head.app_hash.hex() << ", to " << printable(file) << " ("
              << bytes_text(content.size()) << ").\n";
    return exit_done;
}

} // namespace hearth::cli
