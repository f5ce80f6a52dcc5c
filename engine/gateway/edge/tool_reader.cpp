// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/tool_reader.h"

#include "gateway/edge/tool_grammar.h"

#include <algorithm>
#include <utility>

namespace hearth::gateway {

namespace {

/// How many of the last bytes of `text` may begin `mark`.
std::size_t begun(std::string_view text, std::string_view mark) {
    for (std::size_t size = std::min(text.size(), mark.size() - 1); size > 0; --size)
        if (mark.starts_with(text.substr(text.size() - size))) return size;
    return 0;
}

constexpr std::size_t longest_name = 64;

} // namespace

std::vector<ToolReader::Piece> ToolReader::push(std::string_view text) {
    std::vector<Piece> out;
    m_rest += text;
    while (step(out)) {
    }
    return out;
}

std::vector<ToolReader::Piece> ToolReader::finish(bool whole) {
    std::vector<Piece> out;
    if (m_state == State::start || m_state == State::text) {
        if (!m_rest.empty()) out.push_back({Piece::What::text, std::exchange(m_rest, {})});
        return out;
    }
    const bool complete = (m_state == State::between || m_state == State::over) && m_rest.empty();
    if (whole && !complete) m_state = State::broken;
    return out;
}

/// True when it got on and there may be more.
bool ToolReader::step(std::vector<Piece>& out) {
    if (m_rest.empty()) return false;
    switch (m_state) {
    case State::start:
        return read_start();
    case State::text:
        return read_text(out);
    case State::opened:
        return expect(std::string("\n") + tool_marks::name, State::name);
    case State::name:
        return read_name(out, tool_marks::arguments);
    case State::lone_name:
        return read_name(out, tool_marks::parameters);
    case State::arguments:
        return read_arguments(out);
    case State::closing:
        return m_lone ? expect("}", State::over) : expect(std::string("}\n") + tool_marks::close, State::between);
    case State::between:
        return expect(std::string("\n") + tool_marks::open, State::opened);
    case State::over:
        m_state = State::broken;
        return false;
    case State::broken:
        break;
    }
    return false;
}

bool ToolReader::read_start() {
    const std::string_view mark = tool_marks::name;
    if (m_rest.size() < mark.size() && mark.starts_with(m_rest)) return false;
    m_lone = m_rest.starts_with(mark);
    if (m_lone) m_rest.erase(0, mark.size());
    m_state = m_lone ? State::lone_name : State::text;
    return true;
}

bool ToolReader::read_text(std::vector<Piece>& out) {
    const std::string_view mark = tool_marks::open;
    const std::size_t at = m_rest.find(mark);
    const std::size_t sure = at != std::string::npos ? at : m_rest.size() - begun(m_rest, mark);
    if (sure > 0) out.push_back({Piece::What::text, m_rest.substr(0, sure)});
    m_rest.erase(0, at != std::string::npos ? sure + mark.size() : sure);
    if (at == std::string::npos) return false;
    m_state = State::opened;
    return true;
}

bool ToolReader::read_name(std::vector<Piece>& out, const char* separator) {
    const std::size_t end = m_rest.find('"');
    if (end == std::string::npos) {
        if (m_rest.size() > longest_name) m_state = State::broken;
        return false;
    }
    const std::string name = m_rest.substr(0, end);
    m_rest.erase(0, end);
    if (!expect(separator, State::arguments)) {
        m_rest.insert(0, name); // the whole of it comes later
        return false;
    }
    out.push_back({Piece::What::call, name});
    ++m_calls;
    m_depth = 0;
    return true;
}

bool ToolReader::read_arguments(std::vector<Piece>& out) {
    std::size_t at = 0;
    bool ended = false;
    for (; at < m_rest.size() && !ended; ++at) {
        const char c = m_rest[at];
        if (m_in_string) {
            if (!m_escaped && c == '"') m_in_string = false;
            m_escaped = !m_escaped && c == '\\';
        } else if (c == '"') {
            m_in_string = true;
        } else if (c == '{' || c == '[') {
            ++m_depth;
        } else if (c == '}' || c == ']') {
            ended = m_depth <= 1;
            if (m_depth > 0) --m_depth;
        }
    }
    out.push_back({Piece::What::arguments, m_rest.substr(0, at)});
    m_rest.erase(0, at);
    if (ended) m_state = State::closing;
    return ended;
}

bool ToolReader::expect(std::string_view mark, State next) {
    if (m_rest.starts_with(mark)) {
        m_rest.erase(0, mark.size());
        m_state = next;
        return true;
    }
    if (!mark.starts_with(m_rest)) m_state = State::broken;
    return false;
}

} // namespace hearth::gateway
