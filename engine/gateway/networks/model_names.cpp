// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/model_names.h"

#include "core/json_guard.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway {
namespace {

using nlohmann::json;

std::string in_small_letters(std::string name) {
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return name;
}

/// Empty: it holds something else.
std::vector<std::string> names_in(const json& list) {
    std::vector<std::string> names;
    if (!list.is_array()) return {};
    for (const json& name : list) {
        if (!name.is_string() || name.get_ref<const std::string&>().empty()) return {};
        names.push_back(name.get<std::string>());
    }
    return names;
}

/// Of the array; an empty one where there is none.
json member_list(const json& object, const char* member) {
    const auto found = object.find(member);
    return found == object.end() ? json::array() : *found;
}

bool is_among(const std::vector<std::string>& quantizations, const std::string& one) {
    return std::find(quantizations.begin(), quantizations.end(), one) != quantizations.end();
}

core::Error damaged_names() {
    return core::fail(core::Code::corrupt, core::say("model_names_damaged"), core::say("install_again"));
}

} // namespace

void ModelNames::add(const std::string& name, const Meaning& meaning) {
    const auto [place, fresh] = m_meanings.emplace(in_small_letters(name), meaning);
    const Meaning& known = place->second;
    if (!fresh && (known.model != meaning.model || known.rounding != meaning.rounding)) place->second.ambiguous = true;
}

core::Result<ModelNames> ModelNames::parse(std::string_view text) {
    const json tree = json::parse(text, nullptr, false);
    if (!tree.is_object() || !tree.contains("models") || !tree["models"].is_array()) return damaged_names();
    ModelNames all;
    std::size_t number = 0;
    for (const json& model : tree["models"]) {
        if (!model.is_object() || core::text_member(model, "name").empty()) return damaged_names();
        Meaning meaning{number++, 0, no_rounding};
        all.add(core::text_member(model, "name"), meaning);
        const std::vector<std::string> plain = names_in(member_list(model, "names"));
        const json rounded = member_list(model, "rounded");
        if (plain.empty() || !rounded.is_array()) return damaged_names();
        for (const std::string& name : plain)
            all.add(name, meaning);
        for (const json& form : rounded) {
            if (!form.is_object()) return damaged_names();
            const std::vector<std::string> names = names_in(member_list(form, "names"));
            meaning.quantization = core::text_member(form, "quantization");
            ++meaning.rounding;
            if (names.empty() || meaning.quantization.empty()) return damaged_names();
            for (const std::string& name : names)
                all.add(name, meaning);
        }
    }
    return all;
}

const ModelNames::Meaning* ModelNames::find(const std::string& name) const {
    const auto found = m_meanings.find(in_small_letters(name));
    return found == m_meanings.end() || found->second.ambiguous ? nullptr : &found->second;
}

std::string ModelNames::quantization(const std::string& name) const {
    const Meaning* const meaning = find(name);
    return meaning == nullptr ? no_rounding : meaning->quantization;
}

bool ModelNames::same_here(const std::string& kept, const std::vector<std::string>& roundings, const std::string& asked,
                           const std::vector<std::string>& quantizations) const {
    if (!same(kept, asked, {})) return false;
    const Meaning& wanted = *find(asked);
    return (wanted.rounding == 0 && quantizations.empty()) ||
           std::any_of(roundings.begin(), roundings.end(), [&](const std::string& one) {
               return (wanted.rounding == 0 || one == wanted.quantization) &&
                      (quantizations.empty() || is_among(quantizations, one));
           });
}

bool ModelNames::differ(const std::string& asked, const std::string& answered,
                        const std::vector<std::string>& quantizations) const {
    const Meaning *const wanted = find(asked), *const came = find(answered);
    if (wanted == nullptr || came == nullptr) return false;
    if (wanted->model != came->model) return true;
    if (came->rounding == 0) return false;
    if (wanted->rounding != 0) return came->rounding != wanted->rounding;
    return !quantizations.empty() && !is_among(quantizations, came->quantization);
}

bool ModelNames::same(const std::string& offered, const std::string& asked,
                      const std::vector<std::string>& quantizations) const {
    const Meaning *const there = find(offered), *const wanted = find(asked);
    if (there == nullptr || wanted == nullptr || there->model != wanted->model) return false;
    if (wanted->rounding != 0) return there->rounding == wanted->rounding;
    if (quantizations.empty()) return there->rounding == 0;
    return is_among(quantizations, there->quantization);
}

} // namespace hearth::gateway
