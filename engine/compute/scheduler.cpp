// SPDX-License-Identifier: Apache-2.0
#include "compute/scheduler.h"

#include "compute/request_check.h"
#include "core/expect.h"

#include <algorithm>
#include <string>

namespace hearth::compute {

namespace {

constexpr std::size_t max_guesses = 4;  // of one sequence in one step
constexpr std::size_t max_guessing = 4; // sequences; with more the batch is full of work that is sure

} // namespace

using core::Code;
using core::fail;

core::Status Scheduler::check(const SequenceRequest& request) const {
    HEARTH_CHECK(check_request(request, m_config, std::uint64_t{m_pool.capacity()} * inference::page_tokens));
    if (find(request.job) != nullptr)
        return fail(Code::conflict, core::say("job_runs_already", {std::to_string(request.job)}));
    if (m_waiting.size() >= max_waiting)
        return fail(Code::busy, core::say("requests_wait_already", {std::to_string(max_waiting)}),
                    core::say("try_again_later"));
    return {};
}

core::Status Scheduler::submit(SequenceRequest request, EngineSink& sink) {
    HEARTH_CHECK(check(request));
    std::optional<AnswerRule> rule;
    if (!request.constraint.empty()) {
        HEARTH_TRY(rule, AnswerRule::make(m_tokenizer, request.constraint, m_config.stop_ids));
    }
    auto sequence =
        std::make_unique<Sequence>(std::move(request), sink, m_tokenizer, m_config.stop_ids, std::move(rule));
    sequence->arrival = m_arrivals++;
    enter(m_waiting, std::move(sequence));
    return {};
}

bool Scheduler::precedes(const std::unique_ptr<Sequence>& a, const std::unique_ptr<Sequence>& b) {
    return a->standing != b->standing ? a->standing > b->standing : a->arrival < b->arrival;
}

void Scheduler::enter(Queue& queue, std::unique_ptr<Sequence> sequence) {
    const auto place = std::upper_bound(queue.begin(), queue.end(), sequence, precedes);
    queue.insert(place, std::move(sequence));
}

Sequence* Scheduler::find(std::uint64_t job) const {
    for (const Queue* queue : {&m_running, &m_waiting})
        for (const auto& sequence : *queue)
            if (sequence->job() == job) return sequence.get();
    return nullptr;
}

void Scheduler::cancel(std::uint64_t job) {
    if (Sequence* const sequence = find(job)) sequence->cancelled = true;
}

void Scheduler::release(Sequence& sequence) {
    m_pool.give_back(std::move(sequence.pages));
    sequence.pages.clear();
    sequence.computed = 0;
    sequence.published = 0;
}

// The sequence leaves the queue before its sink hears of it: a sink may submit and cancel.
void Scheduler::drop_cancelled(Queue& queue) {
    for (std::size_t i = 0; i < queue.size();) {
        if (!queue[i]->cancelled) {
            ++i;
            continue;
        }
        const auto sequence = std::move(queue[i]);
        queue.erase(queue.begin() + static_cast<std::ptrdiff_t>(i));
        release(*sequence);
        sequence->cancel_now();
    }
}

bool Scheduler::grow(Sequence& sequence, std::size_t tokens) {
    const std::uint32_t needed = KvPool::pages_for(tokens);
    const auto held = static_cast<std::uint32_t>(sequence.pages.size());
    if (needed <= held) return true;
    const auto taken = m_pool.take(needed - held);
    sequence.pages.insert(sequence.pages.end(), taken.begin(), taken.end());
    return !taken.empty();
}

/// The beginning that others computed already; the last token is always left to compute, and all that is to be scored.
void Scheduler::share_prefix(Sequence& sequence) {
    const std::size_t whole = sequence.sharable() / inference::page_tokens;
    for (std::size_t page = 0; page < whole; ++page) {
        const auto found = m_pool.find(sequence.page_key_at(page));
        if (!found) break;
        sequence.pages.push_back(*found);
    }
    sequence.published = sequence.pages.size();
    sequence.computed = sequence.published * inference::page_tokens;
}

void Scheduler::publish(Sequence& sequence) {
    for (; (sequence.published + 1) * inference::page_tokens <= sequence.computed; ++sequence.published)
        m_pool.publish(sequence.pages[sequence.published], sequence.page_key_at(sequence.published));
}

/// A newcomer starts when its prompt fits and everybody else can still grow by a page.
void Scheduler::admit() {
    while (!m_waiting.empty() && m_running.size() < max_running) {
        Sequence& next = *m_waiting.front();
        share_prefix(next);
        const auto shared = static_cast<std::uint32_t>(next.pages.size());
        const std::size_t tokens = next.ids().size() + (next.only_scores() ? 0 : 1);
        const std::uint32_t needed = KvPool::pages_for(tokens) - shared;
        const auto reserve = static_cast<std::uint32_t>(m_running.size());
        if (m_pool.available() < needed + reserve) return release(next);
        // Whoever was sent back finds its own work.
        if (!next.found_ready) next.found_ready = next.computed;
        grow(next, tokens);
        enter(m_running, std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
}

void Scheduler::send_back_last() {
    release(*m_running.back());
    enter(m_waiting, std::move(m_running.back()));
    m_running.pop_back();
}

bool Scheduler::make_room(std::uint32_t pages) {
    if (pages > m_pool.capacity()) return false;
    while (m_pool.available() < pages)
        send_back_last();
    return true;
}

void Scheduler::add_rows(Sequence& sequence, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t position = sequence.computed++;
        if (sequence.scores(position))
            m_scored.push_back({&sequence, static_cast<std::uint32_t>(m_rows.size()), position});
        m_rows.push_back({sequence.ids()[position], static_cast<std::uint32_t>(position), &sequence.pages});
    }
    if (sequence.pending() > 0 || sequence.only_scores()) return;
    m_output_rows.push_back(static_cast<std::uint32_t>(m_rows.size() - 1));
    m_outputs.push_back({&sequence, {}});
}

/// Rows for ids that may come next, after the last known one, which is in the batch already.
void Scheduler::add_guesses(Sequence& sequence, std::size_t most) {
    std::vector<std::uint32_t> guesses = sequence.guess(most);
    if (guesses.empty() || !grow(sequence, sequence.ids().size() + guesses.size())) return;
    for (std::size_t i = 0; i < guesses.size(); ++i) {
        const std::size_t position = sequence.computed + i;
        m_rows.push_back({guesses[i], static_cast<std::uint32_t>(position), &sequence.pages});
        m_output_rows.push_back(static_cast<std::uint32_t>(m_rows.size() - 1));
    }
    m_outputs.back().guesses = std::move(guesses);
}

void Scheduler::plan() {
    m_rows.clear();
    m_output_rows.clear();
    m_outputs.clear();
    m_scored.clear();
    // From the front: they take pages from the last, so that somebody always gets to the end.
    for (std::size_t i = 0; i < m_running.size(); ++i)
        while (i < m_running.size() && !grow(*m_running[i], m_running[i]->ids().size()))
            send_back_last();
    std::vector<Sequence*> reading;
    // Every running sequence may still need an output of its own.
    HEARTH_EXPECT(m_running.size() <= inference::max_outputs, "More sequences run than a step has outputs.");
    std::size_t spare = inference::max_outputs - m_running.size();
    for (const auto& sequence : m_running) {
        if (sequence->pending() == 1 && !sequence->only_scores()) {
            add_rows(*sequence, 1);
            const bool guesses = m_guesses && m_running.size() <= max_guessing;
            const std::size_t most = sequence->known() > 0 ? spare : guesses ? std::min(max_guesses, spare) : 0;
            if (most > 0) add_guesses(*sequence, most);
            spare -= m_outputs.back().guesses.size();
        } else {
            reading.push_back(sequence.get());
        }
    }
    plan_reading(reading);
}

/// Equals share, and what they leave goes to the next priority.
void Scheduler::plan_reading(std::span<Sequence* const> reading) {
    std::size_t budget = prefill_budget;
    while (!reading.empty()) {
        const auto lower = [&](const Sequence* other) { return other->standing < reading.front()->standing; };
        const auto count_equal = static_cast<std::size_t>(std::ranges::find_if(reading, lower) - reading.begin());
        const auto equals = reading.first(count_equal);
        for (std::size_t i = 0; i < equals.size(); ++i) {
            Sequence& sequence = *equals[(m_turn + i) % equals.size()];
            const std::size_t share = (budget + equals.size() - i - 1) / (equals.size() - i);
            const std::size_t count = std::min(sequence.pending(), share);
            if (count == 0) ++sequence.idle_steps;
            add_rows(sequence, count);
            budget -= count;
        }
        reading = reading.subspan(count_equal);
    }
    ++m_turn;
}

/// Whoever waited long enough for its turn rises, and stays there: what rose to run would else give way
/// again.
void Scheduler::age() {
    for (const auto& sequence : m_waiting)
        ++sequence->idle_steps;
    for (Queue* const queue : {&m_waiting, &m_running}) {
        bool rose = false;
        for (const auto& sequence : *queue) {
            if (sequence->idle_steps < aging_steps || sequence->standing == core::Priority::interactive) continue;
            sequence->standing = static_cast<core::Priority>(static_cast<std::uint8_t>(sequence->standing) + 1);
            sequence->idle_steps = 0;
            rose = true;
        }
        if (rose) std::sort(queue->begin(), queue->end(), precedes);
    }
}

/// A few rows at a time: a whole prompt's logits would not fit anywhere.
core::Status Scheduler::score_prompts() {
    const std::span<const Scored> all = m_scored;
    for (std::size_t first = 0; first < all.size(); first += inference::max_outputs) {
        const auto some = all.subspan(first, std::min(inference::max_outputs, all.size() - first));
        std::vector<std::uint32_t> rows;
        for (const Scored& one : some)
            rows.push_back(one.row);
        HEARTH_TRY(const auto logits, m_runner.project(rows));
        std::vector<TokenOut> scores(some.size());
        m_team.run([&](exact::ThreadTeam::Member& me) {
            me.share(static_cast<std::uint32_t>(some.size()), [&](std::uint32_t i) {
                scores[i] =
                    some[i].sequence->score(some[i].position, logits.subspan(i * m_config.vocab, m_config.vocab));
            });
        });
        for (std::size_t i = 0; i < some.size(); ++i)
            if (!some[i].sequence->cancelled)
                some[i].sequence->report(some[i].position, std::move(scores[i]), m_runner.final_row(i));
    }
    return {};
}

void Scheduler::end_scored() {
    for (std::size_t i = 0; i < m_running.size();) {
        if (m_running[i]->cancelled || !m_running[i]->only_scores() || m_running[i]->pending() > 0) {
            ++i;
            continue;
        }
        const auto sequence = std::move(m_running[i]);
        m_running.erase(m_running.begin() + static_cast<std::ptrdiff_t>(i));
        release(*sequence);
        sequence->end_scored();
    }
}

/// A draw at a temperature costs as much as several layers; those of different sequences have nothing in common.
void Scheduler::draw_all(std::span<const float> logits) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; const Output& output : m_outputs) {
        rows.push_back(row);
        row += 1 + output.guesses.size();
    }
    m_team.run([&](exact::ThreadTeam::Member& me) {
        me.share(static_cast<std::uint32_t>(m_outputs.size()), [&](std::uint32_t i) {
            m_outputs[i].sequence->draw_ahead(logits.subspan(rows[i] * m_config.vocab, m_config.vocab));
        });
    });
}

