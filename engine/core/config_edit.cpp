// SPDX-License-Identifier: Apache-2.0
#include "core/config.h"

#include <algorithm>
#include <toml++/toml.h>

namespace hearth::core {
namespace {

struct Key {
    std::string section, name;
};

Key key_of(const std::string& key) {
    const std::size_t dot = key.find('.');
    return {key.substr(0, dot), key.substr(dot + 1)};
}

/// TOML counts characters, from 1; the text is bytes.
std::size_t offset_of(const std::string& text, const toml::source_position& position) {
    std::size_t at = 0;
    for (toml::source_index line = 1; line < position.line && at < text.size(); ++line)
        at = std::min(text.find('\n', at), text.size() - 1) + 1;
    for (toml::source_index column = 1; column < position.column && at < text.size(); ++column)
        for (++at; at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;)
            ++at;
    return at;
}

std::string_view trimmed(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
}

struct Line {
    std::size_t begin = 0, end = 0; ///< without its line break
    std::string_view text;
};

std::vector<Line> lines_of(const std::string& text) {
    std::vector<Line> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back({begin, end, trimmed(std::string_view(text).substr(begin, end - begin))});
        begin = end + 1;
    }
    return lines;
}

/// "[section]", with or without a comment behind it.
bool opens(std::string_view line, const std::string& header) {
    if (!line.starts_with(header)) return false;
    const std::string_view rest = trimmed(line.substr(header.size()));
    return rest.empty() || rest.front() == '#';
}

/// In its section: in place of the line that shows its default, else behind the section's name, else in a section at
/// the end.
void insert(std::string& text, const Key& key, const std::string& line) {
    const std::string header = "[" + key.section + "]", shown = "# " + key.name + " = ";
    const std::vector<Line> lines = lines_of(text);
    const auto section = std::find_if(lines.begin(), lines.end(), [&](const Line& l) { return opens(l.text, header); });
    if (section == lines.end()) {
        if (!text.empty() && text.back() != '\n') text += '\n';
        text += "\n" + header + "\n" + line + "\n";
        return;
    }
    for (auto at = section + 1; at != lines.end() && !at->text.starts_with('['); ++at)
        if (at->text.starts_with(shown)) {
            text.replace(at->begin, at->end - at->begin, line);
            return;
        }
    text.insert(section->end, "\n" + line);
}

/// One key after the other: places move with each.
Result<std::string> with(std::string text, const std::string& source, const Key& key, const Setting& value) {
    const std::string written = to_toml(value);
    try {
        const toml::table root = toml::parse(text, source);
        const toml::node_view<const toml::node> node = root[key.section][key.name];
        if (!node) {
            insert(text, key, key.name + " = " + written);
        } else {
            const std::size_t begin = offset_of(text, node.node()->source().begin);
            text.replace(begin, offset_of(text, node.node()->source().end) - begin, written);
        }
    } catch (const toml::parse_error& problem) {
        return fail(Code::invalid_argument,
                    core::say("line", {source, std::to_string(problem.source().begin.line),
                                       std::string(problem.description())}),
                    core::say("correct_the_line"));
    }
    return text;
}

} // namespace

Result<std::string> Config::edited(const std::string& toml, const std::string& source,
                                   const std::vector<SettingSpec>& specs,
                                   const std::map<std::string, Setting>& changes) {
    HEARTH_TRY(const Config before, parse(toml, source, specs));
    std::string text = toml;
    for (const auto& [key, value] : changes) {
        HEARTH_TRY(text, with(std::move(text), source, key_of(key), value));
    }
    HEARTH_TRY(const Config after, parse(text, source, specs));
    // The file is the operator's: rather no change than another one than was asked for.
    for (const SettingSpec& spec : specs) {
        const auto change = changes.find(spec.key);
        if (after.value(spec.key) != (change == changes.end() ? before.value(spec.key) : change->second))
            return fail(Code::invalid_argument, core::say("cannot_changed_program", {source, spec.key}),
                        core::say("edit_file_hand"));
    }
    return text;
}

} // namespace hearth::core
