// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/calls.h"
#include "control/dispatch.h"

#include <map>

/// How calls by name become calls of a Node: parameters from JSON, the answer to it. Internal to the library.
namespace hearth::control {

using Answer = core::Result<std::string>;
using Tree = nlohmann::json;

template <class T>
Answer answer(const core::Result<T>& result) {
    if (!result) return result.error();
    return to_json(result.value());
}
inline Answer answer(const core::Status& status) {
    if (!status) return status.error();
    return to_json(Done{});
}
inline Answer answer(const core::Result<core::Bytes>& result) {
    if (!result) return result.error();
    return to_json(ExportAnswer{core::to_hex(result.value())});
}

template <class Params, class Call>
Answer with(const Tree& tree, Call&& call) {
    HEARTH_TRY(const Params params, from_tree<Params>(tree, "params"));
    return answer(call(params));
}

struct Method {
    CallKind kind;
    Answer (*run)(Node&, const Tree&, const CallSinks&);
};
using Methods = std::map<std::string, Method, std::less<>>;

/// A call without parameters.
template <auto Call>
Answer plain(Node& node, const Tree& tree, const CallSinks&) {
    return with<NoParams>(tree, [&](const NoParams&) { return (node.*Call)(); });
}

/// Those of dispatch.cpp, and with them those that are about keys and about changes of the home.
Methods with_home_methods(Methods others);

} // namespace hearth::control
