// SPDX-License-Identifier: Apache-2.0
#include "model/hf_text.h"

#include "core/file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hearth::model {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::Result;
using core::Status;
using nlohmann::json;

constexpr std::size_t max_settings = std::size_t{16} << 20, max_tokenizer = std::size_t{128} << 20;
constexpr std::size_t max_template = std::size_t{4} << 20, readme_head = std::size_t{64} << 10;
constexpr std::size_t max_license = 128;

/// A token is written as its text or as an object with "content".
Result<std::string> token_text(const JsonObject& config, const char* key) {
    const json* const value = config.find(key);
    if (value == nullptr) return std::string();
    if (value->is_string()) return value->get<std::string>();
    const auto content = value->is_object() ? value->find("content") : value->end();
    if (!value->is_object() || content == value->end() || !content->is_string())
        return config.wrong(key, core::say("a_token"));
    return content->get<std::string>();
}

/// One template, or several by name of which "default" counts.
Result<std::string> template_text(const JsonObject& config) {
    const json* const value = config.find("chat_template");
    if (value == nullptr) return std::string();
    if (value->is_string()) return value->get<std::string>();
    if (!value->is_array()) return config.wrong("chat_template", core::say("text_list"));
    for (const json& entry : *value) {
        HEARTH_TRY(const JsonObject named, JsonObject::of(entry, config.file(), "chat_template"));
        HEARTH_TRY(const auto name, named.text("name"));
        HEARTH_TRY(const auto source, named.text("template"));
        if (name.value_or("") == "default") return source.value_or("");
    }
    return std::string();
}

/// The id that tokenizer.json gives to an added token. Only that list is kept in memory.
Result<std::optional<std::uint32_t>> added_token_id(core::ByteView tokenizer, const std::string& token) {
    const auto added_only = [](int depth, json::parse_event_t event, json& parsed) {
        return depth != 1 || event != json::parse_event_t::key || parsed == "added_tokens";
    };
    const json parsed = json::parse(tokenizer.begin(), tokenizer.end(), added_only, false);
    if (parsed.is_discarded() || !parsed.is_object())
        return fail(Code::corrupt, core::say("tokenizer_json_no_valid"), core::say("file_damaged_fetch_again"));
    const auto list = parsed.find("added_tokens");
    if (list == parsed.end() || !list->is_array()) return std::optional<std::uint32_t>();
    for (const json& entry : *list) {
        if (!entry.is_object() || entry.value("content", json()) != token) continue;
        const json id = entry.value("id", json());
        if (id.is_number_unsigned() && id.get<std::uint64_t>() <= UINT32_MAX)
            return std::optional(id.get<std::uint32_t>());
    }
    return std::optional<std::uint32_t>();
}

/// "license: …" in the block between two lines of dashes with which a model card starts.
std::string license_of(std::string_view card) {
    const auto line = [&card] {
        const std::size_t end = std::min(card.find('\n'), card.size());
        std::string_view text = card.substr(0, end);
        card.remove_prefix(std::min(end + 1, card.size()));
        if (text.ends_with('\r')) text.remove_suffix(1);
        return text;
    };
    if (line() != "---") return {};
    constexpr std::string_view key = "license:";
    while (!card.empty()) {
        std::string_view text = line();
        if (text == "---") return {};
        if (!text.starts_with(key)) continue;
        text.remove_prefix(key.size());
        const auto wanted = [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\''; };
        std::string license;
        std::copy_if(text.begin(), text.end(), std::back_inserter(license), wanted);
        return license.size() <= max_license ? license : std::string();
    }
    return {};
}

Status read_readme(const fs::path& folder, HfText& text) {
    if (!folder_has(folder, "README.md")) return {};
    HEARTH_TRY(const core::MappedFile mapped, core::MappedFile::open(folder / "README.md"));
    const core::ByteView head = mapped.bytes().first(std::min(mapped.bytes().size(), readme_head));
    text.license = license_of({reinterpret_cast<const char*>(head.data()), head.size()});
    if (!text.license.empty()) text.files.emplace_back("README.md");
    return {};
}

/// Takes what no file named before.
Status read_marks(const JsonObject& config, HfText& text) {
    if (!text.names_bos) {
        HEARTH_TRY(text.assets.bos_token, token_text(config, "bos_token"));
    }
    if (!text.names_eos) {
        HEARTH_TRY(text.assets.eos_token, token_text(config, "eos_token"));
    }
    text.names_bos = text.names_bos || config.has_key("bos_token");
    text.names_eos = text.names_eos || config.has_key("eos_token");
    return {};
}

Status read_settings(const fs::path& folder, HfText& text) {
    if (!folder_has(folder, "tokenizer_config.json")) return {};
    HEARTH_TRY(const json parsed, read_json_file(folder / "tokenizer_config.json", max_settings));
    HEARTH_TRY(const JsonObject config, JsonObject::of(parsed, "tokenizer_config.json"));
    HEARTH_CHECK(read_marks(config, text));
    HEARTH_TRY(text.assets.chat_template, template_text(config));
    text.files.emplace_back("tokenizer_config.json");
    return {};
}

/// Older folders name some of their tokens here alone.
Status read_special_tokens(const fs::path& folder, HfText& text) {
    constexpr const char* name = "special_tokens_map.json";
    if ((text.names_bos && text.names_eos) || !folder_has(folder, name)) return {};
    HEARTH_TRY(const json parsed, read_json_file(folder / name, max_settings));
    HEARTH_TRY(const JsonObject config, JsonObject::of(parsed, name));
    const bool adds =
        (!text.names_bos && config.has_key("bos_token")) || (!text.names_eos && config.has_key("eos_token"));
    if (!adds) return {};
    text.files.emplace_back(name);
    return read_marks(config, text);
}

} // namespace

bool folder_has(const fs::path& folder, const char* name) {
    std::error_code error;
    return fs::exists(folder / name, error);
}

Result<json> read_json_file(const fs::path& file, std::size_t max_bytes) {
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, max_bytes));
    return parse_json(raw, file.filename().string());
}

Result<HfText> read_hf_text(const fs::path& folder) {
    HfText text;
    HEARTH_CHECK(read_settings(folder, text));
    HEARTH_CHECK(read_special_tokens(folder, text));
    if (folder_has(folder, "chat_template.jinja")) {
        HEARTH_TRY(const core::Bytes raw, core::read_file(folder / "chat_template.jinja", max_template));
        text.assets.chat_template.assign(raw.begin(), raw.end());
        text.files.emplace_back("chat_template.jinja");
    }
    if (!core::is_utf8(text.assets.chat_template))
        return fail(Code::corrupt, core::say("chat_template_not_valid"), core::say("file_damaged_fetch_again"));
    if (folder_has(folder, "tokenizer.json")) {
        HEARTH_TRY(text.assets.tokenizer_json, core::read_file(folder / "tokenizer.json", max_tokenizer));
        text.files.emplace_back("tokenizer.json");
        HEARTH_TRY(text.eos_id, added_token_id(text.assets.tokenizer_json, text.assets.eos_token));
    }
    HEARTH_CHECK(read_readme(folder, text));
    return text;
}

} // namespace hearth::model