void Scheduler::finish_step(std::span<const float> logits) {
    if (m_outputs.size() > 1) draw_all(logits);
    std::size_t row = 0;
    for (const Output& output : m_outputs) {
        Sequence* const sequence = output.sequence;
        const std::size_t first = row;
        row += 1 + output.guesses.size();
        bool ended = false;
        std::size_t true_ones = 0;
        for (std::size_t i = first; !sequence->cancelled; ++i) {
            ended = sequence->advance(logits.subspan(i * m_config.vocab, m_config.vocab), m_runner.final_row(i));
            if (ended || true_ones == output.guesses.size() || sequence->ids().back() != output.guesses[true_ones])
                break;
            ++true_ones;
        }
        sequence->count_guesses(output.guesses.size(), true_ones);
        sequence->computed += true_ones;
        if (!ended) continue;
        release(*sequence);
        std::erase_if(m_running, [&](const auto& other) { return other.get() == sequence; });
    }
}

void Scheduler::fail_all(const core::Error& error) {
    Queue failed;
    failed.swap(m_running);
    for (const auto& sequence : failed) {
        release(*sequence);
        sequence->fail(error);
    }
}

bool Scheduler::step() {
    drop_cancelled(m_running);
    drop_cancelled(m_waiting);
    age();
    admit();
    plan();
    if (m_rows.empty()) return !m_waiting.empty();
    if (const auto done = m_runner.forward(m_rows); !done) {
        fail_all(done.error());
        return true;
    }
    for (const auto& sequence : m_running)
        publish(*sequence);
    if (const auto scored = score_prompts(); !scored) {
        fail_all(scored.error());
        return true;
    }
    end_scored();
    if (!m_output_rows.empty()) {
        const auto logits = m_runner.project(m_output_rows);
        if (logits)
            finish_step(*logits);
        else
            fail_all(logits.error());
    }
    return true;
}

} // namespace hearth::compute
