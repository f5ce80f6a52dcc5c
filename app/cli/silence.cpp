// SPDX-License-Identifier: Apache-2.0
#include "silence.h"

#include <chrono>
#include <iostream>
#include <string>

namespace hearth::cli {
namespace {

constexpr std::chrono::seconds bearable{5};

} // namespace

Silence::Silence(bool speak) {
    if (speak) m_thread = std::thread([this] { watch(); });
}

Silence::~Silence() {
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable()) m_thread.join();
}

void Silence::broken() {
    const std::lock_guard lock(m_mutex);
    ++m_pieces;
    m_changed.notify_all();
}

void Silence::watch() {
    std::unique_lock lock(m_mutex);
    while (!m_ending) {
        const unsigned pieces = m_pieces;
        const auto goes_on = [&] { return m_ending || m_pieces != pieces; };
        if (m_changed.wait_for(lock, bearable, goes_on)) continue;
        const std::string said =
            pieces == 0
                ? "Still waiting for the answer to begin: the model may be busy, or its payment or its node may "
                  "not get through. Ctrl-C gives up.\n"
                : "\nWaiting for the node to come back, or for another one that goes on. Ctrl-C gives up.\n";
        std::cerr << said << std::flush; // in one piece, whoever else writes there
        m_changed.wait(lock, goes_on);
    }
}

} // namespace hearth::cli
