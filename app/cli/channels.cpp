// SPDX-License-Identifier: Apache-2.0
#include "channel_verbs.h"
#include "control/json.h"
#include "core/amount_text.h"
#include "core/file.h"
#include "governance_act.h"
#include "ledger/channel.h"
#include "output.h"

#include <algorithm>
#include <iostream>

namespace hearth::cli {
namespace {

constexpr std::size_t max_file_bytes = 4096;

int send(Context& context, const char* act, control::ChannelWish wish, const std::string& amount = {}) {
    control::GovernanceAct full;
    full.act = act;
    full.channel = std::move(wish);
    if (!amount.empty()) {
        const auto sum = core::parse_emb(amount);
        if (!sum) return context.fail(sum.error(), exit_usage);
        full.amount = sum->units_text();
    }
    return send_act(context, full);
}

core::Result<std::pair<std::string, ledger::Voucher>> read_voucher(const std::string& file) {
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, max_file_bytes));
    HEARTH_TRY(ledger::Voucher voucher, ledger::Voucher::decode(raw));
    return std::pair(core::to_hex(raw), std::move(voucher));
}

std::string role_of(const control::ChannelView& channel) {
    if (channel.pays && channel.gets) return "both sides";
    return channel.pays ? "payer" : "payee";
}

std::string state_of(const control::ChannelView& channel) {
    if (channel.closes) return "closes after block " + std::to_string(*channel.closes);
    return "until epoch " + std::to_string(channel.expires_epoch);
}

} // namespace

int open_channel(Context& context, const std::string& payee, const std::string& amount, std::uint64_t epochs) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto head = node->ledger_head();
    if (!head) return context.fail(head.error());
    control::ChannelWish wish;
    wish.payee = payee;
    wish.expires_epoch = head->epoch + std::min(epochs, UINT64_MAX - head->epoch);
    return send(context, "open_channel", std::move(wish), amount);
}

int top_up_channel(Context& context, const std::string& channel, const std::string& amount) {
    control::ChannelWish wish;
    wish.channel = channel;
    return send(context, "top_up_channel", std::move(wish), amount);
}

int redeem_voucher(Context& context, const std::string& file) {
    auto read = read_voucher(file);
    if (!read) return context.fail(read.error());
    control::ChannelWish wish;
    wish.channel = read->second.channel.hex();
    wish.voucher = std::move(read->first);
    return send(context, "redeem", std::move(wish));
}

int close_channel(Context& context, const std::string& channel, const ClosingWish& how) {
    control::ChannelWish wish;
    wish.channel = channel;
    if (!how.voucher.empty()) {
        auto read = read_voucher(how.voucher);
        if (!read) return context.fail(read.error());
        wish.voucher = std::move(read->first);
    }
    if (!how.agreement.empty()) wish.agreement = how.agreement;
    return send(context, "close_channel", std::move(wish), how.amount);
}

int show_channels(Context& context, const std::string& channel) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    auto view = node->governance();
    if (!view) return context.fail(view.error());
    std::vector<control::ChannelView>& channels = view->channels;
    if (!channel.empty()) {
        std::erase_if(channels, [&](const control::ChannelView& each) { return each.id != channel; });
        if (channels.empty())
            return context.fail(core::fail(core::Code::not_found, "This home has no channel " + channel + ".",
                                           "See: hearthctl ledger channel show"));
    }
    if (context.json) {
        view->proposals.clear();
        print_json_line(control::to_json(*view));
        return exit_done;
    }
    if (channels.empty()) {
        std::cout << "This home neither pays nor is paid through a channel.\n";
        return exit_done;
    }
    Table table({"CHANNEL", "THIS HOME IS", "OTHER SIDE", "PUT IN", "PAID", "STATE"});
    for (const control::ChannelView& each : channels)
        table.row({printable(each.id), role_of(each), short_id(printable(each.pays ? each.payee : each.payer)),
                   money_text(each.deposit), money_text(each.paid), state_of(each)});
    table.print();
    std::cout << "Now: block " << view->height << ", epoch " << view->epoch << ".\n";
    return exit_done;
}

} // namespace hearth::cli
