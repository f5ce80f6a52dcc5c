// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "text/tokenizer.h"

#include <memory>
#include <vector>

namespace hearth::text {

/// Which token may come next under a JSON schema, a regular expression or a Lark grammar. One per running
/// sequence; not thread-safe.
class Constraint {
public:
    static core::Result<Constraint> from_json_schema(const Tokenizer& tokenizer, std::string_view schema);
    static core::Result<Constraint> from_regex(const Tokenizer& tokenizer, std::string_view regex);
    static core::Result<Constraint> from_lark(const Tokenizer& tokenizer, std::string_view grammar);
    ~Constraint();
    Constraint(Constraint&&) noexcept;
    Constraint& operator=(Constraint&&) noexcept;

    /// One bit per token, 32 in a word, set = allowed. Length: ceil(vocabulary / 32).
    core::Result<std::vector<std::uint32_t>> allowed() ;
    /// Errors: refused when the token is not allowed here.
    core::Status accept(TokenId id);
    bool may_stop() const;

private:
    struct State;
    explicit Constraint(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace hearth::text
