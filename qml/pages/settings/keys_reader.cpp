// SPDX-License-Identifier: Apache-2.0
#include "keys_reader.h"

#include "core/backup.h"

namespace hearth::desktop {
namespace {

QString role_word(const std::string& role) {
    if (role == "operator") return KeysReader::tr("Operator");
    if (role == "node") return KeysReader::tr("Node");
    if (role == "payout") return KeysReader::tr("Payout");
    if (role == "caller") return KeysReader::tr("Caller");
    if (role == "sequencer") return KeysReader::tr("Sequencer");
    return QString::fromStdString(role);
}

} // namespace

KeysReader::KeysReader(QObject* parent) : NodeReader({QStringLiteral("keys")}, parent) {}

void KeysReader::read() {
    fetch([](control::Node& node) { return node.keys(); },
          [this](const std::vector<control::KeyInfo>& keys) { show(keys); });
}

void KeysReader::show(const std::vector<control::KeyInfo>& keys) {
    QVariantList list;
    for (const control::KeyInfo& key : keys)
        list.append(QVariantMap{{QStringLiteral("role"), QString::fromStdString(key.role)},
                                {QStringLiteral("word"), role_word(key.role)},
                                {QStringLiteral("key"), QString::fromStdString(key.public_key)},
                                {QStringLiteral("sealed"), key.has_passphrase}});
    if (list == m_keys) return;
    m_keys = std::move(list);
    emit keysChanged();
}

QString KeysReader::passphraseFault(const QString& passphrase) {
    const core::Status fine = core::check_new_passphrase(passphrase.toStdString());
    return fine ? QString() : explain(fine.error());
}

void KeysReader::backUp(const QUrl& file, const QString& passphrase) {
    const std::string path = file.toLocalFile().toStdString();
    if (m_busy || path.empty() || connection() == nullptr) return;
    setBusy(true);
    setNote({});
    setError({});
    connection()->run(
        this, [path, secret = passphrase.toStdString()](control::Node& node) { return node.backup_keys(path, secret); },
        [this, path] {
            setBusy(false);
            setNote(tr("The keys are in %1. Keep it apart from this machine; without its passphrase nobody "
                       "can open it.")
                        .arg(QString::fromStdString(path)));
        },
        [this](const core::Error& error) {
            setBusy(false);
            setError(explain(error));
        });
}

void KeysReader::setBusy(bool busy) {
    m_busy = busy;
    emit busyChanged();
}

void KeysReader::setNote(const QString& note) {
    if (note == m_note) return;
    m_note = note;
    emit noteChanged();
}

} // namespace hearth::desktop
