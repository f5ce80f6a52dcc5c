// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"
#include "model_list_model.h"

#include <QUrl>

namespace hearth::desktop {

/// The node's models and the work on them: import, check, remove. One long piece of work at a time.
class ModelsReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hearth::desktop::ModelListModel* models READ models CONSTANT)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(bool working READ working NOTIFY workingChanged)
    /// The work is a pull: stopped, it can go on later.
    Q_PROPERTY(bool pulling READ pulling NOTIFY workingChanged)
    Q_PROPERTY(QString progress READ progress NOTIFY progressChanged)
    Q_PROPERTY(double fraction READ fraction NOTIFY progressChanged)
    /// What the last piece of work ended with.
    Q_PROPERTY(QString note READ note NOTIFY noteChanged)
    Q_PROPERTY(QString noteTone READ noteTone NOTIFY noteChanged)
    /// "88 MiB": what was measured last; empty: nothing is there.
    Q_PROPERTY(QString sourceSize READ sourceSize NOTIFY sourceSizeChanged)
public:
    explicit ModelsReader(QObject* parent = nullptr);
    ~ModelsReader() override;

    ModelListModel* models() { return &m_models; }
    int count() const { return m_models.rowCount(); }
    bool working() const { return m_cancel != nullptr; }
    bool pulling() const { return working() && m_pulling; }
    const QString& progress() const { return m_progress; }
    double fraction() const { return m_fraction; }
    const QString& sourceSize() const { return m_source_size; }
    const QString& note() const { return m_note; }
    const QString& noteTone() const { return m_note_tone; }

    /// `place` is a file or folder URL or a plain path; empty name and profile = chosen by the node.
    Q_INVOKABLE void importModel(const QString& place, const QString& name, const QString& profile,
                                 bool keepSource = false);
    /// Sets sourceSize.
    Q_INVOKABLE void measure(const QString& place);
    /// A name of the catalogue or "hf:…"; goes on with what was stopped.
    Q_INVOKABLE void pull(const QString& reference, const QString& name, bool keepSource = false);
    Q_INVOKABLE void check(const QString& id, const QString& name);
    Q_INVOKABLE void remove(const QString& id);
    /// "load", "unload", "disable", "enable" or "drop-source".
    Q_INVOKABLE void turn(const QString& id, const QString& action);
    Q_INVOKABLE void makeDefault(const QString& id);
    Q_INVOKABLE void cancel();
    Q_INVOKABLE void dismissNote() { setNote({}, {}); }
    /// "/a/b" of "file:///a/b"; a plain path stays.
    Q_INVOKABLE static QString pathOf(const QString& place);

signals:
    void countChanged();
    void workingChanged();
    void progressChanged();
    void noteChanged();
    void sourceSizeChanged();

protected:
    void read() override;

private:
    control::OnProgress beginWork(const QString& first);
    void endImport(const std::shared_ptr<std::atomic<bool>>& cancel, const control::ModelInfo& model);
    void endWork(const QString& note, const QString& tone);
    void failWork(const std::shared_ptr<std::atomic<bool>>& cancel, const core::Error& error);
    void setNote(const QString& note, const QString& tone);

    ModelListModel m_models;
    QString m_progress, m_note, m_note_tone, m_source_size, m_measured;
    double m_fraction = -1;
    std::shared_ptr<std::atomic<bool>> m_cancel;
    bool m_pulling = false;
};

} // namespace hearth::desktop
