// SPDX-License-Identifier: Apache-2.0
#include "ledger/params.h"

#include "core/expect.h"
#include "core/file.h"
#include "ledger/builtin.h"
#include "ledger/known_params.h"
#include "ledger/rules.h"

#include <algorithm>
#include <toml++/toml.h>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::Status;
using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::size_t max_file_bytes = std::size_t{256} << 10;
constexpr std::size_t max_text_bytes = 1024;

/// What of a price executor, subsidy and auditors may take together, under the seventh rules: whoever is all of them
/// and the payer loses the rest.
constexpr std::uint64_t most_taken_ppm = 950'000;

std::uint64_t subsidy_ppm(const Params& params) {
    const std::uint64_t of_burned = params.get("fee.burn_ppm") * params.get("subsidy.theta_ppm") / whole_ppm;
    return std::min(params.get("subsidy.rate_ppm"), of_burned);
}

bool is_known(std::string_view name) {
    const auto first = first_parameters();
    const auto added = added_parameters();
    return std::find(first.begin(), first.end(), name) != first.end() ||
           std::any_of(added.begin(), added.end(), [&](const Addition& a) { return a.name == name; });
}

core::Result<Parameter> read_parameter(const toml::table& table, const std::string& name, const std::string& source) {
    const auto place = source + ", line " + std::to_string(table.source().begin.line) + ": \"" + name + "\" ";
    Parameter parameter;
    for (const auto& [key, node] : table) {
        const std::string_view field = key.str();
        const auto number = node.value_exact<std::int64_t>();
        const auto text = node.value_exact<std::string>();
        if ((field == "value" || field == "min" || field == "max") && number && *number >= 0) {
            const auto unsigned_number = static_cast<std::uint64_t>(*number);
            (field == "value" ? parameter.value : field == "min" ? parameter.min : parameter.max) = unsigned_number;
        } else if ((field == "unit" || field == "doc") && text) {
            (field == "unit" ? parameter.unit : parameter.doc) = *text;
        } else {
            return fail(Code::invalid_argument,
                        place + "holds \"" + std::string(field) +
                            "\", which is unknown or of a "
                            "wrong kind.",
                        "A parameter has value, min, max, unit and doc.");
        }
    }
    for (const char* field : {"value", "min", "max", "unit", "doc"})
        if (!table.contains(field)) return fail(Code::invalid_argument, place + "lacks \"" + field + "\".");
    return parameter;
}

} // namespace

core::Result<Params> Params::load(const std::filesystem::path& file) {
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, max_file_bytes));
    return parse({reinterpret_cast<const char*>(raw.data()), raw.size()}, file.string());
}

core::Result<Params> Params::parse(std::string_view text, const std::string& source) {
    toml::table root;
    try {
        root = toml::parse(text, source);
    } catch (const toml::parse_error& problem) {
        return fail(Code::invalid_argument, source + ", line " + std::to_string(problem.source().begin.line) + ": " +
                                                std::string(problem.description()) + ".");
    }
    Params params;
    for (const auto& [section, node] : root) {
        const toml::table* group = node.as_table();
        if (group == nullptr)
            return fail(Code::invalid_argument,
                        source + ": \"" + std::string(section.str()) + "\" is not a group of parameters.");
        for (const auto& [key, inner] : *group) {
            const std::string name = std::string(section.str()) + "." + std::string(key.str());
            const toml::table* table = inner.as_table();
            if (table == nullptr || !is_known(name))
                return fail(Code::invalid_argument, source + ": the parameter \"" + name + "\" does not exist.");
            HEARTH_TRY(params.m_values[name], read_parameter(*table, name, source));
        }
    }
    HEARTH_CHECK(params.check());
    if (!params.is_complete(present_rules))
        return fail(Code::invalid_argument, source + ": the parameters of the groups \"tariff\", \"gov\" and "
                                                     "\"channel\" and what came with them are missing.");
    return params;
}

Params Params::solo() {
    static const Params params = [] {
        auto parsed = parse(builtin::solo_params, "resources/params/solo.toml");
        HEARTH_EXPECT(parsed.ok(), "The rules that this program was built with cannot be read.");
        return *parsed;
    }();
    return params;
}

enum : std::uint64_t { k_name = 0, k_value = 1, k_min = 2, k_max = 3, k_unit = 4, k_doc = 5 };

Value Params::to_cbor() const {
    Array list;
    for (const auto& [name, p] : m_values)
        list.push_back(
            Map{{k_name, name}, {k_value, p.value}, {k_min, p.min}, {k_max, p.max}, {k_unit, p.unit}, {k_doc, p.doc}});
    return list;
}

core::Result<Params> Params::from_cbor(const Value& value) {
    const Array* list = value.as_array();
    if (list == nullptr || list->size() < first_parameters().size() ||
        list->size() > first_parameters().size() + added_parameters().size())
        return fail(Code::corrupt, "The stored parameters are not the list that this program knows.",
                    "The ledger was written by another version of Hearth; use that version.");
    Params params;
    for (const Value& item : *list) {
        HEARTH_TRY(auto fields, Fields::of(item, "parameter"));
        HEARTH_TRY(const std::string name, fields.text(k_name, "name", max_text_bytes));
        if (!params.m_values.empty() && name <= params.m_values.rbegin()->first)
            return fail(Code::corrupt, "The stored parameters are out of order at \"" + name + "\".");
        Parameter& p = params.m_values[name];
        HEARTH_TRY(p.value, fields.uint(k_value, "value"));
        HEARTH_TRY(p.min, fields.uint(k_min, "min"));
        HEARTH_TRY(p.max, fields.uint(k_max, "max"));
        HEARTH_TRY(p.unit, fields.text(k_unit, "unit", max_text_bytes));
        HEARTH_TRY(p.doc, fields.text(k_doc, "doc", max_text_bytes));
        HEARTH_CHECK(fields.finish());
    }
    HEARTH_CHECK(params.check());
    return params;
}

