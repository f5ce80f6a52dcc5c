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
                return fail(Code::not_found, core::say("parameter_does_not_exist", {name}));
            const std::uint64_t present = known->second.value;
            if (present == value)
                return fail(Code::conflict, core::say("parameter_already", {name, std::to_string(value)}));
            if (i >= from.size() || from[i++] != present)
                return fail(Code::conflict, core::say("parameter_been_moved_since", {name}));
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
            return fail(Code::refused, core::say("treasury_holds_cannot_paid", {treasury.text(), c.amount.text()}));
        if (c.amount > part(treasury, "gov.spend_ppm"))
            return fail(Code::refused,
                        core::say("one_payment_takes_most", {part(treasury, "gov.spend_ppm").text(), c.amount.text()}));
        const Governance& governance = tables.governance();
        const bool counts = now.epoch < governance.window + params.get("gov.spend_window_epochs");
        const Amount spent = counts ? governance.spent : Amount();
        HEARTH_TRY(const Amount before, treasury.plus(spent));
        HEARTH_TRY(const Amount after, spent.plus(c.amount));
        if (after > part(before, "gov.spend_window_ppm"))
            return fail(Code::refused,
                        core::say("payments_left_treasury_lately",
                                  {spent.text(), c.amount.text(), part(before, "gov.spend_window_ppm").text()}));
        return {};
    }

    Status operator()(const ListModel& c) const { return listing(listing_key(c.model_id), c.name, c.listed); }

    Status operator()(const ListProfile& c) const {
        if (c.listed && proof::find_profile(c.profile) == nullptr)
            return fail(Code::unsupported, core::say("no_profile", {c.profile}));
        return listing(listing_key(c.profile), c.profile, c.listed);
    }

    /// What is taken out must be named as it stands there, so that the summary says the truth.
    Status listing(const std::string& key, const std::string& name, bool listed) const {
        const Listing* known = tables.listings().get(key);
        if (listed && known != nullptr)
            return fail(Code::conflict, core::say("stands_catalogue_already", {known->name}));
        if (!listed && (known == nullptr || known->name != name))
            return fail(Code::not_found, core::say("does_not_stand_catalogue", {name}));
        return {};
    }

    Status operator()(const UpgradeRules& c) const {
        if (c.rules != now.rules + 1)
            return fail(Code::refused, core::say("ledger_follows_version_rules",
                                                 {std::to_string(now.rules), std::to_string(c.rules)}));
        if (c.height <= now.height)
            return fail(Code::refused, core::say("upgrade_names_block_passed",
                                                 {std::to_string(c.height), std::to_string(now.height)}));
        if (tables.governance().upgrade) return fail(Code::conflict, core::say("upgrade_decided_already"));
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
