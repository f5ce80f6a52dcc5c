// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "ledger/consensus/left_ledgers.h"
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

/// What the home has on the chain that it leaves; nothing where the chain has not begun here.
struct Left {
    std::string chain;
    core::Height height = 0;
    ledger::Holdings holdings;
};

core::Result<Left> look_at(const Home& home) {
    HEARTH_TRY(const auto place, ledger::NetworkPlace::load(home));
    Left left{place.genesis.chain_id, 0, {}};
    HEARTH_TRY(const auto resting, ledger::resting_ledger(home));
    if (!resting) return left;
    left.height = resting->head.height;
    HEARTH_TRY(left.holdings, ledger::holdings_of(home, *resting));
    return left;
}

Json json_of(const ledger::Holdings& has) {
    return {{"accounts", has.accounts.units_text()},
            {"credits", has.credits.units_text()},
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

void print_sums(const ledger::Holdings& has, bool solo) {
    std::ostream& out = std::cerr;
    if (has.none()) out << "  nothing\n";
    const auto money = [&](const char* name, Amount amount, const char* what) {
        if (amount != Amount()) out << "  " << name << money_text(amount.units_text()) << what << "\n";
    };
    money("accounts   ", has.accounts, solo ? ", free" : ", free to be sent while it is in the network");
    money("credits    ", has.credits, ", which pay for answers there and for nothing else");
    money("escrows    ", has.escrows, ", which come back to the account when they expire");
    money("channels   ", has.channels, " set aside, the rest of which comes back when they expire");
    money("stakes     ", has.stakes, ", which answer for its nodes until they are withdrawn");
    money("deposits   ", has.deposits, " of proposals");
    money("rewards    ", has.rewards, " of receipts under way");
    if (has.earning_channels > 0)
        out << "  vouchers   of " << has.earning_channels
            << " channel(s) that pay it: redeem them before, as they do not come back by joining again\n";
}

void print_holdings(const Left& left, bool remove_chain) {
    std::ostream& out = std::cerr;
    const ledger::Holdings& has = left.holdings;
    out << "On the chain " << printable(left.chain) << ", after block " << left.height << ", this home has\n";
    print_sums(has, false);
    if (has.power > 0)
        out << "  votes      " << has.power << " of " << has.all_power
            << ": it is a validator, and the network loses them\n"
            << (remove_chain ? "The validator's keys and what they signed last are kept; everything else of the chain "
                               "is deleted.\n"
                             : "");
    if (has.none()) return;
    out << "What its accounts have there stays with their keys. What needs this home's own records does not come back\n"
           "by joining again: vouchers, and receipts that are examined meanwhile.\n";
}

core::Status agree(const Context& context, const char* question, const core::Error& otherwise) {
    if (!context.json && ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1) {
        std::cerr << question << " [y/N] " << std::flush;
        std::string answer;
        std::getline(std::cin, answer);
        if (answer == "y" || answer == "Y" || answer == "yes") return {};
    }
    return otherwise;
}

/// A home that is in use is never left, and one that cannot be read only on purpose.
core::Status check_leaving(const Context& context, const core::Result<Left>& left, bool sure) {
    if (!left) {
        if (sure && left.error().code != Code::conflict) return {};
        core::Error unread = left.error();
        unread.message = core::both("What this home has on the chain cannot be read.", unread.message);
        if (unread.code != Code::conflict) unread.hint = "Leave without knowing: hearthctl network leave --yes";
        return unread;
    }
    if (sure || left->holdings.none()) return {};
    return agree(context, "Leave it all the same?",
                 core::fail(Code::refused,
                            "This home has something on the chain " + printable(left->chain) + ". Nothing was changed.",
                            "Withdraw what you can, or leave all the same: hearthctl network leave --yes"));
}

/// A ledger of its own that cannot be read is put aside only on purpose, and one in use never.
core::Status agree_unread(core::Error unread, bool sure) {
    if (unread.code == Code::conflict) return unread;
    if (sure) return {};
    unread.hint = "Put it aside unread and join: hearthctl network join INVITATION --yes";
    return unread;
}

void print_left(const Context& context, const std::filesystem::path& kept, bool removed) {
    const std::string network = printable((kept / "network").string());
    std::cout << "This home stands in no network any more. Keys, models and settings stay.\n"
              << (removed ? "The chain's data are gone, but for its genesis and the validator's keys, which lie in "
                          : "The chain's data and the validator's keys lie in ")
              << network << ".\nJobs and receipts of that chain move to " << printable((kept / "node.sqlite").string())
              << " at the next start,\nand stay there: joining again does not bring them back.\n"
              << "What API keys spent on that chain counts against their budgets no more, as the money is another.\n"
              << "It begins a ledger of its own when it starts: hearthd"
              << (context.home_option.empty() ? "" : " --home " + shell_word(context.home_option)) << "\n";
}

/// The home stands in none. One that was killed while it deleted a chain goes on with that.
int leave_nothing(Context& context, const Home& home, bool remove_chain) {
    const auto none = core::fail(Code::not_found, "This home stands in no network.",
                                 "Its ledger is its own already; see: hearthctl network show");
    if (!remove_chain) return context.fail(none);
    const auto lock = hold_home(home);
    if (!lock) return context.fail(lock.error());
    const auto finished = ledger::finish_removals(home);
    if (!finished) return context.fail(finished.error());
    if (!*finished) return context.fail(none);
    if (context.json)
        print_json({{"chain", Json()}, {"kept", Json()}, {"receipts", (**finished / "node.sqlite").string()}});
    else
        print_left(context, **finished, true);
    return exit_done;
}

} // namespace

core::Result<std::optional<core::FileLock>> hold_home(const Home& home) {
    std::error_code none;
    if (!std::filesystem::exists(home.run(), none)) return std::optional<core::FileLock>();
    auto lock = core::FileLock::acquire(home.lock_file());
    if (lock) return std::optional(std::move(*lock));
    if (lock.error().code != Code::conflict) return lock.error();
    return core::fail(Code::conflict, "The service of this home is running.", "Stop it first: hearthctl stop");
}

core::Status agree_to_leave_solo(const Context& context, const Home& home, bool sure) {
    HEARTH_TRY(const bool left, ledger::has_left_network(home));
    if (!left || ledger::NetworkPlace::is_there(home)) return {}; // refused, or nothing to ask
    const auto solo = ledger::resting_ledger(home);
    if (!solo) return agree_unread(solo.error(), sure);
    if (!*solo) return {};
    const auto history = ledger::has_history(**solo);
    if (!history) return agree_unread(history.error(), sure);
    if (!*history) return {};
    const auto has = ledger::holdings_of(home, **solo);
    if (!has) return agree_unread(has.error(), sure);
    if (!context.json) {
        std::cerr << "On its own ledger, after block " << (*solo)->head.height << ", this home has\n";
        print_sums(*has, true);
        std::cerr << "It cannot be taken along: it is kept in the home's folder left/, with its jobs and receipts.\n";
    }
    if (sure) return {};
    return agree(context, "Join all the same?",
                 core::fail(Code::refused, "This home has a ledger of its own, with a history. Nothing was changed.",
                            "Put it aside and join: hearthctl network join INVITATION --yes"));
}

int leave_network(Context& context, const LeavingWish& wish) {
    const auto home = context.home();
    if (!home) return context.fail(home.error());
    if (!ledger::NetworkPlace::is_there(*home)) return leave_nothing(context, *home, wish.remove_chain);
    if (const auto made = home->create(); !made) return context.fail(made.error()); // for the lock
    const auto lock = hold_home(*home);
    if (!lock) return context.fail(lock.error());
    const auto left = look_at(*home);
    if (left && !context.json) print_holdings(*left, wish.remove_chain);
    if (const auto agreed = check_leaving(context, left, wish.sure); !agreed) return context.fail(agreed.error());
    const auto kept = ledger::leave_network(*home, wish.remove_chain);
    if (!kept) return context.fail(kept.error());
    if (!context.json) {
        print_left(context, *kept, wish.remove_chain);
        return exit_done;
    }
    print_json({{"chain", left ? Json(left->chain) : Json()},
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
    const auto lock = hold_home(*home);
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
