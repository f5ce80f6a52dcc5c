// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/http_facilitator.h"

#include <algorithm>
#include <future>

namespace hearth::gateway {
namespace {

constexpr core::Nanoseconds to_connect = 5 * core::second, to_verify = 10 * core::second,
                            to_settle = 60 * core::second; // a block of the chain, and its confirmation
constexpr std::size_t longest_answer = std::size_t{256} << 10;

/// One short answer, whatever its status is: a refusal is JSON, too.
class FacilitatorAnswer final : public RawSink {
public:
    using Text = core::Result<std::string>;

    void head(const RawHead&) override {}
    bool body(std::string bytes) override {
        m_body += bytes;
        return true;
    }
    void ended(const AnswerFacts&) override { m_promise.set_value(std::move(m_body)); }
    void failed(const core::Error& error, const AnswerFacts&) override { m_promise.set_value(error); }
    std::future<Text> future() { return m_promise.get_future(); }

private:
    std::promise<Text> m_promise;
    std::string m_body;
};

} // namespace

core::Result<ServerUrl> HttpFacilitator::address(const std::string& text) {
    HEARTH_TRY(ServerUrl url, ServerUrl::parse(text));
    const std::size_t host = text.find("://") + 3;
    if (text.find_first_not_of('/', std::min(text.find('/', host), text.size())) == std::string::npos) url.base.clear();
    return url;
}

HttpFacilitator::HttpFacilitator(std::shared_ptr<CallLoop> loop, ServerUrl url)
    : m_loop(std::move(loop)), m_url(std::move(url)) {}

core::Result<std::string> HttpFacilitator::ask(const std::string& path, std::string body, core::Nanoseconds patience) {
    AnswerGuard::Limits limits;
    limits.max_whole_bytes = longest_answer;
    limits.any_content = true;
    const auto answer = std::make_shared<FacilitatorAnswer>();
    auto future = answer->future();
    const auto call = m_loop->call({.url = m_url,
                                    .method = "POST",
                                    .path = path,
                                    .body = std::move(body),
                                    .key = {},
                                    .stream = false,
                                    .deadlines = {to_connect, patience, patience, patience},
                                    .limits = limits},
                                   answer);
    return future.get();
}

core::Result<pay::Verdict> HttpFacilitator::verify(const pay::Payment& payment) {
    HEARTH_TRY(const std::string text, ask("/verify", pay::facilitator_request(payment, payment.amount), to_verify));
    return pay::read_verdict(text);
}

core::Result<pay::Settlement> HttpFacilitator::settle(const pay::Payment& payment, core::Uint128 amount) {
    HEARTH_TRY(const std::string text, ask("/settle", pay::facilitator_request(payment, amount), to_settle));
    return pay::read_settlement(text);
}

} // namespace hearth::gateway
