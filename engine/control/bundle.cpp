// SPDX-License-Identifier: Apache-2.0
#include "control/bundle.h"

#include "control/json.h"
#include "control/machine.h"
#include "control/redactor.h"
#include "core/base64.h"
#include "core/cbor.h"
#include "core/file.h"
#include "core/keys.h"
#include "core/log.h"
#include "core/user_folders.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace hearth::control {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr std::size_t max_settings_bytes = std::size_t{256} << 10, max_key_bytes = std::size_t{64} << 10;
constexpr std::size_t log_bytes = std::size_t{64} << 10, shown_log_bytes = std::size_t{1} << 20;
constexpr std::uint32_t most_lines = 1000;

/// The forms in which somebody could have written bytes down.
void know_bytes(Redactor& redactor, core::ByteView bytes) {
    redactor.know_secret(core::to_hex(bytes));
    redactor.know_secret(core::to_base64(bytes));
}

/// The seed of a key file, whatever its mode is; a sealed one holds none, and public keys help. A seed is told by the
/// public key beside it.
void know_key(Redactor& redactor, const core::cbor::Map& fields) {
    for (const auto& [name, field] : fields) {
        const core::Bytes* const seed = field.as_bytes();
        if (seed == nullptr || seed->size() != 32) continue;
        const core::cbor::Value expected(core::SigningKey::from_seed(*seed).public_key());
        if (std::any_of(fields.begin(), fields.end(), [&](const auto& other) { return other.second == expected; }))
            know_bytes(redactor, *seed);
    }
}

/// Each line without the spaces around it, and what the engine's own key files hold.
void know_text(Redactor& redactor, const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
        const std::string line = text.substr(at, end - at);
        const std::size_t first = line.find_first_not_of(" \t"), last = line.find_last_not_of(" \t");
        if (first != std::string::npos) redactor.know_secret(line.substr(first, last - first + 1));
        at = end + 1;
    }
    const auto json = ordered_json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("priv_key") || !json["priv_key"].is_object()) return;
    if (const auto value = json["priv_key"].find("value"); value != json["priv_key"].end() && value->is_string())
        redactor.know_secret(*value);
}

/// Every secret that a file of keys holds.
void know_file(Redactor& redactor, const fs::path& file) {
    if (file.extension() == ".public") return;
    const auto read = core::read_file(file, max_key_bytes);
    if (!read) return;
    const auto fields = core::cbor::decode(*read);
    if (fields && fields->as_map() != nullptr) return know_key(redactor, *fields->as_map());
    know_text(redactor, std::string(read->begin(), read->end()));
    if (read->size() == 32) know_bytes(redactor, *read);
}

void know_folder(Redactor& redactor, const fs::path& folder) {
    std::error_code error;
    for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        std::error_code unknown;
        if (at->is_regular_file(unknown)) know_file(redactor, at->path());
    }
}

Redactor redactor_of(const BundleParts& parts) {
    Redactor redactor;
    if (const auto user = core::user_folders::home()) redactor.know_folder(user->string());
    for (const std::string& name : parts.key_names)
        redactor.know_name(name);
    know_folder(redactor, parts.home.keys());
    for (const char* name : {"priv_validator_key.json", "node_key.json", "beacon.key"})
        know_file(redactor, parts.home.root / "network" / "comet" / "config" / name);
    return redactor;
}

