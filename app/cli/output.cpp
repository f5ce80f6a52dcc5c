// SPDX-License-Identifier: Apache-2.0
#include "output.h"

#include "core/bytes.h"
#include "core/size_text.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <map>
#include <unistd.h>

namespace hearth::cli {
namespace {

bool colours() {
    // Set before the program starts and not changed by it.
    static const char* const no_color = std::getenv("NO_COLOR"); // NOLINT(concurrency-mt-unsafe)
    return stdout_is_terminal() && (no_color == nullptr || *no_color == '\0');
}

/// Characters, not bytes, and none for colour codes: what takes a column on the screen, nearly.
std::size_t width(const std::string& text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\x1b') {
            while (i < text.size() && text[i] != 'm')
                ++i;
            continue;
        }
        count += (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U ? 1U : 0U;
    }
    return count;
}

} // namespace

void print_error(const core::Error& error, bool json, const char* condition) {
    if (json) {
        nlohmann::ordered_json body{
            {"code", core::code_name(error.code)}, {"message", error.message}, {"hint", error.hint}};
        if (condition != nullptr) body["condition"] = condition;
        std::cerr << nlohmann::ordered_json{{"error", body}}.dump(-1, ' ', false,
                                                                  nlohmann::ordered_json::error_handler_t::replace)
                  << "\n";
        return;
    }
    std::cerr << "hearthctl: " << printable(error.message) << "\n";
    if (!error.hint.empty()) std::cerr << "  " << printable(error.hint) << "\n";
}

Table& Table::row(std::vector<std::string> cells) {
    m_rows.push_back(std::move(cells));
    return *this;
}

void Table::print(const char* indent) const {
    std::vector<std::size_t> widths;
    for (const auto& row : m_rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (widths.size() <= i) widths.push_back(0);
            widths[i] = std::max(widths[i], width(row[i]));
        }
    for (const auto& row : m_rows) {
        std::string line = indent;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += row[i] + std::string(widths[i] + 2 - width(row[i]), ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        std::cout << line << "\n";
    }
}

std::string printable(std::string_view text, bool multiline) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool kept_break = multiline && (c == '\n' || c == '\t');
        // U+0080 to U+009F are control characters too; in UTF-8 they begin with 0xC2.
        const bool c1 = c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (c1) ++i;
        if (c1 || ((c < 0x20 || c == 0x7F) && !kept_break))
            out += multiline ? "" : " ";
        else
            out.push_back(text[i]);
    }
    return out;
}

bool stdout_is_terminal() {
    static const bool terminal = ::isatty(STDOUT_FILENO) == 1;
    return terminal;
}

std::string coloured(const std::string& state) {
    static const std::map<std::string, const char*> codes{
        {"on", "32"},       {"passed", "32"}, {"ready", "32"}, {"loaded", "32"}, {"warning", "33"},
        {"error", "31"},    {"failed", "31"}, {"off", "2"},    {"unknown", "2"}, {"not checked", "2"},
        {"disabled", "31"}, {"works", "32"},  {"rests", "33"}};
    const auto found = codes.find(state);
    if (!colours() || found == codes.end()) return printable(state);
    return std::string("\x1b[") + found->second + "m" + state + "\x1b[0m";
}

std::string bytes_text(std::uint64_t bytes) {
    return core::size_text(bytes);
}

std::string money_text(const std::string& units) {
    if (units.empty()) return "–";
    const auto amount = core::Amount::parse_units(units);
    return amount ? amount->text() : printable(units) + "e-9 EMB";
}

std::string made_by(const control::ModelInfo& model) {
    if (model.kind == "text") return "texts";
    return model.kind == "embedding" ? "vectors" : printable(model.kind);
}

std::string price_text(const control::ModelInfo& model) {
    return money_text(model.prompt_million) + " read, " + money_text(model.completion_million) + " written";
}

std::string time_text(core::Nanoseconds at, bool utc) {
    const std::time_t seconds = at / 1'000'000'000;
    std::tm parts{};
    if (utc)
        ::gmtime_r(&seconds, &parts);
    else
        ::localtime_r(&seconds, &parts);
    char text[32];
    const std::size_t length =
        std::strftime(text, sizeof text, utc ? "%Y-%m-%dT%H:%M:%SZ" : "%Y-%m-%d %H:%M:%S", &parts);
    return {text, length};
}

const char* answer_text(bool cut_short) {
    return cut_short ? "cut short" : "whole";
}

std::string short_id(const std::string& id) {
    return printable(id.substr(0, 12));
}

std::string shell_word(const std::string& text) {
    static constexpr const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,";
    if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
    std::string quoted = "'";
    for (const char c : text)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

std::string joined(const std::vector<std::string>& words, const char* between) {
    std::string out;
    for (const auto& word : words)
        out += (out.empty() ? "" : between) + printable(word);
    return out;
}

void print_checks(const std::vector<control::Check>& checks) {
    Table table;
    for (const auto& check : checks)
        table.row({printable(check.name), coloured(check.result), printable(check.detail)});
    table.print("  ");
}

void print_json_line(const std::string& json) {
    std::cout << json << "\n";
}

void print_json(const nlohmann::ordered_json& json) {
    print_json_line(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

int flush_output(bool json) {
    std::cout.flush();
    if (std::cout.good()) return 0;
    print_error(core::fail(core::Code::io, "The output could not be written completely."), json);
    return 1;
}

} // namespace hearth::cli
