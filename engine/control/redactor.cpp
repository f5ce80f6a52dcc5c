// SPDX-License-Identifier: Apache-2.0
#include "control/redactor.h"

#include "control/redacted_marks.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace hearth::control {
namespace {

constexpr std::size_t shortest_secret = 6, shortest_name = 3;
constexpr std::array<std::string_view, 5> kinds{"secret", "key name", "e-mail", "address", "user"};
/// Many other keys are public, or are called so and are none.
constexpr std::array secret_keys{"api_key", "access_key", "signing_key", "secret_key"};

/// "hub" and "token" of "hub.token".
std::set<std::string> parts_of(const std::string& name) {
    std::set<std::string> parts;
    std::string part;
    for (const char c : name + ".") {
        if (redacted_marks::is_letter(c) || redacted_marks::is_digit(c)) {
            part.push_back(redacted_marks::lower(c));
        } else if (!part.empty()) {
            parts.insert(part);
            part.clear();
        }
    }
    return parts;
}

bool any_of(const std::set<std::string>& parts, std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(), [&](const char* word) { return parts.contains(word); });
}

bool is_secret(const std::string& name) {
    const auto parts = parts_of(name);
    return any_of(parts, {"token", "secret", "password", "passwd", "passphrase", "mnemonic", "seed", "words", "bearer",
                          "authorization", "credential", "credentials", "private"}) ||
           std::any_of(secret_keys.begin(), secret_keys.end(),
                       [&](const char* key) { return name.find(key) != std::string::npos; });
}

bool is_address(const std::string& name) {
    const auto parts = parts_of(name);
    return !parts.contains("pci") &&
           any_of(parts, {"address", "addresses", "external", "host", "hosts", "peers", "proxy", "gateways", "headers",
                          "mirrors", "endpoint", "url", "urls", "facilitator", "origins", "listen"});
}

/// Of this machine, or no address: keys and accounts are public.
bool is_told(const std::string& text, const std::string& name) {
    if (text.find_first_of(", \t\n") != std::string::npos) return false; // of several, or of none that we know
    const std::string host = redacted_marks::host_of(text);
    if (host.empty() || redacted_marks::is_nobodys(host)) return true;
    const bool is_key = text.size() >= 32 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    return is_key ||
           (text.find_first_of(".:") == std::string::npos && any_of(parts_of(name), {"address", "addresses"}));
}

/// How many lists a line opens from there on, less those that it closes. What is quoted or a comment does not count.
int opened_lists(const std::string& line, std::size_t at) {
    int open = 0;
    for (char quote = 0; at < line.size(); ++at) {
        const char c = line[at];
        if (quote != 0) {
            if (c == '\\' && quote == '"')
                ++at;
            else if (c == quote)
                quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '#') {
            break;
        } else if (c == '[' || c == ']') {
            open += c == '[' ? 1 : -1;
        }
    }
    return open;
}

/// A table's or a setting's first line, which stands in no list: one that is open there was never closed.
bool begins_anew(const std::string& line) {
    constexpr std::string_view blanks = " \t\r";
    std::size_t at = line.find_first_not_of(blanks);
    if (at == std::string::npos) return false;
    const bool table = line[at] == '[';
    if (table) at = line.find_first_not_of('[', at);
    if (table && (at == std::string::npos || !redacted_marks::is_letter(line[at]))) return false; // a list's list
    for (; at < line.size(); ++at) {
        const char c = line[at];
        if (!table && (c == '"' || c == '\''))
            at = line.find(c, at + 1);
        else if (!redacted_marks::in_word(c) && c != '.' && blanks.find(c) == std::string_view::npos)
            break;
        if (at == std::string::npos) return false;
    }
    if (at == line.size() || line[at] != (table ? ']' : '=')) return false;
    const std::size_t rest = table ? line.find_first_not_of("] \t\r", at) : std::string::npos;
    return rest == std::string::npos || line[rest] == '#';
}