std::string dumped(const ordered_json& json) {
    return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

BundleFile file_of(Redactor& redactor, const char* name, ordered_json content) {
    redactor.tree(content);
    return {name, dumped(content), redactor.taken()};
}

ordered_json facts_of(const BundleParts& parts) {
    ordered_json facts{{"hearth", parts.version}, {"condition", parts.condition}, {"machine", nullptr}};
    if (const auto found = machine())
        facts["machine"] = {
            {"system", found->system}, {"release", found->release}, {"architecture", found->architecture}};
    return facts;
}

BundleFile settings_of(Redactor& redactor, const core::Home& home) {
    const auto raw = core::read_file(home.config_file(), max_settings_bytes);
    std::string text = raw ? redactor.toml(std::string(raw->begin(), raw->end())) : redactor.text(raw.error().message);
    return {"hearth.toml", std::move(text), redactor.taken()};
}

BundleFile log_of(Redactor& redactor, const core::Home& home) {
    std::string text;
    for (const std::string& line : last_log_lines(home, log_bytes)) {
        auto json = ordered_json::parse(line, nullptr, false);
        if (json.is_object()) {
            redactor.tree(json);
            text += json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
        } else {
            text += redactor.text(line);
        }
        text += "\n";
    }
    return {"log.txt", redactor.text(std::move(text)), redactor.taken()}; // and what goes over several lines
}

/// "reason: no space, job: 00ff".
std::string told(const ordered_json& line) {
    std::string text = line.value("event", std::string());
    const char* between = "  ·  ";
    for (const auto& [name, value] : line.items()) {
        if (name == "ts" || name == "level" || name == "component" || name == "event") continue;
        text += between + name + ": " +
                (value.is_string() ? value.get<std::string>()
                                   : value.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
    }
    return text;
}

bool is_line(const ordered_json& json) {
    const auto is = [&](const char* name, bool (*right)(const ordered_json&)) {
        return json.contains(name) && right(json[name]);
    };
    const auto text = [](const ordered_json& one) { return one.is_string(); };
    return json.is_object() && is("ts", [](const ordered_json& one) { return one.is_number_integer(); }) &&
           is("level", text) && is("component", text) && is("event", text);
}

LogLine parsed(const std::string& line) {
    const auto json = ordered_json::parse(line, nullptr, false);
    if (!is_line(json)) return {0, "", "", line};
    return {json["ts"].get<std::int64_t>() * 1'000'000, json["level"], json["component"], told(json)};
}

/// Whole lines from the end of a file; `read`: how many bytes were, of `most`.
std::vector<std::string> tail_of(const fs::path& file, std::size_t most, std::size_t& read) {
    std::ifstream log(file, std::ios::binary | std::ios::ate);
    std::vector<std::string> lines;
    if (!log) return lines;
    const auto size = static_cast<std::streamoff>(log.tellg()), bytes = static_cast<std::streamoff>(most);
    read = static_cast<std::size_t>(std::min(size, bytes));
    log.seekg(std::max<std::streamoff>(0, size - bytes));
    std::string line;
    if (size > bytes) std::getline(log, line);
    while (std::getline(log, line))
        lines.push_back(line);
    return lines;
}

} // namespace

std::vector<std::string> last_log_lines(const core::Home& home, std::size_t most) {
    std::vector<std::string> lines;
    for (const char* name : {"hearthd.log", "hearthd.1.log"}) { // as it is called after it was full
        std::size_t read = 0;
        std::vector<std::string> before = tail_of(home.logs() / name, most, read);
        before.insert(before.end(), std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end()));
        lines = std::move(before);
        most -= read;
        if (most == 0) break;
    }
    return lines;
}

core::Result<LogTail> read_log_tail(const core::Home& home, const std::string& level, std::uint32_t limit) {
    HEARTH_TRY(const core::log::Level least, core::log::level_from_name(level));
    LogTail tail;
    tail.folder = home.logs().string();
    for (const std::string& raw : last_log_lines(home, shown_log_bytes)) {
        LogLine line = parsed(raw);
        const auto grave = core::log::level_from_name(line.level); // a line that does not say is shown
        if (!grave || *grave >= least) tail.lines.push_back(std::move(line));
    }
    const std::size_t most = std::min(limit, most_lines);
    if (tail.lines.size() > most)
        tail.lines.erase(tail.lines.begin(), tail.lines.end() - static_cast<std::ptrdiff_t>(most));
    return tail;
}

Bundle make_bundle(const BundleParts& parts, core::Nanoseconds now) {
    Redactor redactor = redactor_of(parts);
    Bundle bundle;
    bundle.made_at = now;
    BundleFile settings = settings_of(redactor, parts.home); // the first: they name machines
    bundle.files.push_back(file_of(redactor, "machine.json", facts_of(parts)));
    bundle.files.push_back(file_of(redactor, "checks.json", ordered_json::parse(to_json(parts.checks))));
    if (parts.status)
        bundle.files.push_back(file_of(redactor, "status.json", ordered_json::parse(to_json(*parts.status))));
    bundle.files.push_back(std::move(settings));
    bundle.files.push_back(log_of(redactor, parts.home));
    return bundle;
}

std::string bundle_document(const Bundle& bundle, const std::string& version) {
    ordered_json document{{"hearth", version}, {"made_at", bundle.made_at}, {"files", ordered_json::array()}};
    for (const BundleFile& file : bundle.files) {
        ordered_json redacted = ordered_json::object(), text = ordered_json::array();
        for (const Redaction& one : file.redacted)
            redacted[one.kind] = one.count;
        for (std::size_t at = 0; at < file.text.size();) {
            const std::size_t end = std::min(file.text.find('\n', at), file.text.size());
            text.push_back(file.text.substr(at, end - at));
            at = end + 1;
        }
        document["files"].push_back(
            {{"name", file.name}, {"bytes", file.text.size()}, {"redacted", redacted}, {"text", text}});
    }
    return dumped(document);
}

} // namespace hearth::control
