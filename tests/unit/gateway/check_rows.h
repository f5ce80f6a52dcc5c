// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proof/check.h"

#include <QtGlobal>
#include <set>
#include <string>
#include <vector>

namespace hearth::test {

inline std::set<std::string> failed(const std::vector<proof::CheckRow>& rows) {
    std::set<std::string> names;
    for (const proof::CheckRow& row : rows)
        if (row.outcome == proof::CheckRow::Outcome::failed) names.insert(row.name);
    return names;
}

/// Null: there is none.
inline const proof::CheckRow* row_called(const std::vector<proof::CheckRow>& rows, const std::string& name) {
    for (const proof::CheckRow& row : rows)
        if (row.name == name) return &row;
    return nullptr;
}

/// Of a row that must be there.
inline proof::CheckRow::Outcome outcome_of(const std::vector<proof::CheckRow>& rows, const std::string& name) {
    if (const proof::CheckRow* const row = row_called(rows, name)) return row->outcome;
    qFatal("no check %s", name.c_str());
}

} // namespace hearth::test