bool Params::is_complete(std::uint64_t rules) const {
    const auto added = added_parameters();
    return std::all_of(added.begin(), added.end(),
                       [&](const Addition& a) { return a.since > rules || m_values.contains(a.name); });
}

void Params::complete(std::uint64_t rules) {
    const bool pays_auditors = m_values.contains("audit.pay_ppm");
    for (const Addition& a : added_parameters())
        if (a.since <= rules)
            m_values.try_emplace(std::string(a.name),
                                 Parameter{a.value, a.min, a.max, std::string(a.unit), std::string(a.doc)});
    if (rules < auditing_rules || pays_auditors) return;
    // A chain may have moved its shares before it knew this one, and a rate that no rules heeded yet.
    const std::uint64_t executor = get("fee.executor_ppm");
    std::uint64_t left = most_taken_ppm - std::min(executor, most_taken_ppm);
    std::uint64_t& rate = m_values.at("subsidy.rate_ppm").value;
    if (subsidy_ppm(*this) > left) rate = left;
    left -= subsidy_ppm(*this);
    std::uint64_t& pay = m_values.at("audit.pay_ppm").value;
    pay = std::min(pay, left);
}

std::uint64_t Params::get(std::string_view name) const {
    const auto at = m_values.find(name);
    // A made-up number would move money.
    HEARTH_EXPECT(at != m_values.end(), "A parameter of the ledger was asked for by a name that there is not.");
    return at->second.value;
}

Status Params::set(const std::string& name, std::uint64_t value) {
    return set_all({{name, value}});
}

Status Params::set_all(const std::map<std::string, std::uint64_t>& values) {
    Params changed = *this;
    for (const auto& [name, value] : values) {
        const auto at = changed.m_values.find(name);
        if (at == changed.m_values.end()) return fail(Code::not_found, core::say("parameter_does_not_exist", {name}));
        Parameter& p = at->second;
        if (value < p.min || value > p.max)
            return fail(Code::refused,
                        core::say("parameter_must_lie_between",
                                  {name, std::to_string(p.min), std::to_string(p.max), p.unit, std::to_string(value)}));
        p.value = value;
    }
    HEARTH_CHECK(changed.check());
    *this = std::move(changed);
    return {};
}

Status Params::check() const {
    for (const std::string_view name : first_parameters())
        if (!m_values.contains(name))
            return fail(Code::invalid_argument, "The parameter \"" + std::string(name) + "\" is missing.");
    for (const auto& [name, p] : m_values)
        if (p.min > p.max || p.value < p.min || p.value > p.max)
            return fail(Code::invalid_argument,
                        core::say("parameter_value_outside_bounds",
                                  {name, std::to_string(p.value), std::to_string(p.min), std::to_string(p.max)}));
    std::size_t known = first_parameters().size();
    for (const Addition& a : added_parameters())
        known += is_complete(a.since) ? 1 : 0;
    if (m_values.size() != known) return fail(Code::invalid_argument, core::say("parameters_nobody_knows_some"));
    const std::uint64_t leak = get("fee.burn_ppm") + get("fee.insurance_ppm") + get("fee.treasury_ppm");
    const std::uint64_t sum = get("fee.executor_ppm") + get("fee.verifiers_ppm") + get("fee.storage_ppm") + leak;
    if (sum != whole_ppm)
        return fail(Code::invalid_argument, core::say("shares_fee_sum_ppm", {std::to_string(sum)}),
                    core::say("move_two_shares_together"));
    if (is_complete(2) && get("slash.payer_ppm") + get("slash.reporter_ppm") > whole_ppm)
        return fail(Code::invalid_argument, core::say("payer_reporter_would_get"), core::say("let_slash_payer_ppm"));
    if (get("subsidy.theta_ppm") >= whole_ppm || get("subsidy.rate_ppm") * whole_ppm > get("subsidy.theta_ppm") * leak)
        return fail(Code::invalid_argument, core::say("subsidy_above_part_fee"));
    const std::uint64_t audits = is_complete(auditing_rules) ? get("audit.pay_ppm") : 0;
    const std::uint64_t subsidy = is_complete(issuing_rules) ? subsidy_ppm(*this) : 0;
    const std::uint64_t executor = get("fee.executor_ppm");
    if (audits + subsidy > 0 && executor + subsidy + audits > most_taken_ppm)
        return fail(
            Code::invalid_argument,
            core::say("auditors_would_get_the_rest", {std::to_string(executor + subsidy), std::to_string(audits),
                                                      std::to_string(whole_ppm - most_taken_ppm)}),
            core::say("move_audit_pay_with_them"));
    return {};
}

} // namespace hearth::ledger
