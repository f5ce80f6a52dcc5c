// SPDX-License-Identifier: Apache-2.0
#include "control/frame.h"
#include "control/json.h"
#include "control/message.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace hearth;

namespace {

/// What was read must be written and read again to the same text.
template <class T>
void check(const nlohmann::json& tree) {
    const auto value = control::from_tree<T>(tree, "value");
    if (!value) return;
    const std::string text = control::to_json(*value);
    const auto again = control::from_json<T>(text, "value");
    if (!again || control::to_json(*again) != text) std::abort();
}

void check_message(const std::string& body) {
    const auto message = control::parse_message(body, {});
    if (!message || message->body == nullptr) return;
    check<control::NodeStatus>(*message->body);
    check<control::ReceiptView>(*message->body);
    check<control::Earnings>(*message->body);
    check<control::ChatRequest>(*message->body);
    check<control::ChatResult>(*message->body);
    check<control::Event>(*message->body);
    static_cast<void>(control::read_hello(*message->body));
}

} // namespace

/// A stream of frames as a client may send it, in pieces whose sizes follow from the bytes themselves.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    control::FrameReader reader(std::size_t{1} << 16);
    for (std::size_t at = 0; at < size;) {
        const std::size_t piece = std::min<std::size_t>(size - at, 1U + data[at]);
        reader.append({reinterpret_cast<const char*>(data) + at, piece});
        at += piece;
        while (true) {
            const auto body = reader.next();
            if (!body) return 0;
            if (!body.value()) break;
            check_message(*body.value());
        }
    }
    return 0;
}
