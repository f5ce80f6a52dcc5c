// SPDX-License-Identifier: Apache-2.0
#include "node/state/settings_desk.h"

#include "core/file.h"
#include "core/nearest.h"

#include <algorithm>
#include <charconv>

namespace hearth::node {
namespace {

using control::SettingChange;
using control::SettingInfo;
using core::Code;
using core::Config;
using core::fail;
using core::Setting;
using core::SettingSpec;

constexpr std::size_t most_bytes = std::size_t{1} << 20; ///< as Config reads
constexpr std::size_t most_secret = 1024;

bool at_once(const std::string& key) {
    static constexpr const char* rooms[] = {"work.", "hub.", "prices.", "power."};
    static constexpr const char* keys[] = {
        "updates.check",          "updates.apply",      "models.default",  "models.disk_gib",    "devices.disabled",
        "worker.memory_limit_mb", "worker.kv_cache_mb", "worker.max_jobs", "worker.max_waiting", "worker.threads"};
    return std::any_of(std::begin(rooms), std::end(rooms), [&](const char* room) { return key.starts_with(room); }) ||
           std::find(std::begin(keys), std::end(keys), key) != std::end(keys);
}

std::vector<std::string> texts_of(const Setting& value) {
    if (const auto* boolean = std::get_if<bool>(&value)) return {*boolean ? "true" : "false"};
    if (const auto* number = std::get_if<std::int64_t>(&value)) return {std::to_string(*number)};
    if (const auto* text = std::get_if<std::string>(&value)) return {*text};
    return std::get<std::vector<std::string>>(value);
}

const char* kind_of(const Setting& value) {
    static constexpr const char* kinds[] = {"switch", "number", "text", "list"};
    return kinds[value.index()];
}

/// As the type of the default wants it; ranges and choices are checked with the whole file.
core::Result<Setting> value_of(const SettingSpec& spec, const std::vector<std::string>& texts) {
    const auto wrong = [&](const core::Sentence& expected) {
        return fail(Code::invalid_argument, core::say("setting_is_to_be", {spec.key, expected}));
    };
    if (std::holds_alternative<std::vector<std::string>>(spec.default_value)) return Setting(texts);
    if (texts.size() != 1) return wrong(core::say("one_value"));
    const std::string& text = texts.front();
    if (std::holds_alternative<std::string>(spec.default_value)) return Setting(text);
    if (std::holds_alternative<bool>(spec.default_value)) {
        if (text != "true" && text != "false") return wrong(core::say("true_false"));
        return Setting(text == "true");
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return wrong(core::say("a_whole_number"));
    if (number < spec.min || number > spec.max)
        return wrong(core::say("between_and", {std::to_string(spec.min), std::to_string(spec.max)}));
    return Setting(number);
}

core::Result<std::string> text_of(const std::filesystem::path& file) {
    std::error_code missing;
    if (!std::filesystem::exists(file, missing)) return Config::document(Settings::specs());
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, most_bytes));
    return std::string(reinterpret_cast<const char*>(raw.data()), raw.size());
}

core::Result<std::map<std::string, Setting>> values_of(const std::vector<SettingChange>& changes) {
    const std::vector<SettingSpec> specs = Settings::specs();
    std::map<std::string, Setting> values;
    for (const SettingChange& change : changes) {
        const auto spec =
            std::find_if(specs.begin(), specs.end(), [&](const SettingSpec& s) { return s.key == change.key; });
        if (spec == specs.end()) {
            std::vector<std::string> keys;
            for (const SettingSpec& known : specs)
                keys.push_back(known.key);
            const std::string near = core::nearest(change.key, keys);
            return fail(Code::not_found, core::say("no_setting", {change.key}),
                        near.empty() ? core::say("see_settings_list") : core::say("did_you_mean", {near}));
        }
        HEARTH_TRY(values[change.key], value_of(*spec, change.value));
    }
    return values;
}

/// One word of visible letters, or nothing at all.
bool is_token(const std::string& text) {
    return text.size() <= most_secret &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

core::Status keep(const std::filesystem::path& file, const std::string& secret) {
    if (!secret.empty()) return core::write_file_atomic(file, core::as_bytes(secret + "\n"), 0600);
    std::error_code problem;
    std::filesystem::remove(file, problem);
    return problem ? core::Status(fail(Code::io, core::say("hub_not_written", {file.string(), problem.message()})))
                   : core::Status();
}

/// Secrets as they were: put back unless all was kept.
class Before {
public:
    ~Before() {
        for (const auto& [file, content] : m_files) {
            std::error_code ignored; // the error that led here is the one that is told
            if (content)
                static_cast<void>(core::write_file_atomic(file, *content, 0600));
            else
                std::filesystem::remove(file, ignored);
        }
    }
    Before() = default;
    Before(const Before&) = delete;
    Before& operator=(const Before&) = delete;

    /// Errors: those of reading; nothing was changed.
    core::Status remember(const std::filesystem::path& file) {
        auto content = core::read_file(file, most_bytes);
        if (!content && content.error().code != Code::not_found) return content.error();
        m_files.emplace_back(file, content ? std::optional(std::move(*content)) : std::nullopt);
        return {};
    }
    void all_kept() { m_files.clear(); }

private:
    std::vector<std::pair<std::filesystem::path, std::optional<core::Bytes>>> m_files;
};

} // namespace

core::Result<std::unique_ptr<SettingsDesk>> SettingsDesk::open(std::filesystem::path file, Hooks hooks,
                                                               std::vector<Secret> secrets) {
    HEARTH_TRY(Config started, Config::load(file, Settings::specs()));
    return std::unique_ptr<SettingsDesk>(
        new SettingsDesk(std::move(file), std::move(hooks), std::move(secrets), std::move(started)));
}

SettingsDesk::SettingsDesk(std::filesystem::path file, Hooks hooks, std::vector<Secret> secrets, Config started)
    : m_file(std::move(file)), m_hooks(std::move(hooks)), m_secrets(std::move(secrets)), m_started(std::move(started)) {
}

const SettingsDesk::Secret* SettingsDesk::secret(const std::string& key) const {
    const auto found = std::find_if(m_secrets.begin(), m_secrets.end(), [&](const Secret& s) { return s.key == key; });
    return found == m_secrets.end() ? nullptr : &*found;
}

core::Result<std::vector<SettingInfo>> SettingsDesk::rows() const {
    HEARTH_TRY(const Config now, Config::load(m_file, Settings::specs()));
    std::vector<SettingInfo> rows;
    for (const SettingSpec& spec : Settings::specs()) {
        SettingInfo row;
        row.key = spec.key;
        row.kind = kind_of(spec.default_value);
        row.value = texts_of(now.value(spec.key));
        row.default_value = texts_of(spec.default_value);
        row.doc = spec.doc;
        row.choices = spec.choices;
        if (spec.min != INT64_MIN) row.min = spec.min;
        if (spec.max != INT64_MAX) row.max = spec.max;
        row.at_once = at_once(spec.key);
        row.waits = !row.at_once && now.value(spec.key) != m_started.value(spec.key);
        rows.push_back(std::move(row));
    }
    std::error_code unknown;
    for (const Secret& one : m_secrets) {
        SettingInfo row;
        row.key = one.key;
        row.kind = "secret";
        if (std::filesystem::exists(one.file, unknown)) row.value = {"set"};
        row.doc = "Stands in " + one.file.string() + " and is never shown.";
        row.at_once = true;
        rows.push_back(std::move(row));
    }
    return rows;
}

core::Result<std::vector<SettingInfo>> SettingsDesk::list() const {
    const std::lock_guard lock(m_mutex);
    return rows();
}

core::Result<std::vector<SettingInfo>> SettingsDesk::change(const std::vector<SettingChange>& changes) {
    std::vector<SettingChange> plain, secrets;
    for (const SettingChange& change : changes)
        (secret(change.key) != nullptr ? secrets : plain).push_back(change);
    for (const SettingChange& change : secrets)
        if (change.value.size() != 1 || !is_token(change.value.front()))
            return fail(Code::invalid_argument, core::say("hub_token_unlike"), core::say("hub_token_paste"));
    HEARTH_TRY(const auto values, values_of(plain));
    const std::lock_guard lock(m_mutex);
    HEARTH_TRY(const std::string before, text_of(m_file));
    HEARTH_TRY(const std::string text, Config::edited(before, m_file.string(), Settings::specs(), values));
    HEARTH_TRY(const Config config, Config::parse(text, m_file.string(), Settings::specs()));
    HEARTH_TRY(const Settings settings, Settings::from(config));
    HEARTH_CHECK(m_hooks.check(settings));
    Before secrets_before;
    for (const SettingChange& change : secrets) {
        HEARTH_CHECK(secrets_before.remember(secret(change.key)->file));
        HEARTH_CHECK(keep(secret(change.key)->file, change.value.front()));
    }
    if (text != before) HEARTH_CHECK(core::write_file_atomic(m_file, core::as_bytes(text)));
    secrets_before.all_kept();
    m_hooks.apply(settings);
    return rows();
}

} // namespace hearth::node
