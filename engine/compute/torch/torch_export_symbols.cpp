// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/detail/export_symbols.h"

#include <algorithm>
#include <functional>
#include <stdexcept>

namespace hearth::compute {
namespace {

using Values = std::vector<c10::IValue>;

std::int64_t whole_of(const c10::IValue& value) {
    if (value.isInt()) return value.toInt();
    if (value.isBool()) return value.toBool() ? 1 : 0;
    throw std::runtime_error("a size is no whole number");
}

bool truth_of(const c10::IValue& value) {
    if (!value.isBool()) throw std::runtime_error("a condition is neither true nor false");
    return value.toBool();
}

c10::IValue within(bool overflows, std::int64_t value) {
    if (overflows) throw std::runtime_error("a size is too large");
    return value;
}

c10::IValue sum(const Values& v) {
    std::int64_t made = 0;
    const bool overflows = __builtin_add_overflow(whole_of(v[0]), whole_of(v[1]), &made);
    return within(overflows, made);
}

c10::IValue difference(const Values& v) {
    std::int64_t made = 0;
    const bool overflows = __builtin_sub_overflow(whole_of(v[0]), whole_of(v[1]), &made);
    return within(overflows, made);
}

c10::IValue product(const Values& v) {
    std::int64_t made = 0;
    const bool overflows = __builtin_mul_overflow(whole_of(v[0]), whole_of(v[1]), &made);
    return within(overflows, made);
}

c10::IValue negated(const Values& v) {
    std::int64_t made = 0;
    const bool overflows = __builtin_sub_overflow(std::int64_t{0}, whole_of(v[0]), &made);
    return within(overflows, made);
}

/// Python rounds down, and what remains has the sign of the divisor.
bool rounds_down(std::int64_t value, std::int64_t by) {
    return value % by != 0 && (value < 0) != (by < 0);
}

c10::IValue quotient(const Values& v) {
    const std::int64_t value = whole_of(v[0]), by = whole_of(v[1]);
    if (by == 0) throw std::runtime_error("a size is divided by zero");
    if (by == -1) return negated({value});
    return value / by - (rounds_down(value, by) ? 1 : 0);
}

c10::IValue rest(const Values& v) {
    const std::int64_t value = whole_of(v[0]), by = whole_of(v[1]);
    if (by == 0) throw std::runtime_error("a size is divided by zero");
    if (by == -1) return std::int64_t{0};
    return value % by + (rounds_down(value, by) ? by : 0);
}

c10::IValue smaller(const Values& v) {
    return std::min(whole_of(v[0]), whole_of(v[1]));
}

c10::IValue larger(const Values& v) {
    return std::max(whole_of(v[0]), whole_of(v[1]));
}

template <typename Compare>
c10::IValue compared(const Values& v) {
    return Compare()(whole_of(v[0]), whole_of(v[1]));
}

c10::IValue both(const Values& v) {
    return truth_of(v[0]) && truth_of(v[1]);
}

c10::IValue either(const Values& v) {
    return truth_of(v[0]) || truth_of(v[1]);
}

c10::IValue negation(const Values& v) {
    return !truth_of(v[0]);
}

constexpr ExportFunction export_functions[] = {
    {"_operator.add", 2, sum},
    {"_operator.sub", 2, difference},
    {"_operator.mul", 2, product},
    {"_operator.neg", 1, negated},
    {"_operator.mod", 2, rest},
    {"_operator.floordiv", 2, quotient},
    {"_operator.eq", 2, compared<std::equal_to<>>},
    {"_operator.ne", 2, compared<std::not_equal_to<>>},
    {"_operator.lt", 2, compared<std::less<>>},
    {"_operator.le", 2, compared<std::less_equal<>>},
    {"_operator.gt", 2, compared<std::greater<>>},
    {"_operator.ge", 2, compared<std::greater_equal<>>},
    {"_operator.and_", 2, both},
    {"_operator.or_", 2, either},
    {"torch.sym_not", 1, negation},
    {"torch.sym_min", 2, smaller},
    {"torch.sym_max", 2, larger},
};

} // namespace

const ExportFunction* find_export_function(const std::string& name) {
    for (const ExportFunction& one : export_functions)
        if (name == one.name) return &one;
    return nullptr;
}

} // namespace hearth::compute
