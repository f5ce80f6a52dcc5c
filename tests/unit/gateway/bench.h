// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fake_backend.h"
#include "gateway/edge/server.h"
#include "test_client.h"

#include <QJsonArray>

namespace hearth::test {

inline const std::string chat_path = "/v1/chat/completions";

/// A small chat request with more members.
inline std::string chat(const std::string& members = {}) {
    return R"({"model":"fake/small","messages":[{"role":"user","content":"hi"}])" +
           (members.empty() ? "" : "," + members) + "}";
}

/// A server on a free port over a fake backend.
struct Bench {
    explicit Bench(FakeBackend::Writer writer, const gateway::ServerOptions& options = {})
        : backend(std::make_shared<FakeBackend>(std::move(writer))) {
        open(options);
    }
    explicit Bench(const Script& script = {}, const gateway::ServerOptions& options = {})
        : backend(std::make_shared<FakeBackend>(script)) {
        open(options);
    }
    void open(gateway::ServerOptions options) {
        options.port = 0;
        auto started = gateway::Server::start(options, backend);
        if (!started) qFatal("%s", started.error().message.c_str());
        server = std::move(started).value();
    }
    std::uint16_t port() const { return server->port(); }

    std::shared_ptr<FakeBackend> backend;
    std::unique_ptr<gateway::Server> server;
};

/// "hearth-1" is the key of "one", "hearth-2" that of "two"; somebody on this machine needs none.
inline gateway::ServerOptions with_two_keys() {
    gateway::ServerOptions options;
    const auto keys = std::make_shared<gateway::KeyRing>();
    keys->replace(
        {{"one", gateway::KeyRing::hash_of("hearth-1"), false}, {"two", gateway::KeyRing::hash_of("hearth-2"), false}});
    options.keys = keys;
    return options;
}

inline QJsonObject object(const std::string& json) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}
inline QJsonObject choice(const QJsonObject& answer, int index = 0) {
    return answer["choices"].toArray().at(index).toObject();
}

/// The answer to these bytes, whatever they are.
inline HttpReply raw(std::uint16_t port, const std::string& bytes) {
    TestClient client(port);
    client.send(bytes);
    return client.reply(Millis(3000));
}

} // namespace hearth::test
