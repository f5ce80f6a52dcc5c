// SPDX-License-Identifier: Apache-2.0
#include "control/redacted_marks.h"

#include "core/recovery_words.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace hearth::control::redacted_marks {
namespace {

constexpr std::size_t words_in_a_row = 12, most_between_words = 8;

bool in_host(char c) {
    return is_digit(c) || is_letter(c) || c == '-' || c == '.';
}

bool ends_path(char c) {
    return c == '/' || c == '\\' || c == '"' || c == '\'' || c == '\n' || c == ' ' || c == ':' || c == ',';
}

/// [begin, end) grown to the right while characters fit.
template <typename Fits>
std::size_t run_end(const std::string& text, std::size_t at, Fits&& fits) {
    while (at < text.size() && fits(text[at]))
        ++at;
    return at;
}

template <typename Fits>
std::size_t run_begin(const std::string& text, std::size_t at, Fits&& fits) {
    while (at > 0 && fits(text[at - 1]))
        --at;
    return at;
}

bool is_recovery_word(const std::string& text, std::size_t begin, std::size_t end) {
    std::string word = text.substr(begin, end - begin);
    std::transform(word.begin(), word.end(), word.begin(), lower);
    const auto& list = core::recovery_word_list();
    return std::binary_search(list.begin(), list.end(), word);
}

/// Its end, or npos: four numbers of at most 255.
std::size_t v4_end(const std::string& text, std::size_t at) {
    for (int part = 0; part < 4; ++part) {
        const std::size_t end = run_end(text, at, is_digit);
        if (end == at || end - at > 3 || std::stoi(text.substr(at, end - at)) > 255) return std::string::npos;
        at = end;
        if (part == 3) break;
        if (at >= text.size() || text[at] != '.') return std::string::npos;
        ++at;
    }
    const bool goes_on =
        at < text.size() && (in_word(text[at]) || (text[at] == '.' && at + 1 < text.size() && is_digit(text[at + 1])));
    return goes_on ? std::string::npos : at;
}

bool is_v6(std::string_view text) {
    const auto colons = std::count(text.begin(), text.end(), ':');
    const bool short_form = text.find("::") != std::string_view::npos;
    return colons >= 2 && colons <= 7 && (short_form || colons == 7) && text != "::" && text != "::1" &&
           std::any_of(text.begin(), text.end(), [](char c) { return c != ':'; });
}

} // namespace

std::optional<Found> recovery_words(const std::string& text, std::size_t from) {
    std::size_t begin = 0, last = 0, count = 0;
    for (std::size_t at = from; at < text.size();) {
        if (!is_letter(text[at])) {
            ++at;
            continue;
        }
        const std::size_t end = run_end(text, at, is_letter);
        const bool listed = is_recovery_word(text, at, end);
        if (!listed || (count > 0 && at - last > most_between_words)) {
            if (count >= words_in_a_row) return Found{begin, last - begin};
            count = 0;
        }
        if (listed) {
            if (count++ == 0) begin = at;
            last = end;
        }
        at = end;
    }
    if (count < words_in_a_row) return std::nullopt;
    return Found{begin, last - begin};
}

std::optional<Found> bearer(const std::string& text, std::size_t from) {
    constexpr std::string_view word = "bearer ";
    const auto same = [](char a, char b) { return lower(a) == b; };
    for (auto at = text.begin() + static_cast<std::ptrdiff_t>(std::min(from, text.size()));;) {
        at = std::search(at, text.end(), word.begin(), word.end(), same);
        if (at == text.end()) return std::nullopt;
        at += static_cast<std::ptrdiff_t>(word.size());
        const auto begin = static_cast<std::size_t>(at - text.begin());
        const std::size_t end = std::min(text.find_first_of(" \"'\n,", begin), text.size());
        if (end > begin && text[begin] != '[') return Found{begin, end - begin};
    }
}

std::optional<Found> token(const std::string& text, std::size_t from) {
    struct Kind {
        std::string_view begins;
        std::size_t least; ///< characters after it
    };
    static constexpr std::array<Kind, 3> kinds{{{"hearth-", 24}, {"hf_", 12}, {"sk-", 12}}};
    for (std::size_t at = from; at < text.size(); ++at) {
        if (at > 0 && in_word(text[at - 1])) continue;
        for (const Kind& kind : kinds) {
            if (text.compare(at, kind.begins.size(), kind.begins) != 0) continue;
            const std::size_t end = run_end(text, at, in_word);
            if (end - at >= kind.begins.size() + kind.least) return Found{at, end - at};
        }
    }
    return std::nullopt;
}

