// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace hearth::core {

using Setting = std::variant<bool, std::int64_t, std::string, std::vector<std::string>>;

/// One documented key of hearth.toml. Its default fixes its type.
struct SettingSpec {
    std::string key; ///< "section.name"
    Setting default_value;
    std::string doc; ///< one or two sentences, with the unit
    std::int64_t min = INT64_MIN;
    std::int64_t max = INT64_MAX;
    std::vector<std::string> choices = {}; ///< for texts; empty = any
};

/// As hearth.toml writes it.
std::string to_toml(const Setting& value);

/// The settings of one node: what the file says, else the default. Immutable once loaded.
class Config {
public:
    /// A missing file gives the defaults. Errors name file, line and key, and offer the nearest known key.
    static Result<Config> load(const std::filesystem::path& file, const std::vector<SettingSpec>& specs);
    static Result<Config> parse(std::string_view toml, const std::string& source,
                                const std::vector<SettingSpec>& specs);
    /// The whole documented file with every key at its default, commented out.
    static std::string document(const std::vector<SettingSpec>& specs);

    /// `toml` with new values, everything else in it as it was, comments and order among them. Errors: those of
    /// parse(), and invalid_argument where a key cannot be changed by itself.
    static Result<std::string> edited(const std::string& toml, const std::string& source,
                                      const std::vector<SettingSpec>& specs,
                                      const std::map<std::string, Setting>& changes);

    const Setting& value(std::string_view key) const { return m_values.find(key)->second; }
    bool boolean(std::string_view key) const { return get<bool>(key); }
    std::int64_t integer(std::string_view key) const { return get<std::int64_t>(key); }
    const std::string& text(std::string_view key) const { return get<std::string>(key); }
    const std::vector<std::string>& list(std::string_view key) const { return get<std::vector<std::string>>(key); }

private:
    template <typename T>
    const T& get(std::string_view key) const {
        return std::get<T>(m_values.find(key)->second);
    }
    std::map<std::string, Setting, std::less<>> m_values;
};

} // namespace hearth::core
