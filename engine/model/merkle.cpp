// SPDX-License-Identifier: Apache-2.0
#include "model/merkle.h"

#include <algorithm>
#include <vector>

namespace hearth::model {
namespace {

constexpr std::uint8_t leaf_tag[1] = {0};
constexpr std::uint8_t node_tag[1] = {1};

core::Hash join(const core::Hash& left, const core::Hash& right) {
    return core::Sha256().update(core::ByteView(node_tag)).update(left.view()).update(right.view()).finish();
}

} // namespace

core::Hash pieces_root(core::ByteView data) {
    // Complete subtrees by height, as a binary counter: pushing a leaf carries like adding one.
    std::vector<std::pair<unsigned, core::Hash>> stack;
    for (std::size_t at = 0; at < data.size(); at += piece_bytes) {
        const core::ByteView piece = data.subspan(at, std::min(piece_bytes, data.size() - at));
        stack.emplace_back(0, core::Sha256().update(core::ByteView(leaf_tag)).update(piece).finish());
        while (stack.size() > 1 && stack[stack.size() - 2].first == stack.back().first) {
            const core::Hash right = stack.back().second;
            stack.pop_back();
            stack.back() = {stack.back().first + 1, join(stack.back().second, right)};
        }
    }
    while (stack.size() > 1) {
        const core::Hash right = stack.back().second;
        stack.pop_back();
        stack.back().second = join(stack.back().second, right);
    }
    return stack.empty() ? core::sha256({}) : stack.front().second;
}

} // namespace hearth::model
