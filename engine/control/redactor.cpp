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
           any_of(parts, {"address", "addresses", "external", "host", "hosts", "peers", "proxy"});
}

/// Of this machine, or no address: keys and accounts are public.
bool is_told(const std::string& text) {
    for (const char* here : {"127.", "localhost", "[::1]", "0.0.0.0", "[::]"})
        if (text.find(here) != std::string::npos) return true;
    return text.find_first_of(".:") == std::string::npos;
}

/// What ends the value that begins there, where this line does not.
std::string left_open(const std::string& line, std::size_t begin) {
    for (const char* quotes : {"\"\"\"", "'''"})
        if (line.compare(begin, 3, quotes) == 0 && line.find(quotes, begin + 3) == std::string::npos) return quotes;
    return line.compare(begin, 1, "[") == 0 && line.find(']', begin) == std::string::npos ? "]" : "";
}

} // namespace

/// What a settings file has begun and not ended: a list or a text over several lines.
struct Redactor::Open {
    std::string name;
    std::string until; ///< "]", or the quotes; empty: nothing is open
};

void Redactor::know_secret(const std::string& secret) {
    if (secret.size() >= shortest_secret) m_secrets.push_back(secret);
}

void Redactor::know_name(const std::string& name) {
    if (name.size() >= shortest_name) m_names.push_back(name);
}

void Redactor::know_folder(const std::string& folder) {
    if (folder.size() > 1) m_folder = folder;
}

void Redactor::replace(std::string& text, std::size_t at, std::size_t size, const char* kind) {
    text.replace(at, size, "[" + std::string(kind) + "]");
    ++m_taken[kind];
}

std::string Redactor::secrets(std::string text) {
    for (const std::string& secret : m_secrets)
        for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at))
            replace(text, at, secret.size(), "secret");
    const auto take = [&](const char* kind, auto&& find) {
        for (auto found = find(text, 0); found; found = find(text, found->at + 1))
            replace(text, found->at, found->size, kind);
    };
    take("secret", redacted_marks::recovery_words);
    take("secret", redacted_marks::login);
    take("secret", redacted_marks::bearer);
    take("secret", redacted_marks::token);
    for (const std::string& name : m_names)
        take("key name",
             [&](const std::string& in, std::size_t from) { return redacted_marks::whole_word(in, name, from); });
    return text;
}

std::string Redactor::places(std::string text) {
    for (auto at = m_folder.empty() ? std::string::npos : text.find(m_folder); at != std::string::npos;
         at = text.find(m_folder, at + 1)) {
        text.replace(at, m_folder.size(), "~");
        ++m_taken["user"];
    }
    const auto take = [&](const char* kind, auto&& find) {
        for (auto found = find(text, 0); found; found = find(text, found->at + 1))
            replace(text, found->at, found->size, kind);
    };
    take("user", redacted_marks::user_in_path);
    take("e-mail", redacted_marks::mail);
    take("address", redacted_marks::peer);
    take("address", redacted_marks::address);
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
    if (is_address(name) && !is_told(text)) {
        ++m_taken["address"];
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
    std::size_t from = 0;
    if (open.until.empty()) {
        const std::size_t first = line.find_first_not_of(" \t#"), equals = line.find('=');
        if (first == std::string::npos || equals == std::string::npos || equals < first) return text(line);
        from = equals + 1;
        const std::size_t begin = std::min(line.find_first_not_of(" \t", from), line.size());
        const bool table = begin < line.size() && line[begin] == '{'; // any of its keys may be a secret's
        open.name = table ? line : line.substr(first, equals - first);
        if (line.find('#') > first) open.until = left_open(line, begin);
    } else if (line.find(open.until) != std::string::npos) {
        open.until.clear();
    }
    if (is_secret(open.name)) {
        ++m_taken["secret"];
        return line.substr(0, from) + (from > 0 ? " \"[secret]\"" : "# [secret]");
    }
    std::string out = line;
    if (is_address(open.name))
        for (auto found = redacted_marks::quoted(out, from); found; found = redacted_marks::quoted(out, from)) {
            const std::string kept = value(out.substr(found->at, found->size), open.name);
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
