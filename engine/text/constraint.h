// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "text/tokenizer.h"

#include <memory>
#include <vector>

namespace hearth::text {

/// Which token may come next under a JSON schema, a regular expression or a Lark grammar. One per running
/// sequence; not thread-safe. The tokenizer need not outlive it. Errors of the makers: invalid_argument with
/// the grammar's fault, too_large.
class Constraint {
public:
    static core::Result<Constraint> from_json_schema(const Tokenizer& tokenizer, std::string_view schema);
    static core::Result<Constraint> from_regex(const Tokenizer& tokenizer, std::string_view regex);
    static core::Result<Constraint> from_lark(const Tokenizer& tokenizer, std::string_view grammar);
    ~Constraint();
    Constraint(Constraint&&) noexcept;
    Constraint& operator=(Constraint&&) noexcept;

    /// One bit per token, 32 in a word, set = allowed. Length: ceil(vocabulary / 32). The tokenizer's end
    /// token is among them when may_stop(); other stop tokens are the caller's to add then.
    core::Result<std::vector<std::uint32_t>> allowed();
    /// Errors: refused when the token is not allowed here.
    core::Status accept(TokenId id);
    /// True if what was accepted so far is complete.
    bool may_stop() const;

private:
    static core::Result<Constraint> make(const Tokenizer& tokenizer, int kind, std::string_view text);

    struct State;
    explicit Constraint(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace hearth::text
