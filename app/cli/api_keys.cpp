// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "core/amount_text.h"
#include "output.h"
#include "verbs.h"

#include <iostream>

namespace hearth::cli {
namespace {

std::string state_of(const control::ApiKeyInfo& key) {
    return key.revoked_at ? "revoked " + time_text(*key.revoked_at) : "in force";
}

} // namespace

int create_api_key(Context& context, const std::string& name, const std::string& budget,
                   std::optional<std::uint32_t> concurrency, std::optional<std::uint32_t> per_minute) {
    control::ApiKeyWish wish{name, std::nullopt, concurrency, per_minute};
    if (!budget.empty()) {
        const auto amount = core::parse_emb(budget);
        if (!amount) return context.fail(amount.error(), exit_usage);
        wish.budget = amount->units_text();
    }
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto made = node->create_api_key(wish);
    if (!made) return context.fail(made.error());
    if (context.json) {
        print_json_line(control::to_json(*made));
        return exit_done;
    }
    std::cout << made->key << "\n\nThis is the key of " << printable(made->info.name)
              << ". It is shown this once; the node keeps only its hash.\nCallers send it as: Authorization: Bearer "
              << made->key << "\n";
    return exit_done;
}

int list_api_keys(Context& context) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto keys = node->api_keys();
    if (!keys) return context.fail(keys.error());
    if (context.json) {
        print_json_line("{\"keys\":" + control::to_json(*keys) + "}");
        return exit_done;
    }
    if (keys->empty()) {
        std::cout << "There is no API key. Make one: hearthctl keys api create --name NAME\n";
        return exit_done;
    }
    Table table({"NAME", "ID", "MADE", "BUDGET", "SPENT", "RESERVED", "AT ONCE", "A MINUTE", "STATE"});
    for (const control::ApiKeyInfo& key : *keys)
        table.row({printable(key.name), printable(key.key_id), time_text(key.created_at),
                   key.budget ? money_text(*key.budget) : "no limit", money_text(key.spent), money_text(key.reserved),
                   key.concurrency ? std::to_string(*key.concurrency) : "no limit",
                   key.per_minute ? std::to_string(*key.per_minute) : "no limit", state_of(key)});
    table.print();
    return exit_done;
}

int revoke_api_key(Context& context, const std::string& name_or_id) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto key = node->revoke_api_key(name_or_id);
    if (!key) return context.fail(key.error());
    if (context.json)
        print_json_line(control::to_json(*key));
    else
        std::cout << "The key " << printable(key->name) << " is refused from now on; answers that run are finished.\n";
    return exit_done;
}

} // namespace hearth::cli
