// SPDX-License-Identifier: Apache-2.0
#include "ledger/light/state_key.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;

constexpr std::size_t max_text = 128; ///< of a profile or a catalogue entry
constexpr std::size_t number_bytes = 8, id_bytes = core::Hash::size;

/// What a primary key is made of, in order: N a number, I an identifier, T a text that takes the rest.
struct Form {
    RecordKind kind;
    const char* name;
    const char* parts;
};
constexpr std::array<Form, 23> forms{{{RecordKind::account, "account", "I"},
                                      {RecordKind::node, "node", "I"},
                                      {RecordKind::escrow, "escrow", "I"},
                                      {RecordKind::reward, "reward", "I"},
                                      {RecordKind::root, "root", "NI"},
                                      {RecordKind::totals, "totals", ""},
                                      {RecordKind::params, "params", ""},
                                      {RecordKind::tariff, "tariff", "IIT"},
                                      {RecordKind::rules, "rules", ""},
                                      {RecordKind::draw, "draw", ""},
                                      {RecordKind::governance, "governance", ""},
                                      {RecordKind::proposal, "proposal", "N"},
                                      {RecordKind::ballot, "ballot", "NI"},
                                      {RecordKind::weight, "weight", "NI"},
                                      {RecordKind::delegation, "delegation", "I"},
                                      {RecordKind::listing, "listing", "T"},
                                      {RecordKind::channel, "channel", "I"},
                                      {RecordKind::bond, "bond", "I"},
                                      {RecordKind::offence, "offence", "INN"},
                                      {RecordKind::issuance, "issuance", ""},
                                      {RecordKind::remint, "remint", ""},
                                      {RecordKind::announcement, "announcement", "I"},
                                      {RecordKind::jail, "jail", "I"}}};

const Form* form_of(RecordKind kind) {
    const auto at = std::find_if(forms.begin(), forms.end(), [&](const Form& form) { return form.kind == kind; });
    return at == forms.end() ? nullptr : &*at;
}

core::Error no_key(const std::string& text) {
    return fail(
        Code::invalid_argument, "\"" + text.substr(0, 80) + "\" names no record of the ledger.",
        "Write an account's 64 digits, or node:KEY, escrow:ID, reward:RECEIPT, root:EPOCH/NODE, "
        "tariff:NODE/MODEL/PROFILE, proposal:NUMBER, ballot:NUMBER/KEY, weight:NUMBER/KEY, delegation:KEY, "
        "listing:NAME, channel:ID, bond:VALIDATOR, offence:VALIDATOR/HEIGHT/KIND, announcement:NODE, jail:VALIDATOR, "
        "totals, params, rules, draw, "
        "governance, issuance or remint.");
}

bool append_part(core::Bytes& primary, char part, const std::string& text) {
    if (part == 'N') {
        std::uint64_t number = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (problem != std::errc() || end != text.data() + text.size()) return false;
        core::append_u64(primary, number);
        return true;
    }
    if (part == 'I') {
        const auto id = core::Hash::parse(text);
        if (id) core::append(primary, id->view());
        return id.ok();
    }
    core::append(primary, core::as_bytes(text));
    return !text.empty() && text.size() <= max_text && core::is_utf8(text);
}

} // namespace

core::Hash map_key(RecordKind kind, core::ByteView primary) {
    const std::uint8_t byte[1] = {static_cast<std::uint8_t>(kind)};
    return core::tagged_hash("key/1", {core::ByteView(byte), primary});
}

core::Status StateKey::check() const {
    const Form* form = form_of(kind);
    std::size_t at = 0;
    bool fits = form != nullptr;
    for (const char* part = fits ? form->parts : ""; *part != '\0' && fits; ++part) {
        const std::size_t rest = primary.size() - at;
        const std::size_t size = *part == 'N' ? number_bytes : *part == 'I' ? id_bytes : rest;
        fits = size > 0 && size <= rest && (*part != 'T' || size <= max_text);
        at += fits ? size : 0;
    }
    if (fits && at == primary.size()) return {};
    return fail(Code::invalid_argument, "A record's key has not the form of its kind.");
}

std::string StateKey::text() const {
    if (!check()) return core::to_hex(primary);
    const Form* form = form_of(kind);
    std::string text = form->name;
    std::size_t at = 0;
    for (const char* part = form->parts; *part != '\0'; ++part) {
        text += part == form->parts ? ':' : '/';
        if (*part == 'N') {
            std::uint64_t number = 0;
            for (std::size_t i = number_bytes; i-- > 0;)
                number = number << 8 | primary[at + i];
            text += std::to_string(number);
            at += number_bytes;
        } else if (*part == 'I') {
            text += core::to_hex(core::ByteView(primary).subspan(at, id_bytes));
            at += id_bytes;
        } else {
            text.append(primary.begin() + static_cast<std::ptrdiff_t>(at), primary.end());
        }
    }
    return text;
}

core::Result<StateKey> StateKey::parse(const std::string& text) {
    if (const auto account = core::Hash::parse(text))
        return StateKey{RecordKind::account, core::to_bytes(account->view())};
    const std::size_t colon = text.find(':');
    const std::string name = text.substr(0, colon);
    const auto form = std::find_if(forms.begin(), forms.end(), [&](const Form& each) { return name == each.name; });
    if (form == forms.end() || (colon == std::string::npos) != (*form->parts == '\0')) return no_key(text);
    StateKey key{form->kind, {}};
    std::size_t at = colon == std::string::npos ? text.size() : colon + 1;
    for (const char* part = form->parts; *part != '\0'; ++part) {
        const bool last = part[1] == '\0';
        const std::size_t end = last ? text.size() : text.find('/', at);
        if (end == std::string::npos || !append_part(key.primary, *part, text.substr(at, end - at)))
            return no_key(text);
        at = end + (last ? 0 : 1);
    }
    return key;
}

} // namespace hearth::ledger
