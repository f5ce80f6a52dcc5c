// SPDX-License-Identifier: Apache-2.0
#include "node/state/call_book.h"

#include "core/json_guard.h"
#include "core/size_text.h"
#include "node/state/store_impl.h"

#include <nlohmann/json.hpp>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Status;
using Json = nlohmann::json;

constexpr int most_pruned = 100; // at a call, so that none waits for many

/// What another network wrote into its headers need not be UTF-8.
std::string head_of(const gateway::KeptAnswer& answer) {
    Json headers = Json::array();
    for (const auto& [name, value] : answer.headers)
        headers.push_back({name, value});
    return Json{{"type", answer.content_type}, {"stream", answer.stream}, {"headers", std::move(headers)}}.dump(
        -1, ' ', false, Json::error_handler_t::replace);
}

core::Result<gateway::KeptAnswer> read_answer(int status, const std::string& head, std::string body) {
    const auto parsed = core::parse_json<Json>(head, {});
    const Json* tree = std::get_if<Json>(&parsed);
    try {
        if (tree == nullptr) return fail(Code::corrupt, core::say("kept_answer_unreadable"));
        gateway::KeptAnswer answer{
            status, tree->at("stream").get<bool>(), tree->at("type").get<std::string>(), {}, std::move(body)};
        for (const Json& header : tree->at("headers"))
            answer.headers.emplace_back(header.at(0).get<std::string>(), header.at(1).get<std::string>());
        return answer;
    } catch (const Json::exception&) {
        return fail(Code::corrupt, core::say("kept_answer_unreadable"));
    }
}

void bind_place(SQLite::Statement& query, const gateway::RepeatKey& call) {
    query.bind(1, call.caller);
    query.bind(2, call.key);
}

void prune_some(SQLite::Database& database, core::Nanoseconds now) {
    SQLite::Statement old(database, "DELETE FROM repeatable_calls WHERE (caller, key) IN (SELECT caller, key FROM "
                                    "repeatable_calls WHERE at < ? ORDER BY at LIMIT ?)");
    old.bind(1, now - CallBook::lifetime);
    old.bind(2, most_pruned);
    old.exec();
}

/// How many calls of this caller are written down, and how many bytes their answers have.
std::pair<std::uint64_t, std::uint64_t> kept_of(SQLite::Database& database, const std::string& caller) {
    SQLite::Statement query(database,
                            "SELECT count(*), coalesce(sum(length(body)), 0) FROM repeatable_calls WHERE caller = ?");
    query.bind(1, caller);
    query.executeStep();
    return {static_cast<std::uint64_t>(query.getColumn(0).getInt64()),
            static_cast<std::uint64_t>(query.getColumn(1).getInt64())};
}

/// Old ones go; then a caller may have so many, with so many bytes.
Status make_room(SQLite::Database& database, const gateway::RepeatKey& call, core::Nanoseconds now,
                 std::uint64_t most_bytes) {
    prune_some(database, now);
    SQLite::Statement own(database, "DELETE FROM repeatable_calls WHERE caller = ? AND key = ? AND at < ?");
    bind_place(own, call);
    own.bind(3, now - CallBook::lifetime);
    own.exec();
    const auto [count, bytes] = kept_of(database, call.caller);
    if (bytes >= most_bytes)
        return fail(Code::busy, core::say("idempotency_answers_take", {core::size_text(bytes)}),
                    core::say("send_it_without_a_key"));
    if (count < CallBook::most_of_a_caller) return {};
    return fail(Code::busy, core::say("too_many_idempotency_keys", {core::figure(CallBook::most_of_a_caller)}),
                core::say("send_it_without_a_key"));
}

} // namespace

core::Result<gateway::CallMemory::Recall> CallBook::recall(const gateway::RepeatKey& call) {
    core::Result<Recall> found = Recall{};
    const Status done = m_store.m_impl->transaction([&]() -> Status {
        SQLite::Database& database = m_store.m_impl->database;
        const core::Nanoseconds now = m_clock.now();
        SQLite::Statement query(database, "SELECT request, state, status, head, body FROM repeatable_calls "
                                          "WHERE caller = ? AND key = ? AND at >= ?");
        bind_place(query, call);
        query.bind(3, now - lifetime);
        if (query.executeStep()) {
            const SQLite::Column hash = query.getColumn(0);
            const core::ByteView request = call.request.view();
            const bool same = static_cast<std::size_t>(hash.getBytes()) == request.size() &&
                              std::memcmp(hash.getBlob(), request.data(), request.size()) == 0;
            const std::string state = query.getColumn(1).getString();
            if (!same) {
                found = Recall{Known::other, {}};
            } else if (state == "kept") {
                auto answer = read_answer(query.getColumn(2).getInt(), query.getColumn(3).getString(),
                                          query.getColumn(4).getString());
                if (!answer) return answer.error();
                found = Recall{Known::kept, std::move(*answer)};
            } else {
                found = Recall{state == "running" ? Known::lost : Known::unkept, {}};
            }
            return {};
        }
        HEARTH_CHECK(make_room(database, call, now, m_most_bytes));
        SQLite::Statement insert(database, "INSERT INTO repeatable_calls (caller, key, request, at, state) "
                                           "VALUES (?, ?, ?, ?, 'running')");
        bind_place(insert, call);
        insert.bind(3, call.request.view().data(), static_cast<int>(call.request.view().size()));
        insert.bind(4, now);
        insert.exec();
        return {};
    });
    if (!done) return done.error();
    return found;
}

/// Several that run at once must not go beyond what a caller may have: then the call is remembered without its answer.
Status CallBook::keep(const gateway::RepeatKey& call, const std::optional<gateway::KeptAnswer>& given) {
    return m_store.m_impl->transaction([&]() -> Status {
        const bool fits =
            given && kept_of(m_store.m_impl->database, call.caller).second + given->body.size() <= m_most_bytes;
        const gateway::KeptAnswer* const answer = fits ? &*given : nullptr;
        SQLite::Statement update(m_store.m_impl->database,
                                 "UPDATE repeatable_calls SET state = ?, status = ?, head = ?, body = ? "
                                 "WHERE caller = ? AND key = ?");
        update.bind(1, answer ? "kept" : "unkept");
        update.bind(2, answer ? answer->status : 0);
        update.bind(3, answer ? head_of(*answer) : std::string());
        const std::string body = answer ? answer->body : std::string();
        update.bind(4, body.data(), static_cast<int>(body.size()));
        update.bind(5, call.caller);
        update.bind(6, call.key);
        update.exec();
        return {};
    });
}

Status CallBook::forget(const gateway::RepeatKey& call) {
    return m_store.m_impl->transaction([&]() -> Status {
        SQLite::Statement remove(m_store.m_impl->database, "DELETE FROM repeatable_calls WHERE caller = ? AND key = ?");
        bind_place(remove, call);
        remove.exec();
        return {};
    });
}

Status CallBook::prune() {
    const core::Nanoseconds now = m_clock.now();
    const auto old = m_store.m_impl->read([&](SQLite::Database& database) -> core::Result<bool> {
        SQLite::Statement query(database, "SELECT 1 FROM repeatable_calls WHERE at < ? LIMIT 1");
        query.bind(1, now - lifetime);
        return query.executeStep();
    });
    if (!old) return old.error();
    if (!*old) return {};
    return m_store.m_impl->transaction([&]() -> Status {
        prune_some(m_store.m_impl->database, now);
        return {};
    });
}

} // namespace hearth::node
