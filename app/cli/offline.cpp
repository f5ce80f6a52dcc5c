// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "core/amount_text.h"
#include "core/file.h"
#include "key_verbs.h"
#include "ledger/channel.h"
#include "ledger/offline_transaction.h"
#include "long_call.h"
#include "new_file.h"
#include "output.h"
#include "terminal.h"
#include "whole_number.h"
#include "words_input.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace hearth::cli {
namespace {

using control::GovernanceAct;
using core::Code;
using ledger::OfflineTransaction;
using Json = nlohmann::ordered_json;

struct ActForm {
    const char* act;
    const char* arguments; ///< as they are typed
    std::size_t least, most;
};
constexpr ActForm act_forms[] = {{"send", "ACCOUNT AMOUNT", 2, 2},
                                 {"stake", "AMOUNT [NODE]", 1, 2},
                                 {"unstake", "AMOUNT [NODE]", 1, 2},
                                 {"lock", "EPOCH [NODE]", 1, 2},
                                 {"vote", "ID yes|no|abstain", 2, 2},
                                 {"delegate", "ACCOUNT|nobody", 1, 1},
                                 {"veto", "ID", 1, 1},
                                 {"propose", "JSON-FILE", 1, 1},
                                 {"register", "", 0, 0},
                                 {"bond", "[NODE]", 0, 1},
                                 {"open-channel", "PAYEE AMOUNT EPOCH", 3, 3},
                                 {"top-up", "CHANNEL AMOUNT", 2, 2},
                                 {"redeem", "VOUCHER-FILE", 1, 1},
                                 {"close-channel", "CHANNEL [VOUCHER-FILE]", 1, 2}};

bool is_about_channel(const std::string& act) {
    return act == "open-channel" || act == "top-up" || act == "redeem" || act == "close-channel";
}

core::Error wrong_act(const std::string& what) {
    return core::fail(Code::invalid_argument, what, "See: hearthctl help ledger tx-export");
}

core::Result<std::uint64_t> number_of(const std::string& text) {
    if (!text.empty() && text.size() < 19 && text.find_first_not_of("0123456789") == std::string::npos)
        return std::stoull(text);
    return wrong_act("\"" + text + "\" is not a number of a proposal or an epoch.");
}

core::Status read_draft(const std::string& file, GovernanceAct& act) {
    constexpr std::size_t max_draft_bytes = std::size_t{64} << 10;
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, max_draft_bytes));
    const std::string_view text(reinterpret_cast<const char*>(raw.data()), raw.size());
    auto draft = control::from_json<control::ProposalDraft>(text, "proposal");
    if (!draft)
        return core::fail(draft.error().code, "The file " + file + " holds no proposal. " + draft.error().message,
                          "See: hearthctl help gov propose");
    act.draft = std::move(*draft);
    return {};
}

core::Result<ledger::Voucher> read_voucher(const std::string& file) {
    constexpr std::size_t max_voucher_bytes = 4096;
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, max_voucher_bytes));
    return ledger::Voucher::decode(raw);
}

/// Of a channel in which the operator's account pays or is paid.
core::Status read_channel_act(const ExportWish& wish, GovernanceAct& act) {
    const auto& given = wish.arguments;
    control::ChannelWish channel;
    if (wish.act == "open-channel") {
        act.act = "open_channel";
        channel.payee = given[0];
        HEARTH_TRY(channel.expires_epoch, number_of(given[2]));
    } else if (wish.act == "redeem") {
        act.act = "redeem";
        HEARTH_TRY(const ledger::Voucher voucher, read_voucher(given[0]));
        channel.channel = voucher.channel.hex();
        channel.voucher = core::to_hex(voucher.encode());
    } else {
        act.act = wish.act == "top-up" ? "top_up_channel" : "close_channel";
        channel.channel = given[0];
        if (wish.act == "close-channel" && given.size() == 2) {
            HEARTH_TRY(const ledger::Voucher voucher, read_voucher(given[1]));
            channel.voucher = core::to_hex(voucher.encode());
        }
    }
    if (wish.act == "open-channel" || wish.act == "top-up") {
        HEARTH_TRY(const core::Amount amount, core::parse_emb(given[1]));
        act.amount = amount.units_text();
    }
    act.channel = std::move(channel);
    return {};
}

core::Result<GovernanceAct> act_of(const ExportWish& wish) {
    const auto& given = wish.arguments;
    const ActForm* form = nullptr;
    for (const ActForm& known : act_forms)
        if (wish.act == known.act) form = &known;
    if (form == nullptr) return wrong_act("\"" + wish.act + "\" is nothing that can be signed elsewhere.");
    if (given.size() < form->least || given.size() > form->most)
        return wrong_act(wish.act + " needs: " + (form->most == 0 ? "nothing more" : form->arguments) + ".");
    GovernanceAct act;
    act.act = wish.act == "send" ? "transfer" : wish.act;
    const bool moves_money = wish.act == "send" || wish.act == "stake" || wish.act == "unstake";
    if (moves_money) {
        HEARTH_TRY(const core::Amount amount, core::parse_emb(wish.act == "send" ? given[1] : given[0]));
        act.amount = amount.units_text();
    }
    if (wish.act == "send") act.to = given[0];
    if (moves_money && wish.act != "send" && given.size() == 2) act.node_key = given[1];
    if (wish.act == "lock") {
        HEARTH_TRY(act.until_epoch, number_of(given[0]));
        if (given.size() == 2) act.node_key = given[1];
    }
    if (wish.act == "vote" || wish.act == "veto") {
        HEARTH_TRY(act.proposal, number_of(given[0]));
    }
    if (wish.act == "vote") act.choice = given[1];
    if (wish.act == "bond" && !given.empty()) act.node_key = given[0];
    if (is_about_channel(wish.act)) HEARTH_CHECK(read_channel_act(wish, act));
    if (wish.act == "delegate" && given[0] != "nobody") act.delegate = given[0];
    if (wish.act == "propose") HEARTH_CHECK(read_draft(given[0], act));
    return act;
}

