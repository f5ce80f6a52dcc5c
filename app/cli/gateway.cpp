// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "control/try_network.h"
#include "gateway_verbs.h"
#include "long_call.h"
#include "output.h"

#include <filesystem>
#include <iostream>

namespace hearth::cli {
namespace {

using control::UpstreamInfo;

std::string latency_text(const UpstreamInfo& upstream) {
    if (!upstream.latency_us) return "–";
    const std::uint64_t ms = (*upstream.latency_us + 500) / 1000;
    return ms == 0 ? "under 1 ms" : std::to_string(ms) + " ms";
}

std::string age_text(const UpstreamInfo& upstream) {
    if (!upstream.list_age_ms) return "never";
    const std::uint64_t seconds = *upstream.list_age_ms / 1000;
    return seconds < 120 ? std::to_string(seconds) + " s ago" : std::to_string(seconds / 60) + " min ago";
}

std::string prices_text(const UpstreamInfo& upstream) {
    std::string text;
    for (const control::UpstreamPrice& one : upstream.prices)
        text += (text.empty() ? "" : "; ") + (one.model.empty() ? "" : printable(one.model) + " ") +
                money_text(one.prompt_million) + " read, " + money_text(one.completion_million) + " written";
    return text.empty() ? "not known: nothing is counted" : text + " per million tokens";
}

/// Messages hold the beginning of a long list.
core::Status read_all_models(control::SocketNode& node, UpstreamInfo& upstream) {
    while (upstream.models.size() < upstream.model_count) {
        HEARTH_TRY(const control::UpstreamModels page, node.upstream_models(upstream.name, upstream.models.size()));
        if (page.models.empty()) break; // it has fewer by now
        upstream.models.insert(upstream.models.end(), page.models.begin(), page.models.end());
    }
    return {};
}

int print_one(Context& context, const UpstreamInfo& upstream, const char* what) {
    if (context.json) {
        print_json_line(control::to_json(upstream));
        return exit_done;
    }
    std::cout << "Network " << printable(upstream.name) << " at " << printable(upstream.url) << " " << what << "\n"
              << printable(upstream.note) << "\nEvidence of its answers: " << printable(upstream.evidence)
              << "\nPrice: " << prices_text(upstream) << "\n";
    if (!upstream.models.empty())
        std::cout << "Callers write \"" << printable(upstream.name) << "/" << printable(upstream.models.front())
                  << "\", or the model's name alone where no other network before it has one.\n";
    return exit_done;
}

/// What was typed is wrong: `unsupported` is a kind that there is not.
bool is_slip(const control::UpstreamWish& wish, const core::Error& error) {
    using core::Code;
    std::error_code ignored;
    return error.code == Code::invalid_argument || error.code == Code::unsupported ||
           (!wish.key_file.empty() && !std::filesystem::exists(wish.key_file, ignored));
}

} // namespace

int add_upstream(Context& context, control::UpstreamWish wish) {
    if (!wish.key_file.empty()) {
        std::error_code problem;
        wish.key_file = std::filesystem::absolute(wish.key_file, problem).string();
        if (problem)
            return context.fail(
                core::fail(core::Code::io, "The path of the key file cannot be read.", problem.message()));
    }
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto added = [&] {
        LongCall call(context, *node);
        return node->add_upstream(wish, call.progress());
    }();
    // What another machine answers is no check of something that is here.
    if (!added) return context.fail(added.error(), is_slip(wish, added.error()) ? exit_usage : exit_failed);
    return print_one(context, *added, "was added.");
}

int list_upstreams(Context& context) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto upstreams = node->upstreams();
    if (!upstreams) return context.fail(upstreams.error());
    if (context.json) {
        std::vector<UpstreamInfo> whole = *upstreams;
        for (UpstreamInfo& one : whole)
            if (const auto read = read_all_models(*node, one); !read) return context.fail(read.error());
        print_json_line("{\"networks\":" + control::to_json(whole) + "}");
        return exit_done;
    }
    if (upstreams->empty()) {
        std::cout << "No other network stands behind this address. Add one: hearthctl gateway add URL --name NAME\n";
        return exit_done;
    }
    Table table({"NAME", "KIND", "ADDRESS", "MODELS", "LISTED", "LATENCY", "EVIDENCE", "STATE"});
    for (const UpstreamInfo& one : *upstreams)
        table.row({printable(one.name), printable(one.kind), printable(one.url), std::to_string(one.model_count),
                   age_text(one), latency_text(one), printable(one.level),
                   control::name_of(one.state) + (one.reason.empty() ? "" : ": " + printable(one.reason))});
    table.print();
    return exit_done;
}

int test_upstream(Context& context, const std::string& name, bool chat, const std::string& model) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto tested = [&] {
        LongCall call(context, *node);
        return chat ? control::try_network(*node, name, model) : node->test_upstream(name);
    }();
    if (!tested) return context.fail(tested.error(), exit_failed);
    return print_one(context, *tested, "answers.");
}

int remove_upstream(Context& context, const std::string& name) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    if (const auto removed = node->remove_upstream(name); !removed) return context.fail(removed.error());
    if (context.json)
        print_json_line("{\"name\":" + control::to_json(name) + ",\"removed\":true}");
    else
        std::cout << "Network " << printable(name) << " is asked nothing any more, and no key of it is kept here.\n";
    return exit_done;
}

int show_spending(Context& context, std::uint32_t days) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto spent = node->spending(days);
    if (!spent) return context.fail(spent.error());
    if (context.json) {
        print_json_line("{\"days\":" + control::to_json(*spent) + "}");
        return exit_done;
    }
    if (spent->empty()) {
        std::cout << "Nothing was asked in that time.\n";
        return exit_done;
    }
    Table table({"DAY (UTC)", "KEY", "ANSWERS", "SPENT"});
    for (const control::SpendDay& one : *spent)
        table.row({time_text(one.day, true).substr(0, 10), one.key_id.empty() ? "without a key" : printable(one.key_id),
                   std::to_string(one.answers), money_text(one.amount)});
    table.print();
    return exit_done;
}

int show_payments(Context& context, std::uint32_t limit) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto paid = node->payments(limit);
    if (!paid) return context.fail(paid.error());
    if (context.json) {
        print_json_line("{\"payments\":" + control::to_json(*paid) + "}");
        return exit_done;
    }
    if (paid->empty()) {
        std::cout << "Nobody has paid by the call. The settings payment.* say who is paid: hearthctl settings list\n";
        return exit_done;
    }
    Table table({"TIME", "PAYER", "SCHEME", "STATE", "AMOUNT", "TRANSACTION OR REASON"});
    for (const control::PaymentRow& one : *paid)
        table.row({time_text(one.at, true), printable(one.payer), one.scheme, control::name_of(one.state), one.amount,
                   printable(one.transaction.empty() ? one.reason : one.transaction)});
    table.print();
    std::cout << "Amounts are in the asset's smallest unit. What was settled without a transaction moved no money.\n";
    return exit_done;
}

} // namespace hearth::cli
