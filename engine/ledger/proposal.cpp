// SPDX-License-Identifier: Apache-2.0
#include "ledger/proposal.h"

#include <algorithm>
#include <iterator>

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::figure;
using core::say;
using core::Sentence;
using core::Status;

namespace {

bool is_control(unsigned char c, bool lines) {
    return (c < 0x20 && !(lines && (c == '\n' || c == '\t'))) || c == 0x7f;
}

struct Range {
    char32_t first, last;
};

/// Control characters, those that turn the direction of writing around, and those that show nothing.
constexpr Range hidden[] = {{0x80, 0x9f},     {0xad, 0xad},     {0x61c, 0x61c},     {0x115f, 0x1160},
                            {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x200b, 0x200f},   {0x2028, 0x202e},
                            {0x2060, 0x206f}, {0x3164, 0x3164}, {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},
                            {0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}};
constexpr Range blank[] = {{0x9, 0xa},       {0x20, 0x20},     {0xa0, 0xa0},     {0x1680, 0x1680}, {0x2000, 0x200a},
                           {0x202f, 0x202f}, {0x205f, 0x205f}, {0x2800, 0x2800}, {0x3000, 0x3000}};

template <std::size_t n>
bool is_in(const Range (&ranges)[n], char32_t c) {
    return std::any_of(std::begin(ranges), std::end(ranges), [c](Range r) { return r.first <= c && c <= r.last; });
}

/// Of valid UTF-8.
std::u32string characters_of(const std::string& text) {
    std::u32string characters;
    for (const char byte : text) {
        const auto c = static_cast<unsigned char>(byte);
        if ((c & 0xc0) == 0x80 && !characters.empty())
            characters.back() = (characters.back() << 6) | (c & 0x3fu);
        else
            characters.push_back(c < 0x80 ? c : c < 0xe0 ? c & 0x1fu : c < 0xf0 ? c & 0x0fu : c & 0x07u);
    }
    return characters;
}

Status check_text(const core::Sentence& what, const std::string& text, std::size_t most, bool lines) {
    if (text.empty() || text.size() > most)
        return fail(Code::invalid_argument,
                    core::say("text_too_long", {what, core::figure(most), core::figure(text.size())}));
    const bool broken =
        std::any_of(text.begin(), text.end(), [&](char c) { return is_control(static_cast<unsigned char>(c), lines); });
    const std::u32string characters = characters_of(text);
    const auto any = [&](auto test) { return std::any_of(characters.begin(), characters.end(), test); };
    if (broken || any([](char32_t c) { return is_in(hidden, c); }))
        return fail(Code::invalid_argument, core::say("text_hidden", {what}), core::say("leave_them_out"));
    if (!any([](char32_t c) { return !is_in(blank, c); }))
        return fail(Code::invalid_argument, core::say("text_blank", {what}), core::say("write_something_read"));
    return {};
}

struct Shape {
    Status operator()(const ChangeParameters& c) const {
        if (c.values.empty() || c.values.size() > max_changes)
            return fail(Code::invalid_argument, core::say("proposal_moves_parameters", {std::to_string(max_changes)}));
        return {};
    }
    Status operator()(const Spend& c) const {
        if (c.to.is_zero() || c.amount == core::Amount())
            return fail(Code::invalid_argument, core::say("payment_needs_account_amount"));
        return {};
    }
    Status operator()(const ListModel& c) const {
        if (c.model_id.is_zero()) return fail(Code::invalid_argument, core::say("model_needs_id"));
        return check_text(core::say("model_name"), c.name, max_listed_name_bytes, false);
    }
    Status operator()(const ListProfile& c) const {
        return check_text(core::say("profile_name"), c.profile, max_listed_name_bytes, false);
    }
    Status operator()(const UpgradeRules&) const { return {}; }
    Status operator()(const Statement& c) const {
        return check_text(core::say("the_text"), c.text, max_proposed_text_bytes, true);
    }
};

struct Summary {
    const std::vector<std::uint64_t>& from;
    const Params& params;

    Sentence operator()(const ChangeParameters& c) const {
        Sentence text;
        std::size_t i = 0;
        for (const auto& [name, value] : c.values) {
            const auto known = params.all().find(name);
            const bool found = known != params.all().end() && i < from.size();
            text = both(text, found ? say("moves_parameter",
                                          {name, figure(from[i]), figure(value), known->second.unit, known->second.doc})
                                    : say("moves_to", {name, figure(value)}));
            ++i;
        }
        return text;
    }
    Sentence operator()(const Spend& c) const { return say("pays_treasury", {c.amount.text(), c.to.hex()}); }
    Sentence operator()(const ListModel& c) const {
        return say(c.listed ? "lists_model" : "unlists_model", {c.name, c.model_id.hex()});
    }
    Sentence operator()(const ListProfile& c) const {
        return say(c.listed ? "lists_profile" : "unlists_profile", {c.profile});
    }
    Sentence operator()(const UpgradeRules& c) const {
        return both(say("upgrades_rules", {figure(c.height), figure(c.rules)}),
                    c.program.is_zero() ? Sentence() : say("upgrade_program", {c.program.hex()}));
    }
    Sentence operator()(const Statement& c) const { return say("adopts_text", {figure(c.text.size())}); }
};

} // namespace

const char* kind_name(const ProposalContent& content) {
    static constexpr const char* names[] = {"parameter", "spend", "model", "profile", "upgrade", "text"};
    return names[content.index()];
}

core::Sentence summary_of(const ProposalContent& content, const std::vector<std::uint64_t>& from,
                          const Params& params) {
    return std::visit(Summary{from, params}, content);
}

Status check_title(const std::string& title) {
    return check_text(core::say("the_title"), title, max_title_bytes, false);
}

Status check_shape(const ProposalContent& content) {
    return std::visit(Shape{}, content);
}

} // namespace hearth::ledger
