// SPDX-License-Identifier: Apache-2.0
#include "fake_backend.h"

#include "core/keys.h"
#include "gateway/edge/json_text.h"

#include <condition_variable>
#include <thread>

namespace hearth::test {

using namespace hearth::gateway;

/// Enough for any test; a load test must not measure our notes.
constexpr std::size_t max_recorded = 1000;

static core::SigningKey node_key() {
    return core::SigningKey::from_seed(core::Bytes(32, 6));
}

/// One script on its way. Ends its thread when it is destroyed.
class FakeBackend::Run final : public Generation {
public:
    Run(FakeBackend& owner, Script script, const GenerationRequest& request, std::shared_ptr<GenerationSink> sink)
        : m_owner(owner), m_script(std::move(script)), m_top(request.top_logprobs), m_scored(request.score_prompt),
          m_embeds(request.embed || request.run), m_sink(std::move(sink)) {
        const int running = ++m_owner.m_running;
        for (int most = m_owner.m_most; running > most && !m_owner.m_most.compare_exchange_weak(most, running);) {
        }
        m_number = ++m_owner.m_started;
        if (m_script.synchronous)
            play();
        else
            m_thread = std::thread([this] { play(); });
    }
    ~Run() override {
        {
            const std::lock_guard lock(m_mutex);
            m_stop = true;
        }
        m_wake.notify_all();
        if (m_thread.joinable()) m_thread.join();
    }

private:
    /// False when the run was cancelled meanwhile.
    bool pause(std::chrono::milliseconds time) {
        std::unique_lock lock(m_mutex);
        return !m_wake.wait_for(lock, time, [this] { return m_stop; });
    }
    void play() {
        if (!speak()) ++m_owner.m_cancelled;
        m_sink.reset();
        --m_owner.m_running;
    }
    TokenPiece piece(const std::string& text, std::uint32_t id, std::size_t offset) const {
        TokenPiece out;
        out.text = text;
        out.id = id;
        out.text_offset = offset;
        if (!m_top) return out;
        out.logprob = LogprobItem{id, text, -0.25};
        for (std::uint32_t i = 0; i < m_script.alternatives.size(); ++i)
            out.top.push_back({100 + i, m_script.alternatives[i], -0.25 - i});
        for (std::uint32_t i = 0; m_script.alternatives.empty() && i < *m_top; ++i)
            out.top.push_back({id + i, i == 0 ? text : text + std::to_string(i), -0.25 - i});
        return out;
    }
    bool speak() {
        if (!pause(m_script.before_started)) return false;
        m_sink->started(7, "ev-" + std::to_string(m_number), m_script.node);
        if (!pause(m_script.before_tokens)) return false;
        std::size_t characters = 0;
        for (std::uint32_t i = 0; m_scored && i < m_script.prompt.size(); ++i) {
            TokenPiece one = piece(m_script.prompt[i], i, characters);
            characters += count_characters(m_script.prompt[i]);
            one.of_prompt = true;
            if (i == 0) one.logprob->logprob.reset(), one.top.clear();
            m_sink->token(one);
        }
        std::uint32_t said = 0;
        for (unsigned round = 0; !m_embeds && round < m_script.rounds; ++round) {
            for (std::size_t i = 0; i < m_script.pieces.size(); ++i) {
                const std::string& text = m_script.pieces[i];
                if (m_script.break_with && said >= m_script.break_after) break;
                if (!pause(m_script.between)) return false;
                TokenPiece one = piece(text, ++said, characters);
                if (!m_script.shown.empty()) one.text = m_script.shown[i];
                m_sink->token(one);
                characters += count_characters(text);
            }
        }
        if (m_script.vanish) return true;
        if (m_script.break_with) {
            m_sink->failed(*m_script.break_with);
            return true;
        }
        GenerationEnd end;
        end.finish_reason = m_script.finish_reason;
        end.at_stop_text = m_script.at_stop_text;
        end.tail = m_script.tail;
        if (m_embeds) end.output_ids = m_script.vector;
        end.prompt_tokens = 7;
        end.completion_tokens = said;
        end.receipt_id = "re-" + std::to_string(m_number);
        end.system_fingerprint = "fp_fake";
        end.node = m_script.node;
        end.cached_tokens = m_script.cached;
        m_sink->finished(end);
        return true;
    }

    FakeBackend& m_owner;
    const Script m_script;
    const std::optional<std::uint32_t> m_top;
    const bool m_scored, m_embeds;
    std::shared_ptr<GenerationSink> m_sink;
    int m_number = 0;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stop = false;
    std::thread m_thread;
};

std::vector<ModelCard> FakeBackend::models() {
    if (!cards.empty()) return cards;
    return {{"fake/small", std::string(64, 'a'), 1'700'000'000, 2048, "hearth", false, 1, 0},
            {"fake-tools", std::string(64, 'b'), 1'700'000'001, 4096, "hearth", true, 1, 0}};
}

core::Result<std::unique_ptr<Generation>> FakeBackend::start(const GenerationRequest& request,
                                                             std::shared_ptr<GenerationSink> sink) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_requests.size() < max_recorded) m_requests.push_back(request);
    }
    bool known = request.model.empty();
    for (const ModelCard& card : models())
        known = known || card.id == request.model || card.model_id == request.model;
    if (!known)
        return core::fail(core::Code::not_found, "The model '" + request.model + "' does not exist.",
                          "Ask /v1/models for the names.");
    Script script = m_writer(request);
    if (script.refuse) return *script.refuse;
    return std::unique_ptr<Generation>(new Run(*this, std::move(script), request, std::move(sink)));
}

core::Result<std::string> FakeBackend::evidence(const std::string& evidence_id, const std::string& caller) {
    const auto owner = evidence_of.find(evidence_id);
    const bool closed = owner != evidence_of.end() && !caller.empty() && owner->second != caller;
    if (of_networks && !evidence_id.starts_with("ev-")) return of_networks(evidence_id, caller);
    if (closed || !evidence_id.starts_with("ev-")) return core::fail(core::Code::not_found, "No such evidence.");
    return R"({"evidence_id":")" + evidence_id + R"("})";
}

core::Result<std::string> FakeBackend::answer_receipt(const AnsweredBytes& answer) {
    return receipts ? receipts(answer) : Backend::answer_receipt(answer);
}

core::Result<SignedHashes> FakeBackend::sign_hashes(const AnsweredBytes& answer) {
    SignedHashes made{answer.request.hex() + ":" + answer.response.hex(), signing_key().value(), {}};
    made.signature = core::to_hex(node_key().sign(core::as_bytes(made.text)));
    return made;
}

core::Result<std::string> FakeBackend::signing_key() {
    return node_key().public_key().hex();
}

std::vector<GenerationRequest> FakeBackend::requests() const {
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

bool FakeBackend::all_quiet(std::chrono::milliseconds limit) const {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (m_running > 0 && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return m_running == 0;
}

} // namespace hearth::test
