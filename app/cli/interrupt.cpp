// SPDX-License-Identifier: Apache-2.0
#include "interrupt.h"

namespace hearth::cli {

Interrupt::Scope::Scope(Interrupt& interrupt, std::function<void()> handler, Again again) : m_interrupt(interrupt) {
    const std::lock_guard lock(m_interrupt.m_mutex);
    m_interrupt.m_handler = std::move(handler);
    m_interrupt.m_again = again;
    m_interrupt.m_happened = false;
}

Interrupt::Scope::~Scope() {
    const std::lock_guard lock(m_interrupt.m_mutex);
    m_interrupt.m_handler = nullptr;
}

} // namespace hearth::cli
