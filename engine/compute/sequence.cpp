// SPDX-License-Identifier: Apache-2.0
#include "compute/sequence.h"

#include "compute/kv_pool.h"
#include "compute/logprobs.h"
#include "core/clock.h"
#include "proof/receipt.h"

#include <algorithm>
#include <utility>

namespace hearth::compute {

namespace {

std::uint32_t milliseconds(core::Nanoseconds duration) {
    return static_cast<std::uint32_t>(std::clamp<core::Nanoseconds>(duration / 1'000'000, 0, UINT32_MAX));
}

std::uint8_t code(proof::StopReason reason) {
    return static_cast<std::uint8_t>(reason);
}

} // namespace

Sequence::Sequence(SequenceRequest request, EngineSink& sink, const text::Tokenizer& tokenizer,
                   const std::vector<std::uint32_t>& stop_ids, std::optional<AnswerRule> rule)
    : standing(request.priority), m_request(std::move(request)), m_sink(&sink), m_stop_ids(&stop_ids),
      m_sampler(m_request.params, m_request.key), m_tokenizer(&tokenizer), m_detokenizer(tokenizer),
      m_prompt_text(tokenizer), m_stops(m_request.stop_strings), m_ids(m_request.prompt_ids), m_rule(std::move(rule)),
      m_started(core::monotonic()) {
    if (m_request.chain_start) m_chain.emplace(*m_request.chain_start);
}

const core::Hash& Sequence::page_key_at(std::size_t index) {
    while (m_page_keys.size() <= index) {
        const std::size_t page = m_page_keys.size();
        const core::Hash& before = page == 0 ? m_request.cache_salt : m_page_keys.back();
        m_page_keys.push_back(page_key(before, ids().subspan(page * inference::page_tokens, inference::page_tokens)));
    }
    return m_page_keys[index];
}

void Sequence::draw_ahead(std::span<const float> logits) {
    auto row = m_rule ? m_rule->only_allowed(logits) : core::Result<std::span<const float>>(logits);
    if (!row)
        m_drawn.emplace(row.error());
    else
        m_drawn.emplace(m_sampler.draw(*row, m_ids, static_cast<std::uint32_t>(produced())).token);
}

/// Whether the drawn id can be the next one.
core::Status Sequence::accept_drawn(std::uint32_t id) {
    if (known() > 0 && id != m_request.known_ids[produced()])
        return core::fail(core::Code::corrupt, core::say("token_answer_came_out", {std::to_string(produced())}),
                          core::say("one_machine_devices_computes"));
    return m_rule ? m_rule->accept(id) : core::Status();
}

bool Sequence::advance(std::span<const float> logits, core::ByteView final_row) {
    if (!m_prefilled) m_prefilled = core::monotonic();
    report_first();
    TokenOut out;
    out.job = job();
    if (!m_drawn) draw_ahead(logits);
    const core::Result<std::uint32_t> drawn = *std::exchange(m_drawn, std::nullopt);
    const bool again = known() > 0;
    const core::Status fits = drawn ? accept_drawn(*drawn) : core::Status(drawn.error());
    if (!fits) {
        fail(fits.error());
        return true;
    }
    out.id = *drawn;
    m_ids.push_back(out.id);
    if (m_chain) m_chain->push(out.id, final_row);
    add_logprobs(out, logits);
    const bool stop_token =
        !m_request.ignore_eos && std::find(m_stop_ids->begin(), m_stop_ids->end(), out.id) != m_stop_ids->end();
    StopFilter::Outcome shown;
    out.text_offset = m_prompt_characters + m_detokenizer.characters();
    if (!stop_token) shown = m_stops.push(m_detokenizer.push(out.id));
    out.text = std::move(shown.text);
    if (!again) m_sink->on_token(out);
    if (shown.stopped) {
        end(code(proof::StopReason::stop_string), {});
        return true;
    }
    if (!stop_token && produced() < m_request.params.max_tokens) return false;
    StopFilter::Outcome tail = m_stops.push(m_detokenizer.finish());
    if (!tail.stopped) tail.text += m_stops.finish();
    const auto reason = stop_token     ? proof::StopReason::stop_token
                        : tail.stopped ? proof::StopReason::stop_string
                                       : proof::StopReason::length;
    end(code(reason), std::move(tail.text));
    return true;
}

void Sequence::add_logprobs(TokenOut& token, std::span<const float> logits) const {
    if (!m_request.top_logprobs) return;
    const Logprobs logprobs(logits);
    token.logprob = logprobs.of(token.id);
    if (*m_request.top_logprobs > 0) token.top = logprobs.top(*m_request.top_logprobs);
}

TokenOut Sequence::score(std::size_t position, std::span<const float> logits) const {
    TokenOut out;
    out.job = job();
    out.of_prompt = true;
    out.id = m_request.prompt_ids[position + 1];
    add_logprobs(out, logits);
    return out;
}

void Sequence::report(std::size_t position, TokenOut score, core::ByteView final_row) {
    report_first();
    m_scored = position + 1;
    if (m_chain) m_chain->push(score.id, final_row);
    score.text_offset = m_prompt_characters;
    score.text = prompt_text(position + 1);
    m_sink->on_token(score);
}

/// Nothing stands before the first token, so that it has no log-probability.
void Sequence::report_first() {
    if (!m_request.score_prompt || std::exchange(m_first_reported, true)) return;
    TokenOut first;
    first.job = job();
    first.of_prompt = true;
    first.id = m_request.prompt_ids.front();
    first.text = prompt_text(0);
    m_sink->on_token(first);
}

/// Control tokens show as they are spelled, but for the one that the tokenizer itself puts first.
std::string Sequence::prompt_text(std::size_t position) {
    const std::uint32_t id = m_request.prompt_ids[position];
    std::string text;
    if (m_tokenizer->is_control(id))
        text = m_prompt_text.finish() + (position == 0 ? std::string() : m_tokenizer->token_text(id));
    else
        text = m_prompt_text.push(id);
    if (position + 1 == m_request.prompt_ids.size()) text += m_prompt_text.finish();
    for (const char c : text)
        m_prompt_characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return text;
}

std::vector<std::uint32_t> Sequence::guess(std::size_t most) const {
    constexpr std::size_t context = 3;     // ids that must have stood there before
    constexpr std::size_t trial = 24;      // guesses before they are judged
    constexpr std::size_t worth_while = 4; // at least one in four must come true
    if (const std::size_t sure = std::min(most, known()); sure > 0) {
        const auto next = std::span(m_request.known_ids).subspan(produced(), sure);
        return {next.begin(), next.end()};
    }
    most = std::min<std::size_t>(most, m_request.params.max_tokens - produced() - 1);
    if (most == 0 || m_ids.size() <= context) return {};
    if (m_guessed >= trial && m_came_true * worth_while < m_guessed) return {};
    const std::span all = ids(), last = all.last(context);
    for (std::size_t at = all.size() - context; at-- > 0;) {
        if (!std::ranges::equal(all.subspan(at, context), last)) continue;
        const auto next = all.subspan(at + context);
        return {next.begin(), next.begin() + static_cast<std::ptrdiff_t>(std::min(most, next.size()))};
    }
    return {};
}

void Sequence::count_guesses(std::size_t made, std::size_t came_true) {
    if (known() > 0) return;
    m_guessed += made;
    m_came_true += came_true;
}

void Sequence::cancel_now() {
    end(code(proof::StopReason::cancelled), m_stops.finish());
}

void Sequence::end_scored() {
    m_prefilled = core::monotonic();
    report_first();
    end(code(proof::StopReason::length), {});
}

void Sequence::end(std::uint8_t reason, std::string tail) {
    const core::Nanoseconds now = core::monotonic();
    SequenceEnd done;
    done.job = job();
    done.stop_reason = reason;
    done.tail = std::move(tail);
    done.output_ids.assign(m_ids.begin() + std::ssize(m_request.prompt_ids), m_ids.end());
    if (m_chain) done.chain_root = m_chain->root();
    done.prefill_ms = milliseconds(m_prefilled.value_or(now) - m_started);
    done.total_ms = milliseconds(now - m_started);
    done.cached_tokens = static_cast<std::uint32_t>(found_ready.value_or(0));
    m_sink->on_end(done);
}

} // namespace hearth::compute
