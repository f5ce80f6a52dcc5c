// SPDX-License-Identifier: Apache-2.0
#include "passphrase.h"

#include "core/backup.h"
#include "core/bytes.h"
#include "core/file.h"
#include "terminal.h"

namespace hearth::cli {
namespace {

using core::Code;

constexpr std::size_t max_passphrase_bytes = 1024;

core::Result<std::string> from_file(const std::string& file) {
    if (core::open_to_others(file))
        return core::fail(Code::refused, "The passphrase file " + file + " may be read by other users.",
                          "Run: chmod 600 " + file);
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, max_passphrase_bytes + 2));
    std::string text(raw.begin(), raw.end());
    text = text.substr(0, text.find('\n'));
    if (!text.empty() && text.back() == '\r') text.pop_back();
    return text;
}

core::Result<std::string> from_terminal(Interrupt& interrupt, bool is_new) {
    const Terminal terminal(interrupt, Terminal::Echo::off);
    if (!terminal.usable())
        return core::fail(Code::invalid_argument, "There is no terminal to ask for the passphrase on.",
                          "Put it into a file with mode 0600 and give --passphrase-file FILE.");
    const std::string first = terminal.ask("Passphrase: ");
    if (is_new) HEARTH_CHECK(core::check_new_passphrase(first));
    if (is_new && terminal.ask("Once more: ") != first)
        return core::fail(Code::invalid_argument, "The two passphrases differ.", "Try again.");
    return first;
}

} // namespace

core::Result<std::string> read_passphrase(Interrupt& interrupt, const std::string& file, bool is_new) {
    HEARTH_TRY(const std::string passphrase, file.empty() ? from_terminal(interrupt, is_new) : from_file(file));
    if (passphrase.empty())
        return core::fail(Code::invalid_argument, "The passphrase is empty.",
                          "A backup without one would give the keys to whoever finds it.");
    if (passphrase.size() > max_passphrase_bytes)
        return core::fail(Code::invalid_argument,
                          "The passphrase is longer than " + std::to_string(max_passphrase_bytes) + " bytes.");
    if (!core::is_utf8(passphrase))
        return core::fail(Code::invalid_argument, "The passphrase is not valid UTF-8 text.");
    if (is_new) HEARTH_CHECK(core::check_new_passphrase(passphrase));
    return passphrase;
}

} // namespace hearth::cli
