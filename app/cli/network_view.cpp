// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "output.h"
#include "verbs.h"

#include <iostream>

namespace hearth::cli {
namespace {

std::string list_of(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ", ") + printable(word);
    return text.empty() ? "-" : text;
}

std::string latency_text(const std::optional<std::uint64_t>& us) {
    if (!us) return "?";
    return std::to_string(*us / 1000) + "." + std::to_string(*us % 1000 / 100) + " ms";
}

void print_members(const control::NetworkView& view) {
    Table validators({"VALIDATOR", "POWER", "LAST BLOCK"});
    for (const control::ValidatorView& each : view.validators)
        validators.row({short_id(printable(each.key)) + (each.own ? " (this home)" : ""), std::to_string(each.power),
                        !each.signed_last   ? "?"
                        : *each.signed_last ? "signed"
                                            : "not signed"});
    if (!view.validators.empty()) validators.print();
    for (const control::ValidatorView& each : view.validators)
        for (const control::OffenceView& offence : each.offences)
            std::cout << "Validator " << short_id(printable(each.key)) << ": " << printable(offence.sentence) << "\n";
    if (!view.peers) std::cout << "The consensus engine does not answer now; its peers are not known.\n";
    if (!view.peers || view.peers->empty()) return;
    Table peers({"FULL NODE", "NAME", "ADDRESS", "DIALLED BY", "HEIGHT"});
    for (const control::PeerView& each : *view.peers)
        peers.row({short_id(printable(each.id)), printable(each.name), printable(each.address),
                   each.dialled ? "us" : "it", each.height ? std::to_string(*each.height) : "?"});
    peers.print();
}

void print_links(const control::NetworkView& view) {
    if (view.links.empty()) return;
    Table links({"LINK", "ADDRESS", "STATE", "THERE AND BACK", "DOES", "MODELS", "JOBS"});
    for (const control::LinkView& each : view.links)
        links.row({each.node_key.empty() ? "?" : short_id(printable(each.node_key)),
                   each.address.empty() ? "dialled this home" : printable(each.address), control::name_of(each.state),
                   latency_text(each.latency_us), list_of(each.roles), std::to_string(each.models),
                   std::to_string(each.open_jobs)});
    links.print();
    for (const control::LinkView& each : view.links)
        if (!each.reason.empty())
            std::cout << printable(each.address.empty() ? each.node_key : each.address) << ": "
                      << printable(each.reason) << "\n";
}

void print_gateways(const control::NetworkView& view) {
    if (view.gateways.empty()) return;
    Table gateways({"GATEWAY ON THE LEDGER", "OPERATOR", "REACHED AT"});
    for (const control::GatewayView& each : view.gateways)
        gateways.row(
            {short_id(printable(each.node_key)), short_id(printable(each.operator_key)), list_of(each.addresses)});
    gateways.print();
    if (view.gateways_known > view.gateways.size())
        std::cout << "The ledger names " << view.gateways_known << " gateways in all.\n";
}

void print_channels(const control::NetworkView& view) {
    if (view.channels.empty()) return;
    Table channels({"CHANNEL", "WITH", "THIS HOME", "DEPOSIT", "SPENT", "SETTLED", "ENDS"});
    for (const control::ChannelView& each : view.channels)
        channels.row({short_id(printable(each.id)), short_id(printable(each.pays ? each.payee : each.payer)),
                      each.pays ? "pays" : "is paid", money_text(each.deposit),
                      money_text(each.vouched.value_or(each.paid)), money_text(each.paid),
                      each.closes ? "after block " + std::to_string(*each.closes)
                                  : "with epoch " + std::to_string(each.expires_epoch)});
    channels.print();
}

} // namespace

int show_network(Context& context) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto view = node->network();
    if (!view) return context.fail(view.error());
    if (context.json) {
        print_json_line(control::to_json(*view));
        return exit_done;
    }
    Table table;
    table.row({"chain", printable(view->chain)});
    if (!view->genesis.empty()) table.row({"genesis", printable(view->genesis)});
    table.row({"block", std::to_string(view->height) + ", epoch " + std::to_string(view->epoch)});
    table.row({"roles", list_of(view->roles)});
    if (view->under_way > 0) table.row({"waiting for a block", std::to_string(view->under_way)});
    table.print();
    if (!view->trouble.empty()) std::cout << printable(view->trouble) << " " << printable(view->repair) << "\n";
    if (!view->clock.empty()) std::cout << printable(view->clock) << "\n";
    if (view->mode == "solo") {
        std::cout << "A network of one: this home orders its blocks alone.\n";
        print_channels(*view);
        return exit_done;
    }
    print_members(*view);
    print_links(*view);
    print_gateways(*view);
    print_channels(*view);
    return exit_done;
}

} // namespace hearth::cli
