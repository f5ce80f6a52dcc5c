// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

#include <cstdint>
#include <string>
#include <vector>

/// The verbs for the operator's key as words and for a key that is kept offline; see verbs.h. All but export and send
/// work without a service.
namespace hearth::cli {

/// Onto the terminal, whose owner is then asked for three of them, or into a new file that nobody else may read; never
/// onto standard output.
int back_up_words(Context& context, const std::string& file, bool force);
/// From the file, from standard input, or asked on the terminal. Needs the home for itself. `replace`: another
/// operator's keys are moved aside.
int restore_words(Context& context, const std::string& file, bool replace);
/// Moves the operator's key into a file. Needs the home for itself.
int take_key_offline(Context& context, const std::string& file);

struct ExportWish {
    std::string file, act;
    std::vector<std::string> arguments; ///< of the act
    std::uint64_t blocks = 100'000;
    bool force = false;
};
int export_transaction(Context& context, const ExportWish& wish);
struct SignWish {
    std::string file, key, words; ///< one of the two; `words` of "-": asked for or read from standard input
    bool sure = false;
};
/// Says what it does and asks, unless `sure`; the file then has its signature.
int sign_transaction(Context& context, const SignWish& wish);
int send_transaction(Context& context, const std::string& file);

} // namespace hearth::cli