/// Which quotes end the text that begins there, where this line does not.
std::string left_open(const std::string& line, std::size_t begin) {
    for (const char* quotes : {"\"\"\"", "'''"})
        if (line.compare(begin, 3, quotes) == 0 && line.find(quotes, begin + 3) == std::string::npos) return quotes;
    return {};
}

/// Whether the name that ends there is part of a longer one.
bool goes_on(const std::string& text, std::size_t end) {
    const auto named = [&](std::size_t at) {
        return at < text.size() && (redacted_marks::in_word(text[at]) || static_cast<unsigned char>(text[at]) >= 0x80);
    };
    return named(end) || (end < text.size() && text[end] == '.' && named(end + 1));
}

void insert_by_length(std::vector<std::string>& all, const std::string& one) {
    const auto longer = [](const std::string& a, const std::string& b) { return a.size() > b.size(); };
    all.insert(std::upper_bound(all.begin(), all.end(), one, longer), one);
}

/// Where the mark ends that holds what was found; 0: none does.
std::size_t end_of_mark(const std::string& text, const redacted_marks::Found& found) {
    const std::size_t begin = text.rfind('[', found.at), end = text.find(']', found.at);
    if (begin == std::string::npos || end == std::string::npos || found.at + found.size > end + 1) return 0;
    const std::string_view inside = std::string_view(text).substr(begin + 1, end - begin - 1);
    return std::find(kinds.begin(), kinds.end(), inside) == kinds.end() ? 0 : end + 1;
}

} // namespace

/// What a settings file has begun and not ended: a list or a text over several lines.
struct Redactor::Open {
    std::string name;
    std::string quotes; ///< that end the text; empty: none is open
    int lists = 0;
};

void Redactor::know_secret(const std::string& secret) {
    if (secret.size() >= shortest_secret) insert_by_length(m_secrets, secret);
}

void Redactor::know_name(const std::string& name) {
    if (name.size() >= shortest_name) insert_by_length(m_names, name);
}

void Redactor::know_host(const std::string& host) {
    const bool is_name = host.find('.') != std::string::npos && host.find_first_of("[], \t\n") == std::string::npos;
    if (is_name && std::find(m_hosts.begin(), m_hosts.end(), host) == m_hosts.end()) insert_by_length(m_hosts, host);
}

void Redactor::know_folder(const std::string& folder) {
    if (folder.size() > 1) m_folder = folder;
}

std::size_t Redactor::replace(std::string& text, std::size_t at, std::size_t size, const char* kind) {
    const std::string mark = "[" + std::string(kind) + "]";
    text.replace(at, size, mark);
    ++m_taken[kind];
    return at + mark.size(); // a mark may itself hold what is looked for
}

template <typename Find>
void Redactor::take(std::string& text, const char* kind, const Find& find) {
    for (std::optional<redacted_marks::Found> found = find(text, 0); found;) {
        const std::size_t marked = end_of_mark(text, *found);
        found = find(text, marked > 0 ? marked : replace(text, found->at, found->size, kind));
    }
}

std::string Redactor::secrets(std::string text) {
    for (const std::string& secret : m_secrets)
        take(text, "secret", [&](const std::string& in, std::size_t from) {
            const std::size_t at = in.find(secret, from);
            return at == std::string::npos ? std::nullopt : std::optional(redacted_marks::Found{at, secret.size()});
        });
    for (const auto find :
         {redacted_marks::recovery_words, redacted_marks::login, redacted_marks::parameter, redacted_marks::header,
          redacted_marks::basic, redacted_marks::bearer, redacted_marks::token})
        take(text, "secret", find);
    for (const std::string& name : m_names)
        take(text, "key name",
             [&](const std::string& in, std::size_t from) { return redacted_marks::whole_word(in, name, from); });
    return text;
}