std::optional<Found> whole_word(const std::string& text, const std::string& word, std::size_t from) {
    for (auto at = text.find(word, from); at != std::string::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || !in_word(text[at - 1])) && (end >= text.size() || !in_word(text[end])))
            return Found{at, word.size()};
    }
    return std::nullopt;
}

std::optional<Found> user_in_path(const std::string& text, std::size_t from) {
    std::optional<Found> first;
    for (const std::string_view folder : {"/home/", "/Users/", "\\Users\\"})
        for (auto at = text.find(folder, from > folder.size() ? from - folder.size() : 0); at != std::string::npos;
             at = text.find(folder, at + 1)) {
            const std::size_t begin = at + folder.size(),
                              end = run_end(text, begin, [](char c) { return !ends_path(c); });
            if (end == begin || text[begin] == '[' || text[begin] == '~') continue;
            if (!first || begin < first->at) first = Found{begin, end - begin};
            break;
        }
    return first;
}

std::optional<Found> mail(const std::string& text, std::size_t from) {
    const auto in_local = [](char c) { return in_host(c) || c == '_' || c == '+' || c == '%'; };
    for (auto sign = text.find('@', from); sign != std::string::npos; sign = text.find('@', sign + 1)) {
        const std::size_t begin = run_begin(text, sign, in_local);
        std::size_t end = run_end(text, sign + 1, in_host);
        while (end > sign + 1 && text[end - 1] == '.')
            --end;
        const std::size_t dot = text.rfind('.', end - 1);
        const bool named = dot != std::string::npos && dot > sign + 1 && end - dot > 2 &&
                           std::all_of(text.begin() + static_cast<std::ptrdiff_t>(dot + 1),
                                       text.begin() + static_cast<std::ptrdiff_t>(end), is_letter);
        const bool in_url = begin > 0 && (text[begin - 1] == '/' || text[begin - 1] == ':');
        const bool has_port = end < text.size() && text[end] == ':' && end + 1 < text.size() && is_digit(text[end + 1]);
        if (begin < sign && named && !in_url && !has_port) return Found{begin, end - begin};
    }
    return std::nullopt;
}

std::optional<Found> peer(const std::string& text, std::size_t from) {
    for (auto sign = text.find('@', from); sign != std::string::npos; sign = text.find('@', sign + 1)) {
        const std::size_t begin = run_begin(text, sign, in_word), host = sign + 1;
        const std::size_t colon = run_end(text, host, in_host);
        const std::size_t end = colon < text.size() && text[colon] == ':' ? run_end(text, colon + 1, is_digit) : colon;
        if (begin < sign && colon > host && end > colon + 1) return Found{begin, end - begin};
    }
    return std::nullopt;
}

std::optional<Found> address(const std::string& text, std::size_t from) {
    const auto in_v6 = [](char c) { return is_digit(c) || c == ':' || (lower(c) >= 'a' && lower(c) <= 'f'); };
    for (std::size_t at = from; at < text.size(); ++at) {
        if (at > 0 && (in_word(text[at - 1]) || text[at - 1] == '.')) continue;
        if (is_digit(text[at]))
            if (const std::size_t end = v4_end(text, at); end != std::string::npos) {
                const std::string found = text.substr(at, end - at);
                if (!found.starts_with("127.") && found != "0.0.0.0") return Found{at, end - at};
                at = end - 1;
                continue;
            }
        const std::size_t end = run_end(text, at, in_v6);
        const bool whole = end >= text.size() || !in_word(text[end]);
        if (end > at && whole && is_v6(std::string_view(text).substr(at, end - at))) return Found{at, end - at};
    }
    return std::nullopt;
}

std::optional<Found> quoted(const std::string& text, std::size_t from) {
    while (true) {
        const std::size_t begin = text.find_first_of("\"'", from);
        if (begin == std::string::npos) return std::nullopt;
        const std::size_t end = text.find(text[begin], begin + 1);
        if (end == std::string::npos) return std::nullopt;
        if (end > begin + 1) return Found{begin + 1, end - begin - 1};
        from = end + 1;
    }
}

} // namespace hearth::control::redacted_marks
