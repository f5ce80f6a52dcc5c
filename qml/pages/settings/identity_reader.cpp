// SPDX-License-Identifier: Apache-2.0
#include "identity_reader.h"

#include "backend/format.h"

#include <QRandomGenerator>
#include <QSet>

#include <algorithm>

namespace hearth::desktop {
namespace {

constexpr qsizetype asked = 3;

/// So many different ones of the places from 1 to `count`.
QList<int> some_places(qsizetype count) {
    QSet<int> places;
    while (places.size() < std::min(asked, count))
        places.insert(1 + static_cast<int>(QRandomGenerator::global()->bounded(static_cast<quint32>(count))));
    QList<int> sorted(places.begin(), places.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

} // namespace

IdentityReader::IdentityReader(QObject* parent) : NodeReader({QStringLiteral("keys")}, parent) {}

void IdentityReader::read() {
    fetch([](control::Node& node) { return node.identity(); },
          [this](const control::IdentityView& view) { show(view); });
}

void IdentityReader::show(const control::IdentityView& view) {
    m_view = view;
    emit identityChanged();
}

QString IdentityReader::backup() const {
    if (!m_view.backup) return tr("This home was never backed up.");
    const QString when = m_view.backed_up_at ? format::dateTime(*m_view.backed_up_at) : format::unknown();
    return *m_view.backup == "words" ? tr("The words were written down: %1").arg(when)
                                     : tr("All keys were copied into a file: %1").arg(when);
}

void IdentityReader::showWords() {
    if (m_busy || connection() == nullptr) return;
    setBusy(true);
    setError({});
    connection()->run(
        this, [](control::Node& node) { return node.recovery_words(); },
        [this](const std::vector<std::string>& words) {
            setBusy(false);
            m_words.clear();
            for (const std::string& word : words)
                m_words << QString::fromStdString(word);
            m_places = some_places(m_words.size());
            emit wordsChanged();
            emit wordsShown();
        },
        [this](const core::Error& error) { failed(error); });
}

void IdentityReader::forgetWords() {
    if (m_words.isEmpty()) return;
    for (QString& word : m_words)
        word.fill(u' ');
    m_words.clear();
    emit wordsChanged();
}

void IdentityReader::confirmWords(const QStringList& typed) {
    if (m_busy || connection() == nullptr || typed.size() != m_places.size()) return;
    std::vector<control::WordGiven> words;
    for (qsizetype i = 0; i < typed.size(); ++i)
        words.push_back({static_cast<std::uint32_t>(m_places[i]), typed[i].trimmed().toLower().toStdString()});
    setBusy(true);
    setError({});
    connection()->run(
        this, [words](control::Node& node) { return node.confirm_recovery_words(words); },
        [this](const control::IdentityView& view) {
            setBusy(false);
            show(view);
            emit wordsConfirmed();
        },
        [this](const core::Error& error) { failed(error); });
}

void IdentityReader::failed(const core::Error& error) {
    setBusy(false);
    setError(explain(error));
}

void IdentityReader::setBusy(bool busy) {
    if (busy == m_busy) return;
    m_busy = busy;
    emit busyChanged();
}

} // namespace hearth::desktop
