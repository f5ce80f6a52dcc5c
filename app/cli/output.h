// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"
#include "core/result.h"
#include "core/units.h"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

/// What people read. Texts from outside lose their control characters, so that an answer cannot steer the
/// terminal; colours appear on terminals only and never with NO_COLOR.
namespace hearth::cli {

void print_error(const core::Error& error, bool json, const char* condition = nullptr);

/// Columns of equal width, two blanks between; empty `head` = none.
class Table {
public:
    explicit Table(std::vector<std::string> head = {}) {
        if (!head.empty()) row(std::move(head));
    }
    Table& row(std::vector<std::string> cells);
    void print(const char* indent = "") const;

private:
    std::vector<std::vector<std::string>> m_rows;
};

/// Without control characters; line feeds and tabs stay if `multiline`.
std::string printable(std::string_view text, bool multiline = false);
bool stdout_is_terminal();
/// "on", "passed" … in the colour of what they say, where there are colours.
std::string coloured(const std::string& state);

std::string bytes_text(std::uint64_t bytes);
/// "1.5 EMB" for a count of 10⁻⁹ EMB.
std::string money_text(const std::string& units);
/// "texts", "vectors" or "tensors".
std::string made_by(const control::ModelInfo& model);
/// What a million tokens of a model cost.
std::string price_text(const control::ModelInfo& model);
/// Local time to the second; UTC with `utc`, in ISO 8601.
std::string time_text(core::Nanoseconds at, bool utc = false);
/// The first twelve digits: enough to find it, short enough for a column.
std::string short_id(const std::string& id);
/// "whole", or that its caller cut the answer short.
const char* answer_text(bool cut_short);
/// As a shell reads it back: quoted where it has to be.
std::string shell_word(const std::string& text);
std::string joined(const std::vector<std::string>& words, const char* between = " ");

void print_checks(const std::vector<control::Check>& checks);
void print_json_line(const std::string& json);
/// In one line; what is no UTF-8 in it is replaced.
void print_json(const nlohmann::ordered_json& json);
/// 0, or 1 with a sentence if something printed did not reach its place.
int flush_output(bool json);

} // namespace hearth::cli
