// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/kv_pool.h"
#include "compute/sequence.h"
#include "exact/cpu/thread_team.h"
#include "inference/model_runner.h"

#include <deque>
#include <memory>

namespace hearth::compute {

/// Decides who computes what in each step: every sequence that decodes gets one token in one shared batch,
/// and those that still read their prompt share prefill_budget tokens. While few decode, each may add ids
/// that it guesses; a guess counts only where the sampler draws the very same id, so that answers do not
/// change. Ids that another worker drew are guesses of the same kind. When the cache is full a sequence gives
/// its pages back and computes them again later. A higher priority is admitted and reads its prompt first and
/// gives way last, among equals whoever came first; after aging_steps without a turn a sequence counts as one
/// priority higher, for good, so that everybody comes to an end. Everything handed in must outlive it. One thread.
class Scheduler {
public:
    static constexpr std::size_t max_running = inference::max_outputs;
    static constexpr std::size_t max_waiting = 256;
    static constexpr std::size_t prefill_budget = 128;
    static constexpr std::uint32_t aging_steps = 256;

    Scheduler(const model::ModelConfig& config, inference::ModelRunner& runner, KvPool& pool,
              const text::Tokenizer& tokenizer, exact::ThreadTeam& team, bool guesses)
        : m_config(config), m_runner(runner), m_pool(pool), m_tokenizer(tokenizer), m_team(team), m_guesses(guesses) {}

    core::Status submit(SequenceRequest request, EngineSink& sink);
    void cancel(std::uint64_t job);
    bool step();
    /// Frees `pages` pages by sending running sequences back to the queue, lowest priority and newest first.
    /// False if the cache has not that many at all.
    bool make_room(std::uint32_t pages);

private:
    using Queue = std::deque<std::unique_ptr<Sequence>>; ///< in the order of precedes()

    core::Status check(const SequenceRequest& request) const;
    Sequence* find(std::uint64_t job) const;
    static bool precedes(const std::unique_ptr<Sequence>& a, const std::unique_ptr<Sequence>& b);
    static void enter(Queue& queue, std::unique_ptr<Sequence> sequence);
    void drop_cancelled(Queue& queue);
    void admit();
    bool grow(Sequence& sequence, std::size_t tokens);
    void share_prefix(Sequence& sequence);
    void publish(Sequence& sequence);
    void send_back_last();
    void plan();
    void plan_reading(std::span<Sequence* const> reading);
    void age();
    void add_rows(Sequence& sequence, std::size_t count);
    void add_guesses(Sequence& sequence, std::size_t most);
    core::Status score_prompts();
    void end_scored();
    void draw_all(std::span<const float> logits);
    void finish_step(std::span<const float> logits);
    void fail_all(const core::Error& error);
    void release(Sequence& sequence);

    const model::ModelConfig& m_config;
    inference::ModelRunner& m_runner;
    KvPool& m_pool;
    const text::Tokenizer& m_tokenizer;
    exact::ThreadTeam& m_team; ///< the runner's, which rests between forward() and project()
    const bool m_guesses;
    Queue m_waiting, m_running;
    std::size_t m_turn = 0; ///< who prefills first when not all can
    std::uint64_t m_arrivals = 0;
    std::vector<inference::Row> m_rows;
    std::vector<std::uint32_t> m_output_rows;
    /// The outputs of one sequence, in this order: the logits after its last id, then those after each guess.
    struct Output {
        Sequence* sequence;
        std::vector<std::uint32_t> guesses;
    };
    std::vector<Output> m_outputs;
    /// A row after which a prompt's next token is scored.
    struct Scored {
        Sequence* sequence;
        std::uint32_t row;
        std::size_t position;
    };
    std::vector<Scored> m_scored;
};

} // namespace hearth::compute
