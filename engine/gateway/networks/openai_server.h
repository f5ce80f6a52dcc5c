// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/call_loop.h"

namespace hearth::gateway {

/// Any server that speaks OpenAI's HTTP API: llama.cpp, Ollama, vLLM, LM Studio, a hosted one. It proves nothing, and
/// its evidence says so.
class OpenAiServer : public Network {
public:
    /// `key` is sent to it as bearer; empty = none.
    OpenAiServer(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits = {});

    core::Result<std::vector<OfferedModel>> models(const Deadlines& deadlines) override;
    /// What its owner here entered: the protocol has no prices.
    std::optional<NetworkQuote> quote(const std::string& model) const override;
    void set_prices(std::vector<TokenPrice> prices) { m_prices = std::move(prices); } ///< before the first call
    std::unique_ptr<RawCall> call(RawRequest request, const Deadlines& deadlines,
                                  std::shared_ptr<RawSink> sink) override;
    void prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) override;

protected:
    using Text = core::Result<std::string>;
    enum class Ask {
        json,
        anything, ///< whatever content there is
        stranger  ///< the same of whoever answers, without our key: what it says must prove itself
    };
    /// GET: what is there, or why there is nothing. `then` is called once, on the loop's thread.
    void fetch(const ServerUrl& below, const std::string& path, const Deadlines& deadlines,
               std::function<void(Text)> then, Ask ask = Ask::json);
    /// The same; blocks.
    Text fetch_now(const ServerUrl& below, const std::string& path, const Deadlines& deadlines, Ask ask = Ask::json);
    /// From now on nothing is asked, and no key shown, but where this admits it. Before the first call.
    void examine_peers(std::shared_ptr<const PeerCheck> peer) { m_peer = std::move(peer); }
    const ServerUrl& url() const { return m_url; }
    /// What models() makes of what was fetched.
    core::Result<std::vector<OfferedModel>> read_models(const std::string& list) const;
    /// Whether the answer names the model that was asked for.
    static proof::CheckRow check_model(const AnsweredCall& call);

private:
    const std::shared_ptr<CallLoop> m_loop;
    const ServerUrl m_url;
    const std::string m_key;
    const AnswerGuard::Limits m_limits;
    std::shared_ptr<const PeerCheck> m_peer;
    std::vector<TokenPrice> m_prices;
};

/// The models in an answer to GET /models. Errors: corrupt, when it is no such answer.
core::Result<std::vector<OfferedModel>> read_model_list(const std::string& json);

/// As it stands in a path or a query.
std::string percent_encoded(const std::string& text);
/// What a network is asked beside an answer may take.
inline constexpr Deadlines beside_answer{
    .connect = 3'000'000'000, .first_byte = 5'000'000'000, .stall = 3'000'000'000, .total = 8'000'000'000};

} // namespace hearth::gateway
