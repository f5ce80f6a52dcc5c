// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"

#include <optional>
#include <string>
#include <vector>

namespace hearth::node {

/// Settings that hold prices, for errors; empty where somebody gave them with something else.
struct PriceNames {
    std::string prompt = "prices.prompt_million", completion = "prices.completion_million", models = "prices.models";
};

/// What the operator asks for a token, as prices.* of hearth.toml say it for a million. Immutable.
struct Prices {
    /// For one model, in place of the others.
    struct OfModel {
        std::string model; ///< name, id, or the beginning of an id
        core::Amount prompt_token, completion_token;
        bool operator==(const OfModel&) const = default;
    };
    std::optional<core::Amount> prompt_token, completion_token; ///< none: the usual price of the ledger's rules
    std::vector<OfModel> models;
    bool operator==(const Prices&) const = default;

    /// Texts as in hearth.toml: "0.1" EMB or nothing; "NAME=0.05/0.2". Errors name the setting, if any.
    static core::Result<Prices> parse(const std::string& prompt_million, const std::string& completion_million,
                                      const std::vector<std::string>& models, const PriceNames& names = {});
};

} // namespace hearth::node