core::Result<std::string> offline_content(const std::string& file) {
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, ledger::max_offline_bytes));
    return std::string(raw.begin(), raw.end());
}

int offline_failed(const Context& context, const core::Error& error) {
    return error.code == Code::invalid_argument ? context.fail(error, exit_usage) : context.fail(error);
}

Json lines_of(const std::vector<core::Sentence>& words) {
    Json lines = Json::array();
    for (const core::Sentence& word : words)
        lines.push_back(static_cast<const std::string&>(word));
    return lines;
}

std::string shown(const std::vector<core::Sentence>& words) {
    std::string lines;
    for (const core::Sentence& word : words)
        lines += "  " + printable(word) + "\n";
    return lines;
}

/// Of the file, or of the words.
core::Result<core::SigningKey> key_of(Context& context, const SignWish& wish) {
    if (!wish.words.empty()) return read_words(context.interrupt(), wish.words);
    return core::SigningKey::load(wish.key);
}

core::Status sure_to_sign(Context& context, const SignWish& wish, const std::vector<core::Sentence>& words) {
    if (wish.sure) return {};
    const Terminal terminal(context.interrupt(), Terminal::Echo::on);
    if (!terminal.usable())
        return core::fail(Code::refused, "Nobody can be asked whether this is to be signed.", "Give --yes.");
    if (context.json || !stdout_is_terminal()) terminal.say("What is signed:\n" + shown(words));
    const std::string answer = terminal.ask("Sign this? Type yes: ");
    if (answer == "yes") return {};
    return core::fail(Code::cancelled, "It was not signed.", "");
}

} // namespace

int export_transaction(Context& context, const ExportWish& wish) {
    const auto act = act_of(wish);
    if (!act) return offline_failed(context, act.error());
    if (const auto free = check_new_file(wish.file, wish.force); !free) return context.fail(free.error());
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto text = node->prepare_transaction({*act, wish.blocks});
    if (!text) return offline_failed(context, text.error());
    const auto made = OfflineTransaction::parse(*text);
    if (!made) return context.fail(made.error());
    const auto words = made->words();
    if (!words) return context.fail(words.error());
    if (const auto written = write_new_file(wish.file, core::as_bytes(*text), wish.force); !written)
        return context.fail(written.error());
    if (context.json) {
        print_json({{"file", wish.file}, {"does", lines_of(*words)}, {"valid_until", made->transaction.valid_until}});
        return exit_done;
    }
    std::cout << "In " << printable(wish.file) << ", to be signed where the operator's key is:\n";
    std::cout << shown(*words);
    std::cout << "There: hearthctl ledger tx-sign FILE --key KEY-FILE   (or --words)\nThen here: "
              << context.command("ledger tx-send FILE") << "\n";
    return exit_done;
}

int sign_transaction(Context& context, const SignWish& wish) {
    if (wish.key.empty() == wish.words.empty())
        return context.fail(core::fail(Code::invalid_argument, "It is signed with a key file or with the 24 words.",
                                       "Give --key FILE or --words FILE; --words - asks for them."),
                            exit_usage);
    const auto text = offline_content(wish.file);
    if (!text) return context.fail(text.error());
    auto transaction = OfflineTransaction::parse(*text);
    if (!transaction) return context.fail(transaction.error());
    const auto words = transaction->words();
    if (!words) return context.fail(words.error());
    if (!context.json) {
        std::cout << "What is signed:\n";
        std::cout << shown(*words);
        std::cout << std::flush;
    }
    const auto key = key_of(context, wish);
    if (!key) return offline_failed(context, key.error());
    if (const auto done = transaction->sign(*key); !done) return context.fail(done.error());
    if (const auto asked = sure_to_sign(context, wish, *words); !asked) return context.fail(asked.error());
    if (const auto kept = core::write_file_atomic(wish.file, core::as_bytes(transaction->text())); !kept)
        return context.fail(kept.error());
    if (context.json)
        print_json({{"file", wish.file}, {"does", lines_of(*words)}, {"signed", true}});
    else
        std::cout << "Signed. Send it where the service is: hearthctl ledger tx-send FILE\n";
    return exit_done;
}

int send_transaction(Context& context, const std::string& file) {
    const auto text = offline_content(file);
    if (!text) return context.fail(text.error());
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    LongCall call(context, *node);
    const auto receipt = node->send_transaction(*text);
    if (!receipt) return context.fail(receipt.error());
    if (context.json) {
        print_json_line(control::to_json(*receipt));
        return exit_done;
    }
    std::cout << printable(receipt->sentence) << "\n";
    Table table;
    table.row({"transaction", printable(receipt->tx)});
    table.row({"account", printable(receipt->account)});
    table.print();
    return exit_done;
}

} // namespace hearth::cli
