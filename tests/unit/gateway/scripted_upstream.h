// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "loopback_server.h"

#include <chrono>

namespace hearth::test {

/// What a server sends to one request, byte for byte, and what it does then.
struct Behaviour {
    struct Piece {
        std::string bytes;
        std::chrono::milliseconds before{0};
    };
    std::vector<Piece> pieces;
    bool stays = false; ///< open and silent, until the other side closes
    bool again = false; ///< says the last piece for ever
    bool keeps = false; ///< the connection takes further requests
};

/// A server on a port of this machine that lists models as it should and answers every other request as its script
/// says.
class ScriptedUpstream {
public:
    using Script = std::function<Behaviour(const std::string& request)>;

    explicit ScriptedUpstream(Script script, std::vector<std::string> models = {"m"});
    explicit ScriptedUpstream(Behaviour always, std::vector<std::string> models = {"m"})
        : ScriptedUpstream([always](const std::string&) { return always; }, std::move(models)) {}

    std::uint16_t port() const { return m_server.port(); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port()) + "/v1"; }
    /// Whole requests but those for the list.
    std::vector<std::string> requests() const;
    std::string last_request() const;
    /// Waits until a caller has closed its connection before everything was said.
    bool saw_a_caller_leave(std::chrono::milliseconds limit) const;
    std::uint64_t bytes_sent() const;
    std::size_t connections() const { return m_server.connections(); } ///< that were ever made

private:
    void talk(int socket);
    /// False: the conversation is over.
    bool answer_one(int socket);
    bool say(int socket, const std::string& bytes);

    const Script m_script;
    const std::vector<std::string> m_models;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_requests;
    std::uint64_t m_sent = 0;
    int m_left = 0;
    LoopbackServer m_server; ///< last: it uses the others
};

/// An answer with its length.
std::string plain_answer(int status, const std::string& body, const std::string& type = "application/json",
                         const std::string& more_headers = {});
/// The head of a chunked stream, and a chunk of it; an empty one ends it.
std::string stream_head(const std::string& more_headers = {});
std::string chunk(const std::string& bytes);
/// A stream of which every `size` bytes are a chunk of their own.
std::vector<Behaviour::Piece> in_chunks(const std::string& body, std::size_t size);
/// An event as llama.cpp sends it, and the last two.
std::string token_event(const std::string& text, const std::string& model = "m");
std::string last_event(const std::string& model = "m");
inline const std::string done_event = "data: [DONE]\n\n";

} // namespace hearth::test
