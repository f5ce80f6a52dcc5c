// SPDX-License-Identifier: Apache-2.0
#include "words_input.h"

#include "core/file.h"
#include "core/recovery_words.h"
#include "terminal.h"

#include <cerrno>
#include <unistd.h>

namespace hearth::cli {
namespace {

using core::Code;
using Words = std::vector<std::string>;

constexpr std::size_t most_words_bytes = 4096;

core::Result<Words> words_of_file(const std::string& file) {
    if (core::open_to_others(file))
        return core::fail(Code::refused, "The file " + file + " may be read by other users.", "Run: chmod 600 " + file);
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, most_words_bytes));
    return core::split_words({reinterpret_cast<const char*>(raw.data()), raw.size()});
}

core::Result<Words> words_of_input() {
    std::string text;
    char buffer[512];
    while (text.size() <= most_words_bytes) {
        const ssize_t got = ::read(STDIN_FILENO, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        text.append(buffer, static_cast<std::size_t>(got));
    }
    return core::split_words(text);
}

/// In as many lines as somebody likes; an empty one ends it.
core::Result<Words> words_of_terminal(Interrupt& interrupt) {
    const Terminal terminal(interrupt, Terminal::Echo::on);
    if (!terminal.usable())
        return core::fail(Code::invalid_argument, "There is no terminal to ask for the words on.",
                          "Write them to standard input, or into a file with mode 0600.");
    terminal.say("Type the 24 words in their order, in one line or several.\n");
    Words words;
    while (words.size() < core::recovery_word_count) {
        const std::string place = std::to_string(words.size() + 1);
        const Words line = core::split_words(terminal.ask("From word " + place + ": "));
        if (line.empty()) break;
        words.insert(words.end(), line.begin(), line.end());
    }
    return words;
}

} // namespace

core::Result<core::SigningKey> read_words(Interrupt& interrupt, const std::string& file) {
    HEARTH_TRY(const Words words, file != "-"                   ? words_of_file(file)
                                  : ::isatty(STDIN_FILENO) != 0 ? words_of_terminal(interrupt)
                                                                : words_of_input());
    return core::key_of_words(words);
}

} // namespace hearth::cli
