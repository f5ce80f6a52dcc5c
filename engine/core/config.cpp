// SPDX-License-Identifier: Apache-2.0
#include "core/config.h"

#include "core/file.h"
#include "core/nearest.h"

#include <algorithm>
#include <sstream>
#include <toml++/toml.h>

namespace hearth::core {
namespace {

constexpr std::size_t max_config_bytes = std::size_t{1} << 20;

std::string nearest_key(const std::string& key, const std::vector<SettingSpec>& specs) {
    // Under its own name in another section, before a name that is spelled alike.
    const std::string name = key.substr(key.rfind('.') + 1);
    std::vector<std::string> keys, elsewhere;
    for (const SettingSpec& spec : specs) {
        keys.push_back(spec.key);
        if (spec.key.ends_with("." + name)) elsewhere.push_back(spec.key);
    }
    return elsewhere.size() == 1 ? elsewhere.front() : nearest(key, keys);
}

Sentence where(const std::string& source, const toml::source_region& at) {
    return say("at_line", {source, std::to_string(at.begin.line)});
}

Result<Setting> convert(const toml::node& node, const SettingSpec& spec, const std::string& source) {
    const auto wrong = [&](const Sentence& expected) {
        return fail(Code::invalid_argument, say("setting_must_be", {where(source, node.source()), spec.key, expected}));
    };
    if (std::holds_alternative<bool>(spec.default_value)) {
        const auto value = node.value_exact<bool>();
        if (!value) return wrong(say("true_false"));
        return Setting(*value);
    }
    if (std::holds_alternative<std::int64_t>(spec.default_value)) {
        const auto value = node.value_exact<std::int64_t>();
        if (!value) return wrong(say("a_whole_number"));
        if (*value < spec.min || *value > spec.max)
            return wrong(say("between_and", {std::to_string(spec.min), std::to_string(spec.max)}));
        return Setting(*value);
    }
    if (std::holds_alternative<std::string>(spec.default_value)) {
        const auto value = node.value_exact<std::string>();
        if (!value) return wrong(say("text_in_quotes"));
        if (!spec.choices.empty() &&
            std::find(spec.choices.begin(), spec.choices.end(), *value) == spec.choices.end()) {
            std::string list;
            for (const std::string& choice : spec.choices)
                list += (list.empty() ? "" : ", ") + choice;
            return wrong(say("one_of", {list}));
        }
        return Setting(*value);
    }
    const toml::array* array = node.as_array();
    if (array == nullptr) return wrong(say("list_of_texts"));
    std::vector<std::string> values;
    for (const toml::node& item : *array) {
        const auto value = item.value_exact<std::string>();
        if (!value) return wrong(say("list_of_texts"));
        values.push_back(*value);
    }
    return Setting(std::move(values));
}

} // namespace

std::string to_toml(const Setting& value) {
    std::ostringstream out;
    if (const auto* boolean = std::get_if<bool>(&value)) {
        out << (*boolean ? "true" : "false");
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
        out << *number;
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        out << toml::value<std::string>(*text);
    } else {
        toml::array array;
        for (const std::string& item : std::get<std::vector<std::string>>(value))
            array.push_back(item);
        out << array;
    }
    return out.str();
}

Result<Config> Config::load(const std::filesystem::path& file, const std::vector<SettingSpec>& specs) {
    std::error_code missing;
    if (!std::filesystem::exists(file, missing)) return parse("", file.string(), specs);
    HEARTH_CHECK(check_no_folder(file));
    HEARTH_TRY(const Bytes raw, read_file(file, max_config_bytes));
    return parse({reinterpret_cast<const char*>(raw.data()), raw.size()}, file.string(), specs);
}

Result<Config> Config::parse(std::string_view text, const std::string& source, const std::vector<SettingSpec>& specs) {
    Config config;
    for (const SettingSpec& spec : specs)
        config.m_values[spec.key] = spec.default_value;

    toml::table root;
    try {
        root = toml::parse(text, source);
    } catch (const toml::parse_error& problem) {
        return fail(
            Code::invalid_argument,
            say("stop", {say("of_device", {where(source, problem.source()), std::string(problem.description())})}),
            say("correct_the_line"));
    }
    const auto read = [&](const std::string& key, const toml::node& node) -> Status {
        const auto spec = std::find_if(specs.begin(), specs.end(), [&](const auto& s) { return s.key == key; });
        if (spec == specs.end()) {
            const std::string near = nearest_key(key, specs);
            return fail(Code::invalid_argument, say("no_such_setting", {where(source, node.source()), key}),
                        near.empty() ? say("remove_the_line") : say("did_you_mean", {near}));
        }
        HEARTH_TRY(config.m_values[key], convert(node, *spec, source));
        return {};
    };
    for (const auto& [section, node] : root) {
        const std::string name(section.str());
        const toml::table* table = node.as_table();
        if (table == nullptr) {
            HEARTH_CHECK(read(name, node));
            continue;
        }
        for (const auto& [key, inner] : *table)
            HEARTH_CHECK(read(name + "." + std::string(key.str()), inner));
    }
    return config;
}

std::string Config::document(const std::vector<SettingSpec>& specs) {
    std::ostringstream out;
    out << "# Settings of this Hearth node. Every key stands here with its default; remove the # to change one.\n";
    std::string section;
    for (const SettingSpec& spec : specs) {
        const std::size_t dot = spec.key.find('.');
        const std::string this_section = spec.key.substr(0, dot);
        if (this_section != section) {
            section = this_section;
            out << "\n[" << section << "]\n";
        }
        out << "# " << spec.doc << "\n";
        if (!spec.choices.empty()) {
            out << "# One of:";
            for (const std::string& choice : spec.choices)
                out << " " << choice;
            out << "\n";
        }
        out << "# " << spec.key.substr(dot + 1) << " = " << to_toml(spec.default_value) << "\n";
    }
    return out.str();
}

} // namespace hearth::core
