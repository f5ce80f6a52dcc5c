// SPDX-License-Identifier: Apache-2.0
#include "hub/client.h"

#include "core/file.h"
#include "core/log.h"

#include <algorithm>
#include <charconv>
#include <thread>

namespace hearth::hub {
namespace {

using core::Code;
using core::fail;
using std::chrono::milliseconds;

constexpr unsigned most_redirects = 6;
constexpr std::size_t most_document = std::size_t{16} << 20;
constexpr milliseconds longest_wait{60'000};
constexpr milliseconds longest_for_a_list{5'000}; // a person looks at an empty page

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Read anew each time: it may be put there or changed while the service runs.
core::Result<std::string> read_token(const std::filesystem::path& file) {
    std::error_code problem;
    if (file.empty() || !std::filesystem::exists(file, problem)) return std::string();
    if (core::open_to_others(file))
        return fail(Code::refused, core::say("hub_token_open", {file.string()}),
                    core::say("hub_close_token", {file.string()}));
    HEARTH_TRY(const core::Bytes bytes, core::read_file(file, 4096));
    std::string token(bytes.begin(), bytes.end());
    while (!token.empty() && std::isspace(static_cast<unsigned char>(token.back())) != 0)
        token.pop_back();
    const bool plain = std::all_of(token.begin(), token.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
    if (plain) return token;
    return fail(Code::invalid_argument, core::say("hub_token_malformed", {file.string()}),
                core::say("hub_close_token", {file.string()}));
}

/// Seconds; a date is not understood and left to the usual waiting.
std::optional<milliseconds> asked_wait(const Reply& reply) {
    const std::string text = reply.header("retry-after");
    std::uint32_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return milliseconds(std::uint64_t{seconds} * 1000);
}

} // namespace

std::optional<core::Error> final_error(const Answered& answered, const std::string& what) {
    switch (answered.reply.status) {
    case 401:
    case 403:
        if (!answered.by_the_hub) return std::nullopt; // the link is too old
        return fail(Code::refused, core::say("hub_not_allowed", {what}), core::say("hub_give_token"));
    case 404:
    case 410:
        if (!answered.by_the_hub) return std::nullopt;
        return fail(Code::not_found, core::say("hub_has_not", {what}), core::say("hub_search_for_it"));
    default:
        return std::nullopt;
    }
}

Client::Client(Options options, std::vector<Place> places)
    : m_options(std::move(options)), m_places(std::move(places)) {}

core::Result<Client> Client::open(Options options) {
    std::vector<Place> places;
    std::vector<std::string> urls{options.endpoint};
    urls.insert(urls.end(), options.mirrors.begin(), options.mirrors.end());
    for (std::string& url : urls) {
        while (url.ends_with('/'))
            url.pop_back();
        HEARTH_TRY(Place place, Place::parse(url));
        place.url = url;
        places.push_back(std::move(place));
    }
    return Client(std::move(options), std::move(places));
}

core::Result<Answered> Client::follow(const Place& from, const std::vector<std::string>& headers,
                                      const Sink& sink) const {
    const Place& endpoint = m_places.front();
    HEARTH_TRY(const std::string token, read_token(m_options.token_file));
    Place place = from;
    for (unsigned hop = 0; hop <= most_redirects; ++hop) {
        const bool own = place.same_origin(from);
        const auto may_reach = [&](Reach reach) {
            // Whoever set the endpoint says where it stands; where it leads to, it says itself.
            return own ? reach != Reach::nowhere : may_lead_to(reach_of(from.host), reach);
        };
        Sink last = sink;
        last.begins = [&](const Reply& reply) -> core::Status {
            return is_redirect(reply.status) || !sink.begins ? core::Status() : sink.begins(reply);
        };
        bool redirected = false;
        std::size_t unread = 0;
        last.takes = [&](core::ByteView bytes) -> core::Status {
            unread += redirected ? bytes.size() : 0;
            if (unread > most_document) return fail(Code::too_large, core::say("hub_answer_unreadable"));
            return redirected || !sink.takes ? core::Status() : sink.takes(bytes);
        };
        const auto begins = last.begins;
        last.begins = [&](const Reply& reply) -> core::Status {
            redirected = is_redirect(reply.status);
            return begins(reply);
        };
        const bool shows_token = place.same_origin(endpoint);
        HEARTH_TRY(Reply reply, get({place, headers, shows_token ? token : std::string(), may_reach, m_options.ca_file,
                                     m_options.proxy},
                                    last));
        if (!is_redirect(reply.status)) return Answered{std::move(reply), own};
        HEARTH_TRY(place, place.follow(reply.header("location")));
        core::log::debug("hub", "redirected", {{"to", place.host}});
    }
    return fail(Code::unavailable, core::say("hub_turns_in_circles", {from.host}), core::say("hub_look_at_endpoint"));
}

core::Result<Answered> Client::read(std::size_t place, const Reference& file, const std::vector<std::string>& headers,
                                    const Sink& sink) const {
    const std::string revision = file.revision.empty() ? "main" : escaped(file.revision);
    const std::string folder = m_options.plain ? "" : file.repository + "/resolve/" + revision + "/";
    HEARTH_TRY(const Place from, Place::parse(m_places[place].url + "/" + folder + file.file));
    return follow(from, headers, sink);
}

core::Status Client::pause(unsigned failures, const Reply& reply, const GoesOn& goes_on, milliseconds longest) const {
    milliseconds wait = std::min(m_options.wait * (1U << std::min(failures, 10U)), longest_wait);
    if (const auto asked = asked_wait(reply); asked && (reply.status == 429 || reply.status == 503)) {
        if (*asked > longest)
            return fail(Code::busy,
                        core::say("hub_wait_long", {core::figure(static_cast<std::uint64_t>(
                                                       std::chrono::ceil<std::chrono::minutes>(*asked).count()))}),
                        core::say("hub_try_later"));
        wait = std::max(wait, *asked);
    }
    constexpr milliseconds step{50};
    for (milliseconds waited{0}; waited < wait; waited += step) {
        if (goes_on && !goes_on()) return fail(Code::cancelled, core::say("hub_cancelled"));
        std::this_thread::sleep_for(std::min(step, wait - waited));
    }
    return {};
}

core::Result<std::string> Client::document(const std::string& path, const std::string& what,
                                           const GoesOn& goes_on) const {
    core::Error last = fail(Code::unavailable, core::say("hub_no_answer"), core::say("hub_try_later"));
    // The first answer that the hub gives counts; a few tries do where a person waits for a list.
    const unsigned tries = std::min(m_options.tries, 3U);
    for (unsigned failures = 0; failures < tries; ++failures) {
        Reply reply;
        for (const Place& base : m_places) {
            std::string text;
            Sink sink;
            sink.goes_on = goes_on;
            sink.takes = [&](core::ByteView bytes) -> core::Status {
                if (text.size() + bytes.size() > most_document)
                    return fail(Code::too_large, core::say("hub_answer_unreadable"));
                text.append(bytes.begin(), bytes.end());
                return {};
            };
            HEARTH_TRY(const Place place, Place::parse(base.url + path));
            auto answered = follow(place, {"Accept: application/json"}, sink);
            if (!answered) {
                if (answered.error().code != Code::unavailable) return answered.error();
                last = answered.error();
                continue;
            }
            if (answered->reply.status == 200) return text;
            if (auto error = final_error(*answered, what)) return *error;
            reply = answered->reply;
            last = fail(Code::unavailable, core::say("hub_status", {base.host, std::to_string(reply.status)}),
                        core::say("hub_try_later"));
        }
        if (failures + 1 < tries) HEARTH_CHECK(pause(failures, reply, goes_on, longest_for_a_list));
    }
    return last;
}

core::Result<Repository> Client::repository(const Reference& reference, const GoesOn& goes_on) const {
    const std::string revision = reference.revision.empty() ? "main" : escaped(reference.revision);
    HEARTH_TRY(const std::string text,
               document("/api/models/" + reference.repository + "/revision/" + revision + "?blobs=true",
                        reference.repository, goes_on));
    HEARTH_TRY(Repository repository, read_repository(text));
    return repository;
}

core::Result<std::vector<FoundRepository>> Client::search(const std::string& words, const GoesOn& goes_on) const {
    HEARTH_TRY(const std::string text,
               document("/api/models?search=" + escaped(words) + "&sort=downloads&direction=-1&limit=60&full=true",
                        words, goes_on));
    return read_search(text);
}

} // namespace hearth::hub
