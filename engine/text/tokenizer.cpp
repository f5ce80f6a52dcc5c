// SPDX-License-Identifier: Apache-2.0
#include "text/tokenizer.h"

#include "text/tokenizer_state.h"
#include "text/utf8_stream.h"

#include <algorithm>

namespace hearth::text {

namespace {

constexpr const char* vocabulary_hint = "Choose another model, or a newer Hearth.";

/// Strings one after the other, as the Rust library reads them.
struct PackedStrings {
    explicit PackedStrings(const std::vector<std::string>& strings) {
        ends.reserve(strings.size());
        for (const std::string& string : strings) {
            data += string;
            ends.push_back(data.size());
        }
    }
    hearth_text_strings view() const {
        return {reinterpret_cast<const std::uint8_t*>(data.data()), ends.data(), ends.size()};
    }

    std::string data;
    std::vector<std::uint64_t> ends;
};

std::vector<std::string> unpacked(const ForeignBytes& data, const ForeignWords& ends) {
    std::vector<std::string> strings;
    strings.reserve(ends.size());
    std::size_t start = 0;
    for (const std::uint32_t end : ends) {
        strings.emplace_back(data.text().substr(start, end - start));
        start = end;
    }
    return strings;
}

std::int32_t known(bool is_known, bool value) {
    return is_known ? (value ? 1 : 0) : -1;
}

} // namespace

Tokenizer::Tokenizer(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;

core::Status Tokenizer::fill(State& state) {
    hearth_text_table table{};
    ForeignBytes error;
    if (const auto reason = hearth_text_tokenizer_table(state.handle, &table, error.out()))
        return foreign_error(reason, error, vocabulary_hint);
    const ForeignBytes bytes(table.bytes), texts(table.texts), shown(table.shown);
    const ForeignWords byte_ends(table.byte_ends), text_ends(table.text_ends), shown_ends(table.shown_ends);
    const ForeignWords flags(table.flags);
    state.bytes = unpacked(bytes, byte_ends);
    state.texts = unpacked(texts, text_ends);
    state.shown = unpacked(shown, shown_ends);
    state.flags.assign(flags.begin(), flags.end());
    state.first_token = table.first_token;
    if (table.eos >= 0) state.end = static_cast<TokenId>(table.eos);
    return {};
}

core::Result<Tokenizer> Tokenizer::from_json(core::ByteView json) {
    auto state = std::make_unique<State>();
    ForeignBytes error;
    if (const auto reason = hearth_text_tokenizer_from_json({json.data(), json.size()}, &state->handle, error.out()))
        return foreign_error(reason, error, "Fetch the model's tokenizer.json again, or choose another model.");
    HEARTH_CHECK(fill(*state));
    return Tokenizer(std::move(state));
}

core::Result<Tokenizer> Tokenizer::from_vocabulary(const Vocabulary& vocabulary) {
    const PackedStrings tokens(vocabulary.tokens), merges(vocabulary.merges);
    hearth_text_vocabulary input{};
    input.model = borrowed(vocabulary.model);
    input.pre = borrowed(vocabulary.pre);
    input.tokens = tokens.view();
    input.merges = merges.view();
    input.scores = vocabulary.scores.data();
    input.score_count = vocabulary.scores.size();
    input.types = vocabulary.types.data();
    input.type_count = vocabulary.types.size();
    input.bos = vocabulary.bos;
    input.eos = vocabulary.eos;
    input.unk = vocabulary.unk;
    input.sep = vocabulary.sep;
    input.cls = vocabulary.cls;
    input.add_bos = known(vocabulary.add_bos_known, vocabulary.add_bos);
    input.add_eos = known(vocabulary.add_eos_known, vocabulary.add_eos);
    input.add_space_prefix = vocabulary.add_space_prefix ? 1 : 0;

    auto state = std::make_unique<State>();
    ForeignBytes error;
    if (const auto reason = hearth_text_tokenizer_from_vocabulary(&input, &state->handle, error.out()))
        return foreign_error(reason, error, vocabulary_hint);
    HEARTH_CHECK(fill(*state));
    return Tokenizer(std::move(state));
}

core::Result<std::vector<TokenId>> Tokenizer::encode(std::string_view text, bool add_special,
                                                     bool parse_special) const {
    ForeignWords ids;
    ForeignBytes error;
    if (const auto reason = hearth_text_tokenizer_encode(m_state->handle, borrowed(text), add_special, parse_special,
                                                         ids.out(), error.out()))
        return foreign_error(reason, error, "Send the text in another form.");
    return std::vector<TokenId>(ids.begin(), ids.end());
}

std::string Tokenizer::State::as_first(const std::string& token) const {
    std::string text = token;
    if (first_token == HEARTH_TEXT_FIRST_DROPS_SPACES)
        std::erase(text, ' ');
    else if (first_token == HEARTH_TEXT_FIRST_DROPS_ONE_SPACE && text.starts_with(' '))
        text.erase(0, 1);
    return text;
}

core::Result<std::string> Tokenizer::decode(std::span<const TokenId> ids, bool skip_special) const {
    std::string bytes;
    bool started = false;
    for (const TokenId id : ids) {
        if (id >= size())
            return core::fail(core::Code::invalid_argument,
                              core::say("token_id_not_vocabulary", {std::to_string(id), std::to_string(size())}));
        const bool special = m_state->flags[id] != 0;
        if (special && skip_special) continue;
        const std::string& token = special ? m_state->shown[id] : m_state->bytes[id];
        if (token.empty()) continue;
        bytes += started ? token : m_state->as_first(token);
        started = true;
    }
    return take_complete(bytes, true);
}

const std::string& Tokenizer::token_bytes(TokenId id) const {
    static const std::string none;
    return id < size() ? m_state->bytes[id] : none;
}

std::string Tokenizer::token_text(TokenId id) const {
    return id < size() ? m_state->texts[id] : std::string();
}

bool Tokenizer::is_control(TokenId id) const {
    return id < size() && m_state->flags[id] == HEARTH_TEXT_CONTROL_TOKEN;
}

std::size_t Tokenizer::size() const {
    return m_state->bytes.size();
}

std::optional<TokenId> Tokenizer::end_token() const {
    return m_state->end;
}

} // namespace hearth::text
