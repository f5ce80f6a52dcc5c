// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::gateway {

/// Which names of models mean the same one, from models/names.json of the installation (model-names.cddl). A name may
/// say how the weights are rounded, and means these weights only then. Upper and lower case make no difference.
/// Immutable; one that is empty knows no name.
class ModelNames {
public:
    static constexpr const char* no_rounding = "unknown";

    /// Errors: corrupt. A name that stands there for two models means neither.
    static core::Result<ModelNames> parse(std::string_view json);

    /// Of the weights under a name, as OpenRouter calls it; no_rounding where the name does not say it.
    std::string quantization(const std::string& name) const;
    /// Whether a network's `offered` is what a caller of `asked` wants. A name that says a rounding is answered with
    /// these weights alone; another one with those that say none, or, where the caller names quantizations, with one
    /// of these. False for names that are not known, which mean themselves alone.
    bool same(const std::string& offered, const std::string& asked,
              const std::vector<std::string>& quantizations) const;

    /// Whether a model that is kept here under the name `kept`, whose profiles round its weights to `roundings`, is
    /// what a caller of `asked` wants: as same(), and one of its profiles has the rounding that `asked` says, or one
    /// that the caller names, if it names some.
    bool same_here(const std::string& kept, const std::vector<std::string>& roundings, const std::string& asked,
                   const std::vector<std::string>& quantizations) const;
    /// Whether an answer that names `answered` certainly is not what was asked for under the name `asked`: both are
    /// known, and are two models, or say two roundings; where `asked` says none, any will do that is among those that
    /// the caller names, if it names some. Dates, aliases and whatever else is not known are no difference.
    bool differ(const std::string& asked, const std::string& answered,
                const std::vector<std::string>& quantizations = {}) const;

private:
    struct Meaning {
        std::size_t model = 0;
        std::size_t rounding = 0; ///< 0: it does not say
        std::string quantization;
        bool ambiguous = false;
    };
    const Meaning* find(const std::string& name) const;
    void add(const std::string& name, const Meaning& meaning);
    std::map<std::string, Meaning> m_meanings; ///< by the name in small letters
};

} // namespace hearth::gateway
