// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/defect.h"

#include "core/log.h"

#include <algorithm>
#include <charconv>

namespace hearth::gateway {

ApiError defect_error() {
    return http_error(500, "internal",
                      "The request could not be answered because of a defect in this service. Ask again; if it happens "
                      "again, report it with the file that hearthctl doctor --bundle FILE writes.");
}

std::string defect_event(EventForm form, std::optional<std::uint64_t> number) {
    return error_event(defect_error(), form, number);
}

/// In a text inside an event the name's quotes are escaped.
void EventNumbers::pass(std::string_view bytes, EventForm form) {
    if (form != EventForm::typed) return;
    constexpr std::string_view name = "\"sequence_number\":";
    constexpr std::size_t longest = 64; // of the name and a number behind it
    m_tail += bytes;
    const std::string_view text = m_tail;
    for (std::size_t at = text.rfind(name); at != std::string_view::npos;
         at = at == 0 ? at - 1 : text.rfind(name, at - 1)) {
        const std::size_t first = text.find_first_not_of(' ', at + name.size());
        if (first == std::string_view::npos) continue;
        std::uint64_t number = 0;
        const auto [end, ec] = std::from_chars(text.data() + first, text.data() + text.size(), number);
        // What ends with the piece may go on in the next one.
        if (ec != std::errc() || end == text.data() + text.size() || number >= UINT32_MAX) continue;
        m_next = number + 1;
        break;
    }
    m_tail.erase(0, m_tail.size() - std::min(m_tail.size(), longest));
}

void step_threw(Reply* reply, const char* what) {
    core::log::error("gateway", "handler_threw", {{"what", what}});
    if (reply != nullptr) reply->broke();
}

} // namespace hearth::gateway