std::string Redactor::places(std::string text) {
    for (auto at = m_folder.empty() ? std::string::npos : text.find(m_folder); at != std::string::npos;
         at = text.find(m_folder, at + 1)) {
        const std::size_t end = at + m_folder.size();
        if (goes_on(text, end)) continue; // "/home/anna" of "/home/annabel"
        text.replace(at, m_folder.size(), "~");
        ++m_taken["user"];
    }
    take(text, "user", redacted_marks::user_in_path);
    take(text, "e-mail", redacted_marks::mail);
    take(text, "address", redacted_marks::peer);
    take(text, "address", [this](const std::string& in, std::size_t from) {
        const auto found = redacted_marks::host(in, from);
        if (found) know_host(in.substr(found->at, found->size));
        return found;
    });
    take(text, "address", redacted_marks::address);
    for (const std::string& host : m_hosts)
        take(text, "address",
             [&](const std::string& in, std::size_t from) { return redacted_marks::whole_word(in, host, from); });
    return text;
}

std::string Redactor::text(std::string text) {
    return places(secrets(std::move(text)));
}

std::string Redactor::value(std::string text, const std::string& name) {
    if (text.empty()) return text;
    if (is_secret(name)) {
        ++m_taken["secret"];
        return "[secret]";
    }
    if (is_address(name) && !is_told(text, name)) {
        ++m_taken["address"];
        know_host(redacted_marks::host_of(text));
        return "[address]";
    }
    return this->text(std::move(text));
}

void Redactor::tree(nlohmann::ordered_json& tree, const std::string& name) {
    if (tree.is_string()) {
        tree = value(tree.get<std::string>(), name);
    } else if (tree.is_array()) {
        for (auto& one : tree)
            this->tree(one, name);
    } else if (tree.is_object()) {
        for (const auto& member : tree.items())
            this->tree(member.value(), member.key());
    }
}

std::string Redactor::toml(std::string_view toml) {
    std::string out;
    Open open;
    for (std::size_t at = 0; at < toml.size();) {
        const std::size_t end = std::min(toml.find('\n', at), toml.size());
        out += line(std::string(toml.substr(at, end - at)), open);
        if (end < toml.size()) out += '\n';
        at = end + 1;
    }
    return secrets(std::move(out)); // what goes over several lines
}

std::string Redactor::line(const std::string& line, Open& open) {
    // One of secrets stays open: its texts may go over several lines, which may look like a setting.
    if (open.lists > 0 && !is_secret(open.name) && begins_anew(line)) open.lists = 0;
    std::size_t from = 0;
    std::string name; // of this line
    if (open.quotes.empty() && open.lists == 0) {
        const std::size_t first = line.find_first_not_of(" \t#"), equals = line.find('=');
        if (first == std::string::npos || equals == std::string::npos || equals < first) return text(line);
        from = equals + 1;
        const std::size_t begin = std::min(line.find_first_not_of(" \t", from), line.size());
        const bool list = line.compare(begin, 1, "[") == 0;
        open.name = line.substr(first, equals - first);
        const bool table = line.compare(begin, 1, "{") == 0 || (list && line.find('{', begin) != std::string::npos);
        name = table ? line : open.name; // any of a table's keys may be a secret's
        if (line.find('#') > first) {
            open.quotes = left_open(line, begin);
            if (list) open.lists = std::max(0, opened_lists(line, begin));
        }
    } else if (open.lists > 0) {
        open.lists = std::max(0, open.lists + opened_lists(line, 0));
        name = open.name;
        if (line.find_first_of("{=") != std::string::npos) name += " " + line; // the same, or what is commented out
    } else {
        name = open.name;
        if (line.find(open.quotes) != std::string::npos) open.quotes.clear();
    }
    if (is_secret(name)) {
        ++m_taken["secret"];
        return line.substr(0, from) + (from > 0 ? " \"[secret]\"" : "# [secret]");
    }
    std::string out = line;
    if (is_address(name))
        for (auto found = redacted_marks::quoted(out, from); found; found = redacted_marks::quoted(out, from)) {
            const std::string kept = value(out.substr(found->at, found->size), name);
            out.replace(found->at, found->size, kept);
            from = found->at + kept.size() + 1;
        }
    return text(out);
}

std::vector<Redaction> Redactor::taken() {
    std::vector<Redaction> taken;
    for (const auto& [kind, count] : m_taken)
        taken.push_back({kind, count});
    m_taken.clear();
    return taken;
}

} // namespace hearth::control
