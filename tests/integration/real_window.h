// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/client.h"
#include "core/home.h"
#include "node_process.h"
#include "window_on_home.h"

namespace hearth::test {

inline constexpr int within_ms = 2000;

/// The window on a real node, which is started for it and has a tiny model.
class RealWindow : public WindowOnHome {
protected:
    void begin() {
        fail_on_complaints();
        // The window looks for hearthd beside its own program, which is this test, and on the path.
        qputenv("PATH", QByteArray(HEARTH_BINARY_DIR ":") + qgetenv("PATH"));
        m_node = std::make_unique<NodeProcess>();
        QVERIFY2(m_node->start(), m_node->log().constData());
        QVERIFY(!m_node->import(tiny_model("llama-tied"), "tiny").isEmpty());
        open_window();
    }

    void end() {
        fail_on_complaints();
        if (m_application) QVERIFY(m_application->close());
        m_application.reset();
        // The service that the window started is nobody's child.
        core::Home home;
        home.root = m_node->home().toStdString();
        if (const auto node = control::connect(home.control_socket(), {})) (void)node.value()->shutdown();
        QTRY_VERIFY_WITH_TIMEOUT(!control::connect(home.control_socket(), {}).ok(), 30'000);
    }

    std::unique_ptr<NodeProcess> m_node;

    void open_window() {
        open_on(m_node->home());
        if (m_window != nullptr) QTRY_VERIFY(serves());
    }
    bool serves() const { return text_of("sentence").startsWith(QLatin1String("Ready with tiny")); }
};

} // namespace hearth::test
