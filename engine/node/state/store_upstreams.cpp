// SPDX-License-Identifier: Apache-2.0
#include "node/state/store_impl.h"
#include "node/state/upstream_store.h"

#include "core/json_guard.h"

#include <nlohmann/json.hpp>

namespace hearth::node {
namespace {

/// The columns of a table must not grow with every kind of network.
std::string terms_of(const UpstreamRecord& upstream) {
    nlohmann::json prices = nlohmann::json::array();
    for (const gateway::TokenPrice& price : upstream.prices)
        prices.push_back({{"model", price.model},
                          {"prompt_token", price.prompt_token.units_text()},
                          {"completion_token", price.completion_token.units_text()}});
    return nlohmann::json{{"signers", upstream.signers},
                          {"models", upstream.models},
                          {"measurements", upstream.measurements},
                          {"prices", std::move(prices)}}
        .dump();
}

/// A price that cannot be read is not known.
void read_prices(const nlohmann::json& terms, UpstreamRecord& upstream) {
    const auto found = terms.find("prices");
    if (found == terms.end() || !found->is_array()) return;
    const auto text_in = [](const nlohmann::json& object, const char* name) {
        const auto text = object.find(name);
        return text != object.end() && text->is_string() ? text->get<std::string>() : std::string();
    };
    for (const nlohmann::json& item : *found) {
        if (!item.is_object()) continue;
        const auto read = core::Amount::parse_units(text_in(item, "prompt_token"));
        const auto written = core::Amount::parse_units(text_in(item, "completion_token"));
        if (read && written) upstream.prices.push_back({text_in(item, "model"), *read, *written});
    }
}

void read_terms(const std::string& terms, UpstreamRecord& upstream) {
    const auto parsed = core::parse_json<nlohmann::json>(terms, {});
    const auto* tree = std::get_if<nlohmann::json>(&parsed);
    if (tree == nullptr || !tree->is_object()) return;
    for (const auto& [name, texts] : {std::pair("signers", &upstream.signers), std::pair("models", &upstream.models),
                                      std::pair("measurements", &upstream.measurements)})
        if (const auto found = tree->find(name); found != tree->end() && found->is_array())
            for (const auto& item : *found)
                if (item.is_string()) texts->push_back(item.get<std::string>());
    read_prices(*tree, upstream);
}

} // namespace

using core::Code;
using core::fail;
using core::Status;

core::Result<std::vector<UpstreamRecord>> UpstreamStore::all() const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<UpstreamRecord>> {
        SQLite::Statement query(from,
                                "SELECT name, kind, url, has_key, added_at, terms FROM upstreams ORDER BY number");
        std::vector<UpstreamRecord> upstreams;
        while (query.executeStep()) {
            upstreams.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                                 query.getColumn(2).getString(), query.getColumn(3).getInt() != 0,
                                 query.getColumn(4).getInt64()});
            read_terms(query.getColumn(5).getString(), upstreams.back());
        }
        return upstreams;
    });
}

Status UpstreamStore::add(const UpstreamRecord& upstream) {
    return m_store.m_impl->transaction([&]() -> Status {
        SQLite::Statement taken(m_store.m_impl->database, "SELECT 1 FROM upstreams WHERE name = ?");
        taken.bind(1, upstream.name);
        if (taken.executeStep())
            return fail(Code::conflict, core::say("network_already", {upstream.name}),
                        core::say("choose_another_name_first_hearthctl", {upstream.name}));
        SQLite::Statement insert(m_store.m_impl->database,
                                 "INSERT INTO upstreams (name, kind, url, has_key, added_at, terms) "
                                 "VALUES (?, ?, ?, ?, ?, ?)");
        insert.bind(1, upstream.name);
        insert.bind(2, upstream.kind);
        insert.bind(3, upstream.url);
        insert.bind(4, upstream.has_key ? 1 : 0);
        insert.bind(5, upstream.added_at);
        insert.bind(6, terms_of(upstream));
        insert.exec();
        return {};
    });
}

Status UpstreamStore::remove(const std::string& name) {
    return m_store.m_impl->transaction([&]() -> Status {
        SQLite::Statement remove(m_store.m_impl->database, "DELETE FROM upstreams WHERE name = ?");
        remove.bind(1, name);
        remove.exec();
        return {};
    });
}

core::Result<std::optional<core::Amount>> UpstreamStore::charged(const std::string& evidence_id) const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::optional<core::Amount>> {
        SQLite::Statement query(from, "SELECT charged FROM foreign_charges WHERE evidence_id = ?");
        query.bind(1, evidence_id);
        if (!query.executeStep()) return std::optional<core::Amount>();
        return std::optional(core::Amount::from_units(from_column(query.getColumn(0).getInt64())));
    });
}

core::Result<std::optional<gateway::evidence::TreeHead>> UpstreamStore::tree_head() const {
    return m_store.m_impl->read(
        [&](SQLite::Database& from) -> core::Result<std::optional<gateway::evidence::TreeHead>> {
            SQLite::Statement query(
                from, "SELECT size, root, at, log_key, signature FROM tree_heads ORDER BY size DESC LIMIT 1");
            if (!query.executeStep()) return std::optional<gateway::evidence::TreeHead>();
            gateway::evidence::TreeHead head{from_column(query.getColumn(0).getInt64()),
                                             id_of<core::Hash>(query.getColumn(1)),
                                             query.getColumn(2).getInt64(),
                                             id_of<core::PublicKey>(query.getColumn(3)),
                                             {}};
            const SQLite::Column column = query.getColumn(4);
            const core::ByteView signature(static_cast<const std::uint8_t*>(column.getBlob()),
                                           static_cast<std::size_t>(column.getBytes()));
            if (signature.size() == head.signature.size())
                std::copy(signature.begin(), signature.end(), head.signature.begin());
            return std::optional(head);
        });
}

Status UpstreamStore::put_tree_head(const gateway::evidence::TreeHead& head) {
    return m_store.m_impl->transaction([&]() -> Status {
        SQLite::Statement insert(m_store.m_impl->database,
                                 "INSERT INTO tree_heads (size, root, at, log_key, signature) "
                                 "VALUES (?, ?, ?, ?, ?)");
        insert.bind(1, to_column(head.size));
        bind_id(insert, 2, head.root);
        insert.bind(3, head.at);
        bind_id(insert, 4, head.log_key);
        insert.bind(5, head.signature.data(), static_cast<int>(head.signature.size()));
        insert.exec();
        return {};
    });
}

} // namespace hearth::node
