// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"

#include <optional>
#include <string_view>
#include <utility>
#include <variant>

namespace hearth::core {

/// Reason of a failure; what a program decides on. People read Error::message.
enum class Code {
    invalid_argument, ///< the caller's input is wrong
    not_found,        ///< the named thing does not exist
    refused,          ///< a rule or a permission forbids it
    unavailable,      ///< a needed service, device or peer is not there now
    corrupt,          ///< stored or received data does not verify
    too_large,        ///< a limit on size, depth or count
    busy,             ///< try again later
    conflict,         ///< the present state contradicts the request
    cancelled,        ///< the caller asked to stop
    timed_out,
    io,
    unsupported,
    out_of_memory,
    internal, ///< a defect of ours
};

const char* code_name(Code code);
std::optional<Code> code_from_name(std::string_view name);

/// A failure as a value: one sentence for people and, where known, what to do about it. Made by say(), both are worded
/// again in the language of a window; a text alone, for logs and command lines, stays English.
struct Error {
    Code code = Code::internal;
    Sentence message;
    Sentence hint;
    std::optional<std::uint32_t> retry_after_s = {}; ///< busy: when it is known
};

/// A value or an Error. No exception crosses a thread, process or event-loop edge; this does.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }
    T& value() & { return std::get<0>(m_state); }
    const T& value() const& { return std::get<0>(m_state); }
    T&& value() && { return std::get<0>(std::move(m_state)); }
    const Error& error() const { return std::get<1>(m_state); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

private:
    std::variant<T, Error> m_state;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}

    bool ok() const { return !m_error; }
    explicit operator bool() const { return ok(); }
    const Error& error() const { return *m_error; }

private:
    std::optional<Error> m_error;
};

using Status = Result<void>;

inline Error fail(Code code, Sentence message, Sentence hint = {}) {
    return Error{code, std::move(message), std::move(hint)};
}

} // namespace hearth::core

#define HEARTH_CONCAT_INNER(a, b) a##b
#define HEARTH_CONCAT(a, b) HEARTH_CONCAT_INNER(a, b)

/// Returns the error of `expr` from the enclosing function, if it has one.
#define HEARTH_CHECK(expr)                                                                                             \
    do {                                                                                                               \
        if (auto hearth_status = (expr); !hearth_status) return hearth_status.error();                                 \
    } while (false)

/// Declares `decl` with the value of `expr`, or returns its error from the enclosing function.
#define HEARTH_TRY(decl, expr)                                                                                         \
    auto HEARTH_CONCAT(hearth_result_, __LINE__) = (expr);                                                             \
    if (!HEARTH_CONCAT(hearth_result_, __LINE__)) return HEARTH_CONCAT(hearth_result_, __LINE__).error();              \
    decl = std::move(HEARTH_CONCAT(hearth_result_, __LINE__)).value()
