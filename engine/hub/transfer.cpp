// SPDX-License-Identifier: Apache-2.0
#include "hub/transfer.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <curl/curl.h>
#include <memory>
#include <optional>
#include <sys/socket.h>
#include <unistd.h>

namespace hearth::hub {
namespace {

using core::Code;
using core::fail;

constexpr std::size_t most_headers = 200, most_header_bytes = 16 << 10;

struct FreeEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;
using List = std::unique_ptr<curl_slist, FreeList>;

struct Running {
    const Request& request;
    const Sink& sink;
    Reply reply;
    std::optional<core::Error> error;
    bool begun = false, cancelled = false, kept_away = false;

    /// Once the head is complete.
    bool begin() {
        if (begun) return !error;
        begun = true;
        if (!sink.begins) return true;
        if (const auto taken = sink.begins(reply); !taken) error = taken.error();
        return !error;
    }
};

/// Where the system keeps the certificates that it trusts; libcurl was built for one of these places, and a system of
/// another kind has another. Empty: libcurl knows best.
std::string trusted_certificates() {
    for (const char* file : {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                             "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"})
        if (::access(file, R_OK) == 0) return file;
    return {};
}

std::string trimmed(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0)
        text.remove_suffix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0)
        text.remove_prefix(1);
    return std::string(text);
}

std::size_t on_header(char* data, std::size_t one, std::size_t count, void* user) {
    auto& running = *static_cast<Running*>(user);
    const std::string_view line(data, one * count);
    if (line.starts_with("HTTP/")) { // a proxy's, or an interim one, came before
        running.reply = {};
        const std::size_t space = std::min(line.find(' '), line.size() - 1);
        std::from_chars(line.data() + space + 1, line.data() + line.size(), running.reply.status);
        return line.size();
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return line.size();
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (running.reply.headers.size() < most_headers && line.size() < most_header_bytes)
        running.reply.headers[name] = trimmed(line.substr(colon + 1));
    return line.size();
}

std::size_t on_body(char* data, std::size_t one, std::size_t count, void* user) {
    auto& running = *static_cast<Running*>(user);
    const core::ByteView bytes(reinterpret_cast<const std::uint8_t*>(data), one * count);
    if (!running.begin()) return 0;
    if (!running.sink.takes) return bytes.size();
    if (const auto taken = running.sink.takes(bytes); !taken) {
        running.error = taken.error();
        return 0;
    }
    return bytes.size();
}

int on_time(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    auto& running = *static_cast<Running*>(user);
    running.cancelled = running.sink.goes_on && !running.sink.goes_on();
    return running.cancelled ? 1 : 0;
}

curl_socket_t on_socket(void* user, curlsocktype, curl_sockaddr* address) {
    auto& running = *static_cast<Running*>(user);
    if (running.request.may_reach && !running.request.may_reach(reach_of(address->addr))) {
        running.kept_away = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// The name's owner may change what it stands for between two looks: the address is looked at where it is used. A
/// proxy resolves names itself, and it was chosen by this machine's owner.
core::Status set_up(CURL* easy, Running& running, const curl_slist* headers) {
    const Request& request = running.request;
    const std::string proxy = proxy_for(request.place, request.proxy);
    bool good = true;
    const auto set = [&](CURLoption option, auto value) {
        good = curl_easy_setopt(easy, option, value) == CURLE_OK && good;
    };
    set(CURLOPT_URL, request.place.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, request.place.scheme.c_str());
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_USERAGENT, "hearth/" HEARTH_VERSION);
    set(CURLOPT_HTTPHEADER, headers);
    set(CURLOPT_CONNECTTIMEOUT, request.connect_s);
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, request.silence_s);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_PROXY, proxy.c_str());
    set(CURLOPT_NOPROXY, ""); // what is to go without one has been decided, and its address is looked at then
    const std::string trusted = request.ca_file.empty() ? trusted_certificates() : request.ca_file.string();
    if (!trusted.empty()) {
        set(CURLOPT_CAINFO, trusted.c_str());
        set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    set(CURLOPT_HEADERFUNCTION, &on_header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(&running));
    set(CURLOPT_WRITEFUNCTION, &on_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&running));
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &on_time);
    set(CURLOPT_XFERINFODATA, static_cast<void*>(&running));
    if (proxy.empty()) {
        set(CURLOPT_OPENSOCKETFUNCTION, &on_socket);
        set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&running));
    }
    if (good) return {};
    return fail(Code::internal, core::say("hub_no_curl"));
}

core::Error kept_away(const Place& place) {
    return fail(Code::refused, core::say("hub_address_refused", {place.host}), core::say("hub_look_at_endpoint"));
}

core::Error ended(CURLcode code, const Running& running) {
    const std::string& host = running.request.place.host;
    if (running.kept_away) return kept_away(running.request.place);
    if (running.cancelled) return fail(Code::cancelled, core::say("hub_cancelled"));
    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE)
        return fail(Code::refused, core::say("hub_certificate_refused", {host}), core::say("hub_look_at_certificate"));
    return fail(Code::unavailable, core::say("hub_not_reached", {host, curl_easy_strerror(code)}),
                core::say("hub_try_later"));
}

} // namespace

std::string Reply::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

core::Result<Reply> get(const Request& request, const Sink& sink) {
    static const CURLcode global = curl_global_init(CURL_GLOBAL_DEFAULT);
    const Easy easy(global == CURLE_OK ? curl_easy_init() : nullptr);
    if (easy == nullptr) return fail(Code::internal, core::say("hub_no_curl"));
    if (request.may_reach && !request.may_reach(reach_of(request.place.host))) return kept_away(request.place);
    List headers(curl_slist_append(nullptr, "Accept: */*"));
    const auto add = [&](const std::string& line) {
        curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
        if (longer == nullptr) return false;
        static_cast<void>(headers.release());
        headers.reset(longer);
        return true;
    };
    bool added = headers != nullptr;
    for (const std::string& line : request.headers)
        added = added && add(line);
    if (!request.token.empty()) added = added && add("Authorization: Bearer " + request.token);
    if (!added) return fail(Code::out_of_memory, core::say("hub_no_curl"));
    Running running{request, sink, {}, {}, false, false, false};
    HEARTH_CHECK(set_up(easy.get(), running, headers.get()));
    const CURLcode code = curl_easy_perform(easy.get());
    if (running.error) return *running.error;
    if (code != CURLE_OK) return ended(code, running);
    if (!running.begin()) return *running.error; // an answer without a body
    return running.reply;
}

} // namespace hearth::hub
