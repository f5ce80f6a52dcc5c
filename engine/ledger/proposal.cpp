// SPDX-License-Identifier: Apache-2.0
#include "ledger/proposal.h"

#include <algorithm>

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;

namespace {

bool is_control(unsigned char c, bool lines) {
    return (c < 0x20 && !(lines && (c == '\n' || c == '\t'))) || c == 0x7f;
}

/// Of valid UTF-8: control characters of the second block, and those that turn the direction of writing around.
bool has_hidden(const std::string& text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (byte(i) == 0xc2 && byte(i + 1) < 0xa0) return true;
        if (byte(i) != 0xe2) continue;
        const unsigned second = byte(i + 1), third = byte(i + 2);
        if (second == 0x80 && ((third >= 0x8b && third <= 0x8f) || (third >= 0xa8 && third <= 0xae))) return true;
        if (second == 0x81 && third >= 0xa6 && third <= 0xa9) return true;
    }
    return false;
}

Status check_text(const char* what, const std::string& text, std::size_t most, bool lines) {
    const std::string name(what);
    if (text.empty() || text.size() > most)
        return fail(Code::invalid_argument,
                    name + " has 1 to " + std::to_string(most) + " bytes, not " + std::to_string(text.size()) + ".");
    const bool broken =
        std::any_of(text.begin(), text.end(), [&](char c) { return is_control(static_cast<unsigned char>(c), lines); });
    if (broken || has_hidden(text))
        return fail(Code::invalid_argument, name + " holds characters that cannot be seen.", "Leave them out.");
    return {};
}

struct Shape {
    Status operator()(const ChangeParameters& c) const {
        if (c.values.empty() || c.values.size() > max_changes)
            return fail(Code::invalid_argument,
                        "A proposal moves 1 to " + std::to_string(max_changes) + " parameters.");
        return {};
    }
    Status operator()(const Spend& c) const {
        if (c.to.is_zero() || c.amount == core::Amount())
            return fail(Code::invalid_argument, "A payment needs an account and an amount above zero.");
        return {};
    }
    Status operator()(const ListModel& c) const {
        if (c.model_id.is_zero()) return fail(Code::invalid_argument, "The model needs its id.");
        return check_text("The model's name", c.name, max_listed_name_bytes, false);
    }
    Status operator()(const ListProfile& c) const {
        return check_text("The profile's name", c.profile, max_listed_name_bytes, false);
    }
    Status operator()(const UpgradeRules&) const { return {}; }
    Status operator()(const Statement& c) const {
        return check_text("The text", c.text, max_proposed_text_bytes, true);
    }
};

struct Summary {
    const std::vector<std::uint64_t>& from;
    const Params& params;

    std::string operator()(const ChangeParameters& c) const {
        std::string text;
        std::size_t i = 0;
        for (const auto& [name, value] : c.values) {
            const auto known = params.all().find(name);
            const bool found = known != params.all().end();
            text += (i == 0 ? "Moves " : " Moves ") + name;
            if (i < from.size()) text += " from " + std::to_string(from[i]);
            text += " to " + std::to_string(value);
            if (found) text += " (" + known->second.unit + "). " + known->second.doc;
            if (!found) text += ".";
            ++i;
        }
        return text;
    }
    std::string operator()(const Spend& c) const {
        return "Pays " + c.amount.text() + " out of the treasury to the account " + c.to.hex() + ".";
    }
    std::string operator()(const ListModel& c) const {
        return (c.listed ? "Puts the model \"" : "Takes the model \"") + c.name + "\" with the id " + c.model_id.hex() +
               (c.listed ? " into the ledger's catalogue." : " out of the ledger's catalogue.");
    }
    std::string operator()(const ListProfile& c) const {
        return (c.listed ? "Puts the profile " : "Takes the profile ") + c.profile +
               (c.listed ? " into the ledger's catalogue." : " out of the ledger's catalogue.");
    }
    std::string operator()(const UpgradeRules& c) const {
        return "From block " + std::to_string(c.height) + " on the ledger follows version " + std::to_string(c.rules) +
               " of the rules. A node whose program does not know them stops before that block." +
               (c.program.is_zero() ? std::string()
                                    : " The program that knows them has the hash " + c.program.hex() + ".");
    }
    std::string operator()(const Statement& c) const {
        return "Adopts a text of " + std::to_string(c.text.size()) + " bytes. It moves no money and changes no rule.";
    }
};

} // namespace

const char* kind_name(const ProposalContent& content) {
    static constexpr const char* names[] = {"parameter", "spend", "model", "profile", "upgrade", "text"};
    return names[content.index()];
}

std::string summary_of(const ProposalContent& content, const std::vector<std::uint64_t>& from, const Params& params) {
    return std::visit(Summary{from, params}, content);
}

Status check_title(const std::string& title) {
    return check_text("The title", title, max_title_bytes, false);
}

Status check_shape(const ProposalContent& content) {
    return std::visit(Shape{}, content);
}

} // namespace hearth::ledger
