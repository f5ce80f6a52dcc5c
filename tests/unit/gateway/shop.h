// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench.h"
#include "fake_memory.h"
#include "fake_till.h"

namespace hearth::test {

/// A gateway that wants a key or money of everybody.
struct Shop {
    explicit Shop(const Script& script = {}, const core::Clock& time = core::system_clock())
        : Shop([script](const auto&) { return script; }, time) {}
    explicit Shop(FakeBackend::Writer writer, const core::Clock& time = core::system_clock())
        : clock(time), till(std::make_shared<gateway::pay::Till>(test_terms(), book, facilitator, clock)),
          bench(std::move(writer), options(till, memory)) {}

    static gateway::ServerOptions options(std::shared_ptr<gateway::pay::Till> till, std::shared_ptr<Memory> memory) {
        gateway::ServerOptions options;
        options.key_rule = gateway::KeyRule::always;
        options.till = std::move(till);
        options.memory = std::move(memory);
        return options;
    }
    std::string payment(gateway::pay::Scheme scheme = gateway::pay::Scheme::upto, std::uint64_t nonce = 1,
                        std::uint8_t payer = 7) const {
        const auto now = clock.now() / core::second;
        const Wallet wallet(payer);
        return "PAYMENT-SIGNATURE: " + wallet.header(wallet.wish(test_terms(), scheme, now, nonce), test_terms()) +
               "\r\n";
    }
    HttpReply ask(const std::string& headers, const std::string& members = R"("max_tokens":20)") const {
        return call(bench.port(), "POST", chat_path, chat(members), headers);
    }
    QString reason(const std::string& headers) const { return ask(headers).json()["reason"].toString(); }
    QJsonObject receipt(const HttpReply& reply) const {
        return call(bench.port(), "GET", "/v1/receipts/" + reply.header("x-payment-id")).json();
    }

    /// A stream, as soon as something of it came.
    std::unique_ptr<TestClient> listen(const std::string& headers, const char* until = "Hello") const {
        auto client = std::make_unique<TestClient>(bench.port());
        client->send(request_text("POST", chat_path, chat(R"("stream":true,"max_tokens":20)"), headers));
        return client->wait_for(until, Millis(5000)) ? std::move(client) : nullptr;
    }

    const core::Clock& clock;
    const std::shared_ptr<Memory> memory = std::make_shared<Memory>();
    const std::shared_ptr<MemoryBook> book = std::make_shared<MemoryBook>();
    const std::shared_ptr<ScriptedFacilitator> facilitator = std::make_shared<ScriptedFacilitator>();
    const std::shared_ptr<gateway::pay::Till> till;
    Bench bench;
};

} // namespace hearth::test
