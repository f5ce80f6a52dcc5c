// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QString>

namespace hearth::desktop {

/// What a hearth:// link asks for. It comes from any web page, so it only ever names something to be looked at.
struct Link {
    enum class Kind { invitation, receipt };
    Kind kind = Kind::receipt;
    QString word; ///< the invitation, or the receipt's id
};

/// A word of the command line that is meant as a link, however wrong.
bool isLink(const QString& word);
/// "hearth://invitation/TEXT" or "hearth://receipt/ID", nothing before, between or behind. Errors: invalid_argument,
/// with a sentence for people in the window's language.
core::Result<Link> parseLink(const QString& text);

inline constexpr qsizetype longest_link = 96 * 1024;

} // namespace hearth::desktop
