// SPDX-License-Identifier: Apache-2.0
#include "hub/repository.h"

#include "core/json_guard.h"
#include "hub/quantisation.h"
#include "hub/reference.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hearth::hub {
namespace {

using core::Code;
using core::fail;
using nlohmann::json;

constexpr core::JsonLimits limits{std::size_t{16} << 20, 32, 400'000, SIZE_MAX};
constexpr std::size_t most_files = 20'000, most_text = 256;
constexpr std::uint64_t largest_file = std::uint64_t{1}
                                       << 44; // of a file: sums of as many as there may be stay numbers

core::Error unreadable() {
    return fail(Code::corrupt, core::say("hub_answer_unreadable"), core::say("hub_look_at_endpoint"));
}

std::string text_of(const json& from, const char* name) {
    return core::text_member(from, name).substr(0, most_text);
}

std::uint64_t number_of(const json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

bool has_tag(const json& from, const std::string& tag) {
    const auto tags = from.find("tags");
    return tags != from.end() && tags->is_array() && std::find(tags->begin(), tags->end(), json(tag)) != tags->end();
}

/// Of the card, else of the tag "license:…".
std::string license_of(const json& from) {
    const auto card = from.find("cardData");
    if (card != from.end() && card->is_object())
        if (std::string license = text_of(*card, "license"); !license.empty()) return license;
    const auto tags = from.find("tags");
    if (tags != from.end() && tags->is_array())
        for (const json& tag : *tags)
            if (tag.is_string() && tag.get_ref<const std::string&>().starts_with("license:"))
                return tag.get_ref<const std::string&>().substr(8, most_text);
    return {};
}

/// false, "auto" or "manual".
bool gated_of(const json& from) {
    const auto gated = from.find("gated");
    return gated != from.end() && (gated->is_string() || (gated->is_boolean() && gated->get<bool>()));
}

bool is_digits(const std::string& text, std::size_t count) {
    return text.size() == count && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// Nullopt where the entry is no file that could be asked for.
std::optional<RepositoryFile> file_of(const json& from) {
    RepositoryFile file{text_of(from, "rfilename"), number_of(from, "size"), std::nullopt, text_of(from, "blobId")};
    if (!Reference::parse("hf:a/b/" + file.path)) return std::nullopt;
    if (!is_digits(file.blob, 40)) file.blob.clear();
    const auto lfs = from.find("lfs");
    const bool is_large = lfs != from.end() && lfs->is_object();
    if (is_large) file.bytes = number_of(*lfs, "size");
    if (file.bytes > largest_file) return std::nullopt;
    if (!is_large) return file;
    const auto hash = core::Hash::parse(text_of(*lfs, "sha256"));
    if (!hash) return std::nullopt;
    file.sha256 = *hash;
    file.blob.clear(); // it names the pointer in git, not the content
    return file;
}

bool is_text_of_folder(const std::string& path) {
    static constexpr std::string_view names[] = {"config.json",
                                                 "generation_config.json",
                                                 "tokenizer.json",
                                                 "tokenizer_config.json",
                                                 "tokenizer.model",
                                                 "special_tokens_map.json",
                                                 "vocab.json",
                                                 "merges.txt",
                                                 "chat_template.jinja",
                                                 "model.safetensors.index.json",
                                                 "added_tokens.json",
                                                 "modules.json",
                                                 "sentence_bert_config.json"};
    return std::find(std::begin(names), std::end(names), path) != std::end(names);
}

/// Of one of the steps that modules.json names, such as "1_Pooling/config.json".
bool is_step_of_encoder(const std::string& path) {
    const std::size_t slash = path.find('/');
    return slash != std::string::npos && path.substr(slash) == "/config.json";
}

} // namespace

const RepositoryFile* Repository::find(const std::string& path) const {
    const auto found =
        std::find_if(files.begin(), files.end(), [&](const RepositoryFile& file) { return file.path == path; });
    return found == files.end() ? nullptr : &*found;
}

core::Result<Repository> read_repository(std::string_view text) {
    const auto parsed = core::parse_json<json>(text, limits);
    const json* const tree = std::get_if<json>(&parsed);
    if (tree == nullptr || !tree->is_object()) return unreadable();
    Repository repository{text_of(*tree, "id"), text_of(*tree, "sha"), license_of(*tree), gated_of(*tree), {}};
    const auto files = tree->find("siblings");
    if (!Reference::parse("hf:" + repository.name) || !is_digits(repository.revision, 40) || files == tree->end() ||
        !files->is_array() || files->size() > most_files)
        return unreadable();
    for (const json& entry : *files)
        if (entry.is_object())
            if (auto file = file_of(entry)) repository.files.push_back(std::move(*file));
    return repository;
}

core::Result<std::vector<FoundRepository>> read_search(std::string_view text) {
    const auto parsed = core::parse_json<json>(text, limits);
    const json* const tree = std::get_if<json>(&parsed);
    if (tree == nullptr || !tree->is_array()) return unreadable();
    std::vector<FoundRepository> found;
    for (const json& entry : *tree) {
        if (!entry.is_object()) return unreadable();
        const std::string name = text_of(entry, "id");
        if (!Reference::parse("hf:" + name)) continue;
        found.push_back({name, license_of(entry), number_of(entry, "downloads"), gated_of(entry),
                         has_tag(entry, "gguf"), has_tag(entry, "safetensors")});
    }
    return found;
}

core::Result<std::vector<RepositoryFile>> needed_files(const Repository& repository, const std::string& wanted) {
    if (!wanted.empty()) {
        const RepositoryFile* const file = repository.find(wanted);
        if (file == nullptr)
            return fail(Code::not_found, core::say("hub_no_file", {repository.name, wanted}),
                        core::say("hub_list_files", {"hf:" + repository.name}));
        if (!wanted.ends_with(".gguf") || is_part_of_several(wanted))
            return fail(Code::unsupported, core::say("hub_file_not_model", {wanted}),
                        core::say("hub_list_files", {"hf:" + repository.name}));
        return std::vector{*file};
    }
    std::vector<RepositoryFile> folder, ggufs;
    bool weights = false;
    const bool has_steps = repository.find("modules.json") != nullptr;
    for (const RepositoryFile& file : repository.files) {
        const bool at_the_top = file.path.find('/') == std::string::npos;
        if (file.path.ends_with(".gguf") && !is_part_of_several(file.path)) ggufs.push_back(file);
        const bool tensors = at_the_top && file.path.ends_with(".safetensors");
        weights = weights || tensors;
        const bool is_step = has_steps && is_step_of_encoder(file.path);
        if (tensors || is_step || is_text_of_folder(file.path)) folder.push_back(file);
    }
    if (weights && repository.find("config.json") != nullptr) return folder;
    if (ggufs.size() == 1) return ggufs;
    if (ggufs.empty())
        return fail(Code::unsupported, core::say("hub_no_model_in", {repository.name}),
                    core::say("hub_list_files", {"hf:" + repository.name}));
    return fail(Code::conflict, core::say("hub_several_models_in", {repository.name, core::figure(ggufs.size())}),
                core::say("hub_list_files", {"hf:" + repository.name}));
}

} // namespace hearth::hub
