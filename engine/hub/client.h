// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "hub/reference.h"
#include "hub/repository.h"
#include "hub/transfer.h"

#include <chrono>

namespace hearth::hub {

/// The service's own hub, unless hearth.toml names another.
inline constexpr const char* default_endpoint = "https://huggingface.co";

struct Options {
    std::string endpoint = default_endpoint;
    std::vector<std::string> mirrors;     ///< asked, without the token, where the endpoint does not answer
    std::filesystem::path token_file;     ///< keys/hub.token; nothing there: no token
    std::filesystem::path ca_file;        ///< certificates that are trusted in place of the system's
    std::string proxy;                    ///< see is_proxy(), proxy_for(); empty: what the environment says
    std::chrono::milliseconds wait{1000}; ///< before the first new try; doubled for each further one
    unsigned tries = 6;                   ///< without a new byte, at each place
    bool plain = false;                   ///< files lie under their names right below the endpoint: it is no hub
};

/// Hears bytes so far and in all; false cancels.
using OnBytes = std::function<bool(std::uint64_t done, std::uint64_t total)>;
using GoesOn = std::function<bool()>;

/// What became of one try to read a file.
struct Answered {
    Reply reply;
    bool by_the_hub = true; ///< false: by whom it sent us to, for example a store with links that expire
};

/// Talks to one hub by its web interface. The token is shown to the endpoint alone: to no mirror and to no place that
/// a redirect leads to. Thread-safe; every call blocks.
class Client {
public:
    /// Errors: invalid_argument (an address).
    static core::Result<Client> open(Options options);

    const Options& options() const { return m_options; }
    std::size_t places() const { return m_places.size(); } ///< the endpoint and its mirrors

    /// Errors: not_found, refused (a token is missing or does not do), unavailable, timed_out, busy (asked to wait for
    /// long), cancelled, corrupt.
    core::Result<Repository> repository(const Reference& reference, const GoesOn& goes_on) const;
    /// Those that people use most first. Errors: as repository().
    core::Result<std::vector<FoundRepository>> search(const std::string& words, const GoesOn& goes_on) const;
    /// One try at one place; redirects are followed, `headers` go along with each. Whatever the status is.
    core::Result<Answered> read(std::size_t place, const Reference& file, const std::vector<std::string>& headers,
                                const Sink& sink) const;
    /// Waits before try number `failures` + 1, longer where the reply asks for it, but not for more than `longest`.
    /// Errors: cancelled, busy.
    core::Status pause(unsigned failures, const Reply& reply, const GoesOn& goes_on,
                       std::chrono::milliseconds longest = std::chrono::minutes(5)) const;

private:
    Client(Options options, std::vector<Place> places);
    core::Result<Answered> follow(const Place& from, const std::vector<std::string>& headers, const Sink& sink) const;
    /// Asks each place in turn, and again, until one gives a document. `what`: of whom it is asked, for people.
    core::Result<std::string> document(const std::string& path, const std::string& what, const GoesOn& goes_on) const;

    Options m_options;
    std::vector<Place> m_places;
};

/// Why a hub did not give something, where trying again would not help; nullopt: it would.
std::optional<core::Error> final_error(const Answered& answered, const std::string& what);

} // namespace hearth::hub
