// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/http_parser.h"

#include <cstdint>
#include <cstdlib>
#include <tuple>

using namespace hearth;
using gateway::HttpParser;

namespace {

constexpr std::size_t max_header = 4096, max_body = 65536;

using Field = std::pair<std::string, std::string>;
using Request = std::tuple<std::string, std::string, unsigned, std::vector<Field>, std::string>;

struct Conversation {
    std::vector<Request> requests;
    int failure = 0; ///< status after which the connection ends; 0: it waits for more
};

/// As a connection reads: `piece(position)` bytes come at once, what the parser leaves waits for more.
template <class Piece>
Conversation read_all(std::string_view bytes, Piece piece) {
    Conversation all;
    HttpParser parser(max_header, max_body);
    std::string waiting;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t count = std::min(bytes.size() - at, piece(at));
        waiting.append(bytes.substr(at, count));
        at += count;
        for (bool going = true; going;) {
            std::size_t used = 0;
            const HttpParser::Step step = parser.feed(waiting, used);
            if (used > waiting.size()) std::abort();
            waiting.erase(0, used);
            switch (step) {
            case HttpParser::Step::need_more:
                going = used > 0 && !waiting.empty();
                break;
            case HttpParser::Step::header:
                if (!parser.request().body.empty()) std::abort();
                break;
            case HttpParser::Step::failed:
                all.failure = parser.failure_status();
                if (all.failure < 400 || all.failure > 599 || *parser.failure_code() == 0) std::abort();
                return all;
            case HttpParser::Step::done: {
                gateway::HttpRequest& r = parser.request();
                if (r.body.size() > max_body) std::abort();
                (void)r.wants_keep_alive();
                all.requests.emplace_back(r.method, r.target, r.minor, r.headers, r.body);
                parser = HttpParser(max_header, max_body);
                going = !waiting.empty();
                break;
            }
            }
        }
    }
    return all;
}

/// A head that is not all there may be found wrong at once or with its last line.
bool same(const Conversation& a, const Conversation& b) {
    return a.requests == b.requests && (a.failure == b.failure || a.failure == 0 || b.failure == 0);
}

} // namespace

/// What a caller sends, one request after the other: how the network cuts it must not change what was said.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Conversation whole = read_all(bytes, [&](std::size_t) { return size; });
    if (!same(read_all(bytes, [](std::size_t) -> std::size_t { return 1; }), whole)) std::abort();
    if (!same(read_all(bytes, [&](std::size_t at) -> std::size_t { return 1U + data[at] % 61; }), whole)) std::abort();
    return 0;
}
