// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"
#include "core/units.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>

class QDateTime;

/// Values for people, in the user's language. Unknown or malformed gives "—", never 0.
namespace hearth::desktop::format {

/// "—"
QString unknown();
/// What the node says, in the window's language and with its figures; a text that it did not word, as it came.
QString worded(const core::Sentence& said);
/// The same as a sentence of its own: with a capital letter and a full stop.
QString sentence(const core::Sentence& said);
/// Money of whole 10⁻⁹ EMB, rounded down to three significant digits; whole EMB are never cut: "1,284", "3.48",
/// "0.00821", "0.0000128". No unit.
QString money(const std::string& units);
/// All nine decimals and "EMB": for tool tips and copies.
QString moneyExact(const std::string& units);
/// For drawing only.
double moneyNumber(const std::string& units);

QString bytes(std::optional<std::uint64_t> bytes); ///< "88.1 MiB"
/// "9.0 GiB / 32.0 GiB", or the part alone.
QString bytesOf(std::optional<std::uint64_t> part, std::optional<std::uint64_t> whole);
QString percent(std::optional<std::uint32_t> ppm); ///< "42 %"
QString temperature(std::optional<std::int64_t> millicelsius);
QString power(std::optional<std::uint64_t> milliwatts);
QString count(std::uint64_t number); ///< "12,345"
/// A figure with its unit that came as an English text, "8,123.4 MiB" or "2.5 EMB"; any other text as it came: a
/// figure alone may be a version or a name.
QString measured(const std::string& text);
/// A figure that came as a text with its decimal point, "32.31"; any other text as it came.
QString plainNumber(const std::string& text);
QString countShort(std::uint64_t number);              ///< "135 M", "1.1 B"
QString milliseconds(std::optional<std::uint32_t> ms); ///< "840 ms", "2.1 s"
/// "42 s", "5 min", "3 h", "6 d": the largest unit.
QString duration(std::int64_t seconds);
/// The same without seconds, for what is shown while time goes on: "under a minute", "1 min", "5 min", "3 h".
QString roughDuration(std::int64_t seconds);
/// In the two largest units, where one would not be true: "3 h 30 min".
QString span(std::int64_t seconds);
QString day(const QDateTime& at, bool with_year); ///< "12 Nov", "12 Nov 2026"
/// "14:03:22" today, "12 Nov 14:03" this year, else with the year.
QString time(core::Nanoseconds at, core::Nanoseconds now);
QString time(std::optional<core::Nanoseconds> at);
QString dateTime(core::Nanoseconds at); ///< in full, for tool tips
/// "9f3a21…c04e"
QString shortId(const std::string& id);

} // namespace hearth::desktop::format
