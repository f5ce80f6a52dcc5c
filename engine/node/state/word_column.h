// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/words.h"
#include "core/result.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <string>

namespace hearth::node {

/// Of node.sqlite, where a column holds one of the words of E. Errors: corrupt, for any other word.
template <typename E>
core::Status take_word(const SQLite::Database& from, const SQLite::Column& column, E& value) {
    const std::string word = column.getString();
    const auto known = control::from_name<E>(word);
    if (!known)
        return core::fail(core::Code::corrupt, core::say("file_holds_unknown_state", {from.getFilename(), word}),
                          core::say("use_version_that_wrote"));
    value = *known;
    return {};
}

} // namespace hearth::node
