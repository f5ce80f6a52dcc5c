// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/glance.h"

#include "gateway/edge/call_parser.h"
#include "gateway/edge/knobs.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway {

namespace {

/// Walks over the members of the object that a valid document is.
class Members {
public:
    explicit Members(std::string_view text) : m_text(text), m_at(text.find('{') + 1) {}

    struct Member {
        std::string_view key;                     ///< as it is written, with quotes
        std::size_t open = 0, begin = 0, end = 0; ///< where the key begins, and the value with its end
    };
    std::optional<Member> next() {
        skip(" \t\r\n,");
        if (m_at >= m_text.size() || m_text[m_at] != '"') return std::nullopt;
        Member member;
        const std::size_t key = m_at;
        pass_string();
        member.open = key;
        member.key = m_text.substr(key, m_at - key);
        skip(" \t\r\n:");
        member.begin = m_at;
        pass_value();
        member.end = m_at;
        return member;
    }

private:
    void skip(std::string_view what) { m_at = std::min(m_text.find_first_not_of(what, m_at), m_text.size()); }
    void pass_string() {
        for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at)
            if (m_text[m_at] == '\\') ++m_at;
        m_at = std::min(m_at + 1, m_text.size());
    }
    void pass_value() {
        std::size_t depth = 0;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            const bool ends = c == '}' || c == ']';
            if (depth == 0 && (ends || c == ',' || c == ' ' || c == '\t' || c == '\r' || c == '\n')) return;
            if (c == '"') {
                pass_string();
            } else {
                if (c == '{' || c == '[') ++depth;
                if (ends) --depth;
                ++m_at;
            }
            if (depth == 0 && (c == '"' || ends)) return;
        }
    }

    const std::string_view m_text;
    std::size_t m_at;
};

/// A key may be written with escapes.
std::string plain(std::string_view quoted) {
    if (quoted.find('\\') == std::string_view::npos) return std::string(quoted.substr(1, quoted.size() - 2));
    return Json::parse(quoted, nullptr, false).get<std::string>();
}

constexpr std::size_t longest_cut = 2048; // of what evidence can hold

struct Written {
    std::size_t open = 0, end = 0;
    bool ours = false;
};

/// Takes ours out so that what is left is the same object without them.
std::variant<std::vector<Glance::Cut>, ApiError> cuts_of(const std::vector<Written>& members) {
    std::vector<Glance::Cut> cuts;
    std::size_t last = members.size(); // behind the last member that stays
    while (last > 0 && members[last - 1].ours)
        --last;
    for (std::size_t i = 0; i < last; ++i)
        if (members[i].ours) cuts.push_back({members[i].open, members[i + 1].open});
    if (last < members.size())
        cuts.push_back({last == 0 ? members.front().open : members[last - 1].end, members.back().end});
    const bool fits = std::all_of(cuts.begin(), cuts.end(),
                                  [](const Glance::Cut& cut) { return cut.end - cut.begin <= longest_cut; });
    if (fits) return cuts;
    return bad_request("provider",
                       "'provider' and 'hearth' together take more than " + std::to_string(longest_cut) +
                           " bytes; leave out what says nothing.",
                       "invalid_value");
}

} // namespace

std::variant<Glance, ApiError> glance_at(std::string_view body, const core::JsonLimits& limits) {
    auto document = read_json_body(body, limits);
    if (auto* error = std::get_if<ApiError>(&document)) return std::move(*error);
    Glance found;
    Members members(body);
    std::vector<Written> written;
    while (const auto member = members.next()) {
        const std::string key = plain(member->key);
        if (key == "model") found.model = {{}, member->begin, member->end};
        const bool ours = std::find(std::begin(knob_members), std::end(knob_members), key) != std::end(knob_members);
        written.push_back({member->open, member->end, ours});
    }
    auto cuts = cuts_of(written);
    if (auto* error = std::get_if<ApiError>(&cuts)) return std::move(*error);
    found.cuts = std::move(std::get<std::vector<Glance::Cut>>(cuts));
    auto route = read_route(std::get<Json>(document));
    if (auto* error = std::get_if<ApiError>(&route)) return std::move(*error);
    found.route = std::move(std::get<schedule::Route>(route));
    found.document = std::make_shared<const Json>(std::move(std::get<Json>(document)));
    const Json& call = *found.document;
    if (const auto stream = call.find("stream"); stream != call.end()) found.stream = *stream == true;
    const auto model = call.find("model");
    if (found.model && model != call.end() && model->is_string()) found.model->name = model->get<std::string>();
    if (found.model && found.model->name.empty()) found.model.reset();
    return found;
}

} // namespace hearth::gateway
