// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What the node says to people: worded in English where it is said, and remembered as an id with arguments, so that
/// a window can word it in its own language. English wordings stand in sentence_table.cpp, those of
/// errors in error_table.cpp and the tables named after their rooms.
namespace hearth::core {

struct Wording {
    const char* id;      ///< stable: it travels and is stored
    const char* pattern; ///< %1 … %9 stand for the arguments
    const char* one;     ///< in its place where the first argument is 1; null = the pattern fits that, too
};
std::span<const Wording> wordings();
/// Null for an id that this program does not know.
const Wording* find_wording(std::string_view id);

/// Its English text, which reads and compares as any text, and how it was made. A text that was not made by say() is a
/// sentence, too: a name, a figure, another program's words, a record of before. So is one that was changed afterwards.
class Sentence : public std::string {
public:
    Sentence() = default;
    Sentence(std::string text) : std::string(std::move(text)) {}
    Sentence(const char* text) : std::string(text) {}
    Sentence(const Wording& wording, std::vector<Sentence> args);

    /// The pattern to translate and to fill with args(); null where there is only the text.
    const char* pattern() const;
    /// "" where there is only the text.
    const char* id() const;
    const std::vector<Sentence>& args() const { return m_args; }

private:
    std::string english() const;

    const Wording* m_wording = nullptr;
    std::vector<Sentence> m_args;
};

/// An id that is not in the table gives itself as the text; a test finds each of them.
Sentence say(std::string_view id, std::vector<Sentence> args = {});
/// An argument.
inline Sentence figure(std::uint64_t number) {
    return std::to_string(number);
}
/// One after the other; either may be empty.
Sentence both(const Sentence& first, const Sentence& second);
/// The same sentence with another text wherever `text` is called: on each argument that is a text alone, or on all of
/// it.
Sentence changed(const Sentence& sentence, const std::function<std::string(const std::string&)>& text);

/// Id and arguments as a list, an argument being a text or such a list; null where there is only the text.
nlohmann::json said(const Sentence& sentence);
/// The sentence of said(); `text` where there is none, where its id is not known here or where it is malformed.
Sentence unsaid(const nlohmann::json& said, const std::string& text);
/// One text that keeps both, for a database. A text alone stays as it is.
std::string kept(const Sentence& sentence);
Sentence unkept(const std::string& text);
/// A detail of evidence, whose files hold the English text alone, as the sentence that gives this text; `text` itself
/// where none does.
Sentence evidence_sentence(const std::string& text);

} // namespace hearth::core
