// SPDX-License-Identifier: Apache-2.0
#include "bundle_reader.h"

#include "backend/format.h"
#include "control/bundle.h"
#include "core/file.h"

namespace hearth::desktop {
namespace {

QString taken_text(const std::vector<control::Redaction>& redacted) {
    QStringList parts;
    for (const control::Redaction& one : redacted) {
        const QString count = format::count(one.count);
        if (one.kind == "secret")
            parts << BundleReader::tr("secrets: %1").arg(count);
        else if (one.kind == "key name")
            parts << BundleReader::tr("names of keys: %1").arg(count);
        else if (one.kind == "e-mail")
            parts << BundleReader::tr("e-mail addresses: %1").arg(count);
        else if (one.kind == "address")
            parts << BundleReader::tr("addresses of machines: %1").arg(count);
        else
            parts << BundleReader::tr("user names: %1").arg(count);
    }
    return parts.isEmpty() ? BundleReader::tr("nothing taken out")
                           : BundleReader::tr("taken out – %1").arg(parts.join(QStringLiteral(", ")));
}

} // namespace

void BundleReader::make() {
    if (m_running || connection() == nullptr || !connection()->online()) return;
    setRunning(true);
    setError({});
    setNote({});
    connection()->run(
        this, [](control::Node& node) { return node.bundle(); },
        [this](control::Bundle bundle) {
            setRunning(false);
            show(std::move(bundle));
        },
        [this](const core::Error& error) {
            setRunning(false);
            setError(explain(error));
        });
}

void BundleReader::show(control::Bundle bundle) {
    m_bundle = std::move(bundle);
    m_files.clear();
    for (const control::BundleFile& file : m_bundle.files)
        m_files.append(QVariantMap{{QStringLiteral("name"), QString::fromStdString(file.name)},
                                   {QStringLiteral("size"), format::bytes(file.text.size())},
                                   {QStringLiteral("taken"), taken_text(file.redacted)},
                                   {QStringLiteral("text"), QString::fromStdString(file.text)}});
    emit filesChanged();
}

/// What was read before is what is saved; the service may have gone meanwhile.
void BundleReader::save(const QUrl& file) {
    const std::string path = file.toLocalFile().toStdString();
    if (path.empty() || m_files.isEmpty() || connection() == nullptr) return;
    setNote({});
    setError({});
    const std::string version = connection()->status() ? connection()->status()->version : std::string();
    connection()->executor().run(
        this,
        [path, version, bundle = m_bundle]() -> core::Status {
            return core::write_file_atomic(path, core::as_bytes(control::bundle_document(bundle, version)), 0600);
        },
        [this, path] { setNote(tr("Saved in %1. Nobody has it but you.").arg(QString::fromStdString(path))); },
        [this](const core::Error& error) { setError(explain(error)); });
}

void BundleReader::setRunning(bool running) {
    m_running = running;
    emit runningChanged();
}

void BundleReader::setNote(const QString& note) {
    if (note == m_note) return;
    m_note = note;
    emit noteChanged();
}

} // namespace hearth::desktop
