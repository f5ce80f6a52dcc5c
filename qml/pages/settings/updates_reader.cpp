// SPDX-License-Identifier: Apache-2.0
#include "updates_reader.h"

#include "backend/format.h"
#include "backend/progress_relay.h"

namespace hearth::desktop {

UpdatesReader::~UpdatesReader() {
    if (m_cancel) *m_cancel = true;
}

void UpdatesReader::read() {
    fetch([](control::Node& node) { return node.update_status(); },
          [this](const control::UpdateView& view) { show(view); });
}

QString UpdatesReader::sentence() const {
    return format::sentence(m_view.sentence);
}

QString UpdatesReader::applying() const {
    return format::sentence(m_view.applying);
}

QString UpdatesReader::problem() const {
    return format::sentence(m_view.problem);
}

QString UpdatesReader::size() const {
    return m_view.bytes == 0 ? QString() : format::bytesOf(m_view.done, m_view.bytes);
}

QString UpdatesReader::checkedAt() const {
    return m_view.checked_at ? format::dateTime(*m_view.checked_at) : QString();
}

void UpdatesReader::check() {
    begin(&control::Node::check_update, tr("Asking the update server"));
}

void UpdatesReader::download() {
    begin(&control::Node::download_update, tr("Downloading"));
}

void UpdatesReader::apply() {
    begin(&control::Node::apply_update, tr("Applying"));
}

void UpdatesReader::stop() {
    if (m_cancel) *m_cancel = true;
}

void UpdatesReader::begin(Call what, const QString& first) {
    if (m_cancel || connection() == nullptr) return;
    m_cancel = std::make_shared<std::atomic<bool>>(false);
    m_progress = first;
    m_fraction = -1;
    setError({});
    emit progressChanged();
    emit workingChanged();
    const control::OnProgress relay = relayProgress(this, m_cancel, connection()->executor().stopFlag(),
                                                    [this](const QString& stage, double fraction) {
                                                        m_progress = stage;
                                                        m_fraction = fraction;
                                                        emit progressChanged();
                                                    });
    connection()->run(
        this, [what, relay](control::Node& node) { return (node.*what)(relay); },
        [this](const control::UpdateView& view) {
            end();
            show(view);
        },
        [this](const core::Error& error) {
            end();
            if (error.code != core::Code::cancelled) setError(explain(error));
        });
}

void UpdatesReader::show(const control::UpdateView& view) {
    m_view = view;
    emit updateChanged();
}

void UpdatesReader::end() {
    m_cancel.reset();
    emit workingChanged();
    request();
}

} // namespace hearth::desktop
