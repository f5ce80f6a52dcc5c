// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "core/units.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace hearth::ledger {

/// What shares in parts per million are parts of.
inline constexpr std::uint64_t whole_ppm = 1'000'000;

/// A number that governance may move, inside its bounds.
struct Parameter {
    std::uint64_t value = 0, min = 0, max = 0;
    std::string unit, doc;
    bool operator==(const Parameter&) const = default;
};

/// Every number of the economic rules by name, e.g. "fee.executor_ppm". Loaded from resources/params/*.toml;
/// the ledger stores value and bounds and refuses a value outside them.
class Params {
public:
    static core::Result<Params> load(const std::filesystem::path& file);
    static core::Result<Params> parse(std::string_view toml, const std::string& source);
    /// The rules of solo mode that this program was built with.
    static Params solo();
    static core::Result<Params> from_cbor(const core::cbor::Value& value);
    core::cbor::Value to_cbor() const;
    /// Whether the parameters that these rules know are there; a chain of older ones lacks what came later.
    bool is_complete(std::uint64_t rules) const;
    /// Adds what these rules know and is missing, with the values that an upgraded chain begins with.
    void complete(std::uint64_t rules);

    /// The names are fixed in params.cpp; load() fails when one is missing, so get() always finds it.
    std::uint64_t get(std::string_view name) const;
    /// Errors: not_found, refused (names the bounds).
    core::Status set(const std::string& name, std::uint64_t value);
    /// All or none; shares of a fee can only be moved together.
    core::Status set_all(const std::map<std::string, std::uint64_t>& values);
    const std::map<std::string, Parameter, std::less<>>& all() const { return m_values; }
    /// Split sums to one million, leak bound of the subsidy and that of the auditors' pay hold, bounds contain values;
    /// the additions of a version of the rules are all there or all missing.
    core::Status check() const;

    bool operator==(const Params&) const = default;

private:
    std::map<std::string, Parameter, std::less<>> m_values;
};

} // namespace hearth::ledger
