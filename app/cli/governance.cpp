// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "core/file.h"
#include "governance_act.h"
#include "governance_verbs.h"
#include "long_call.h"
#include "output.h"
#include "verbs.h"

#include <algorithm>
#include <iostream>

namespace hearth::cli {
namespace {

using control::HouseView;
using control::ProposalView;

constexpr std::size_t max_draft_bytes = std::size_t{64} << 10;

/// "41.6 %", rounded down.
std::string percent(std::uint64_t ppm) {
    return std::to_string(ppm / 10'000) + "." + std::to_string(ppm % 10'000 / 1000) + " %";
}

std::string weight_text(const HouseView& house, std::uint64_t weight) {
    return house.house == "stake" ? money_text(std::to_string(weight)) : std::to_string(weight);
}

std::string turnout_text(const HouseView& house) {
    if (house.total == 0) return "no say";
    return percent(house.turnout_ppm) + " of " + percent(house.quorum_ppm);
}

std::string time_text(const ProposalView& p, std::uint64_t epoch) {
    if (p.state == control::ProposalState::waiting) return "votes from epoch " + std::to_string(p.starts_epoch);
    if (p.state == control::ProposalState::voting) {
        const std::uint64_t left = p.deadline_epoch - std::min(epoch, p.deadline_epoch);
        return left == 0 ? "ends with this epoch" : std::to_string(left) + " epochs left";
    }
    if (p.state == control::ProposalState::queued && p.executes_epoch)
        return "takes effect after epoch " + std::to_string(*p.executes_epoch);
    return "over";
}

/// Of a line of a table; whole characters.
std::string beginning(std::string text) {
    std::size_t most = 60;
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80)
        --most;
    text.resize(most);
    return text + "…";
}

void print_houses(const ProposalView& p) {
    Table table({"HOUSE", "YES", "NO", "ABSTAIN", "OF", "QUORUM SO FAR", "YOURS", "LENT TO YOU"});
    for (const HouseView& house : p.houses)
        table.row({printable(house.house), weight_text(house, house.yes), weight_text(house, house.no),
                   weight_text(house, house.abstain), weight_text(house, house.total), turnout_text(house),
                   weight_text(house, house.own_weight), weight_text(house, house.lent_weight)});
    table.print();
}

void print_proposal(const ProposalView& p, std::uint64_t epoch, const Context& context) {
    const std::string id = std::to_string(p.id);
    std::cout << "Proposal " << id << ", " << control::name_of(p.state) << ", " << time_text(p, epoch) << "\n"
              << printable(p.summary) << "\n";
    if (!p.text.empty()) std::cout << "\n" << printable(p.text, true) << "\n\n";
    for (const auto& change : p.changes)
        std::cout << "  " << printable(change.name) << ": " << change.from << " → " << change.to << " "
                  << printable(change.unit) << "\n";
    std::cout << "The proposer " << short_id(printable(p.proposer)) << " calls it: " << printable(p.title) << "\n";
    if (p.extended) std::cout << "The quorum came late; the vote stays open longer, once.\n";
    std::cout << "Both houses need " << percent(p.needed_ppm) << " of yes and no, and more yes than no.\n\n";
    print_houses(p);
    std::cout << "\n" << printable(p.own_reason) << "\n";
    if (p.own_vote) std::cout << "You voted " << printable(*p.own_vote) << ".\n";
    if (p.state == control::ProposalState::voting && !p.own_vote)
        std::cout << "Vote: " << context.command("gov vote " + id + " yes|no|abstain") << "\n";
}

} // namespace

int send_act(Context& context, const control::GovernanceAct& act) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const LongCall call(context, *node);
    const auto receipt = node->govern(act);
    if (!receipt)
        return receipt.error().code == core::Code::invalid_argument ? context.fail(receipt.error(), exit_usage)
                                                                    : context.fail(receipt.error());
    if (context.json)
        print_json_line(control::to_json(*receipt));
    else
        std::cout << printable(receipt->sentence) << "\nTransaction " << printable(receipt->tx) << ", signed by "
                  << printable(receipt->account) << "\n";
    if (!context.json && receipt->channel) std::cout << "Channel " << printable(*receipt->channel) << "\n";
    return exit_done;
}

int list_proposals(Context& context) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto view = node->governance();
    if (!view) return context.fail(view.error());
    if (context.json) {
        print_json_line(control::to_json(*view));
        return exit_done;
    }
    if (view->proposals.empty()) {
        std::cout << "There are no proposals. A new one needs a deposit of " << money_text(view->deposit) << ".\n";
        return exit_done;
    }
    Table table({"ID", "STATE", "KIND", "WHEN", "STAKE QUORUM", "WORK QUORUM", "YOU", "WHAT IT DOES"});
    for (const ProposalView& p : view->proposals) {
        const auto quorum = [&](std::size_t i) { return i < p.houses.size() ? turnout_text(p.houses[i]) : "?"; };
        table.row({std::to_string(p.id), control::name_of(p.state), printable(p.kind), time_text(p, view->epoch),
                   quorum(0), quorum(1), p.own_vote ? printable(*p.own_vote) : "-", beginning(printable(p.summary))});
    }
    table.print();
    if (view->delegate) std::cout << "\nWhere you are silent " << printable(*view->delegate) << " votes for you.\n";
    return exit_done;
}

int show_proposal(Context& context, std::uint64_t id) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto view = node->governance();
    if (!view) return context.fail(view.error());
    for (const ProposalView& p : view->proposals) {
        if (p.id != id) continue;
        if (context.json)
            print_json_line(control::to_json(p));
        else
            print_proposal(p, view->epoch, context);
        return exit_done;
    }
    return context.fail(core::fail(core::Code::not_found, "There is no proposal " + std::to_string(id) + ".",
                                   "See: " + context.command("gov list")));
}

int propose(Context& context, const std::string& file) {
    const auto raw = core::read_file(file, max_draft_bytes);
    if (!raw) return context.fail(raw.error());
    const std::string_view text(reinterpret_cast<const char*>(raw->data()), raw->size());
    auto draft = control::from_json<control::ProposalDraft>(text, "proposal");
    if (!draft)
        return context.fail(core::fail(draft.error().code,
                                       "The file " + file + " holds no proposal. " + draft.error().message,
                                       "See: hearthctl help gov propose"),
                            exit_usage);
    control::GovernanceAct act;
    act.act = "propose";
    act.draft = std::move(*draft);
    return send_act(context, act);
}

int vote(Context& context, std::uint64_t id, const std::string& choice) {
    control::GovernanceAct act;
    act.act = "vote";
    act.proposal = id;
    act.choice = choice;
    return send_act(context, act);
}

int delegate_votes(Context& context, const std::string& account) {
    control::GovernanceAct act;
    act.act = "delegate";
    if (account != "nobody") act.delegate = account;
    return send_act(context, act);
}

int veto(Context& context, std::uint64_t id) {
    control::GovernanceAct act;
    act.act = "veto";
    act.proposal = id;
    return send_act(context, act);
}

} // namespace hearth::cli
