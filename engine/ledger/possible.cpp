// SPDX-License-Identifier: Apache-2.0
#include "ledger/assembly.h"

namespace hearth::ledger {

using core::Amount;
using core::Code;
using core::fail;
using core::Status;

namespace {

struct Possible {
    const std::vector<std::uint64_t>& from;
    const Tables& tables;
    const Params& params;
    const Moment& now;

    Status operator()(const ChangeParameters& c) const {
        std::size_t i = 0;
        for (const auto& [name, value] : c.values) {
            const auto known = params.all().find(name);
            if (known == params.all().end())
                return fail(Code::not_found, "The parameter \"" + name + "\" does not exist.");
            const std::uint64_t present = known->second.value;
            if (present == value)
                return fail(Code::conflict, "The parameter \"" + name + "\" is " + std::to_string(value) + " already.");
            if (i >= from.size() || from[i++] != present)
                return fail(Code::conflict, "The parameter \"" + name + "\" has been moved since this was proposed.");
        }
        Params changed = params;
        return changed.set_all(c.values);
    }

    Status operator()(const Spend& c) const {
        const Amount treasury = tables.pool(Pool::treasury);
        const auto part = [&](Amount of, const char* name) {
            return of.share(static_cast<std::uint32_t>(params.get(name)));
        };
        if (c.amount > treasury)
            return fail(Code::refused,
                        "The treasury holds " + treasury.text() + "; " + c.amount.text() + " cannot be paid.");
        if (c.amount > part(treasury, "gov.spend_ppm"))
            return fail(Code::refused, "One payment takes at most " + part(treasury, "gov.spend_ppm").text() +
                                           " of the treasury, not " + c.amount.text() + ".");
        const Governance& governance = tables.governance();
        const bool counts = now.epoch < governance.window + params.get("gov.spend_window_epochs");
        const Amount spent = counts ? governance.spent : Amount();
        HEARTH_TRY(const Amount before, treasury.plus(spent));
        HEARTH_TRY(const Amount after, spent.plus(c.amount));
        if (after > part(before, "gov.spend_window_ppm"))
            return fail(Code::refused, "Payments of " + spent.text() + " have left the treasury lately; with " +
                                           c.amount.text() + " they would be above " +
                                           part(before, "gov.spend_window_ppm").text() + ".");
        return {};
    }

    Status operator()(const ListModel& c) const { return listing(listing_key(c.model_id), c.name, c.listed); }

    Status operator()(const ListProfile& c) const {
        if (c.listed && proof::find_profile(c.profile) == nullptr)
            return fail(Code::unsupported, "There is no profile \"" + c.profile + "\".");
        return listing(listing_key(c.profile), c.profile, c.listed);
    }

    /// What is taken out must be named as it stands there, so that the summary says the truth.
    Status listing(const std::string& key, const std::string& name, bool listed) const {
        const Listing* known = tables.listings().get(key);
        if (listed && known != nullptr)
            return fail(Code::conflict, "\"" + known->name + "\" stands in the catalogue already.");
        if (!listed && (known == nullptr || known->name != name))
            return fail(Code::not_found, "\"" + name + "\" does not stand in the catalogue.");
        return {};
    }

    Status operator()(const UpgradeRules& c) const {
        if (c.rules != now.rules + 1)
            return fail(Code::refused, "The ledger follows version " + std::to_string(now.rules) +
                                           " of the rules; an upgrade leads to the next one, not to " +
                                           std::to_string(c.rules) + ".");
        if (c.height <= now.height)
            return fail(Code::refused, "The upgrade names block " + std::to_string(c.height) +
                                           ", which has passed: this is block " + std::to_string(now.height) + ".");
        if (tables.governance().upgrade) return fail(Code::conflict, "An upgrade is decided already.");
        return {};
    }

    Status operator()(const Statement&) const { return {}; }
};

} // namespace

Status check_possible(const ProposalContent& content, const std::vector<std::uint64_t>& from, const Tables& tables,
                      const Params& params, const Moment& now) {
    return std::visit(Possible{from, tables, params, now}, content);
}

std::vector<std::uint64_t> present_values(const ProposalContent& content, const Params& params) {
    std::vector<std::uint64_t> values;
    if (const auto* changes = std::get_if<ChangeParameters>(&content))
        for (const auto& [name, value] : changes->values)
            if (const auto known = params.all().find(name); known != params.all().end())
                values.push_back(known->second.value);
    return values;
}

} // namespace hearth::ledger
