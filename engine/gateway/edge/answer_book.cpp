// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/answer_book.h"

namespace hearth::gateway {

void AnswerBook::keep(const std::string& caller, AnsweredBytes answer, core::Nanoseconds now) {
    while (!m_order.empty() && (m_order.size() >= most || now - m_kept.at(m_order.front()).at > lasts)) {
        m_kept.erase(m_order.front());
        m_order.pop_front();
    }
    const std::string id = answer.answer_id;
    if (m_kept.insert_or_assign(id, Kept{caller, std::move(answer), now}).second) m_order.push_back(id);
}

std::optional<AnsweredBytes> AnswerBook::find(const std::string& answer_id, const std::string& caller,
                                              core::Nanoseconds now) const {
    const auto found = m_kept.find(answer_id);
    if (found == m_kept.end() || found->second.caller != caller || now - found->second.at > lasts) return std::nullopt;
    return found->second.answer;
}

} // namespace hearth::gateway
