// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

namespace hearth::cli {

/// Around an answer that comes piece by piece: says on stderr, once for each silence of some seconds, what is waited
/// for. Where it does not `speak` it does nothing.
class Silence {
public:
    explicit Silence(bool speak);
    ~Silence();
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

    /// A piece came.
    void broken();

private:
    void watch();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    unsigned m_pieces = 0;
    bool m_ending = false;
    std::thread m_thread;
};

} // namespace hearth::cli
