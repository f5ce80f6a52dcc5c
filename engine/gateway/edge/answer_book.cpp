// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/answer_book.h"

namespace hearth::gateway {

void AnswerBook::keep(const std::string& caller, AnsweredBytes answer, core::Nanoseconds now) {
    while (!m_kept.empty() && (m_kept.size() >= most || now - m_kept.begin()->second.at > lasts))
        drop(m_kept.begin()->first);
    const auto known = m_numbers.find({caller, answer.answer_id});
    if (known != m_numbers.end()) {
        const AnsweredBytes& other = m_kept.at(known->second).answer;
        const bool taken = other.network.empty() || other.answer_id != answer.answer_id;
        if (taken && answer.network.empty()) return;
        if (taken) answer.answer_id.clear();
    }
    const auto own = m_of_one.find(caller);
    if (own != m_of_one.end() && own->second.size() >= most_of_one) drop(own->second.front());
    for (const std::string* id : {&answer.answer_id, &answer.evidence_id, &answer.receipt_id})
        if (!id->empty()) m_numbers.insert_or_assign({caller, *id}, m_next);
    m_of_one[caller].push_back(m_next);
    m_kept.emplace(m_next++, Kept{caller, std::move(answer), now});
}

/// The oldest of its caller, as the oldest of all is too.
void AnswerBook::drop(std::uint64_t number) {
    const auto kept = m_kept.find(number);
    const auto own = m_of_one.find(kept->second.caller);
    const AnsweredBytes& answer = kept->second.answer;
    for (const std::string* id : {&answer.answer_id, &answer.evidence_id, &answer.receipt_id})
        if (const auto at = m_numbers.find({own->first, *id}); at != m_numbers.end() && at->second == number)
            m_numbers.erase(at);
    own->second.pop_front();
    if (own->second.empty()) m_of_one.erase(own);
    m_kept.erase(kept);
}

std::optional<AnsweredBytes> AnswerBook::find(const std::string& id, const std::string& caller,
                                              core::Nanoseconds now) const {
    const auto number = m_numbers.find({caller, id});
    if (number == m_numbers.end()) return std::nullopt;
    const Kept& kept = m_kept.at(number->second);
    if (now - kept.at > lasts) return std::nullopt;
    return kept.answer;
}

} // namespace hearth::gateway
