// SPDX-License-Identifier: Apache-2.0
#include "models_reader.h"

#include "backend/format.h"
#include "backend/progress_relay.h"
#include "pages/jobs/words.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace hearth::desktop {
namespace {

namespace fs = std::filesystem;

/// What an import would copy of a folder: repositories hold more than a model.
bool is_of_model(const fs::path& file) {
    static const std::array<std::string, 7> kinds{".json", ".safetensors", ".gguf", ".jinja", ".txt", ".model", ".md"};
    return std::find(kinds.begin(), kinds.end(), file.extension().string()) != kinds.end() ||
           file.filename().string().starts_with("LICENSE");
}

/// Of a file, or of the model that lies in a folder, also as a step of several.
std::uint64_t bytes_at(const fs::path& path) {
    std::error_code error;
    if (fs::is_regular_file(path, error)) return fs::file_size(path, error);
    std::uint64_t bytes = 0;
    std::error_code none;
    const bool has_steps = fs::is_regular_file(path / "modules.json", none);
    for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
        const fs::path step = at->path() / "config.json";
        const fs::path counted = has_steps && fs::is_regular_file(step, none) ? step : at->path();
        std::error_code unread;
        if (!is_of_model(counted) || !fs::is_regular_file(counted, unread)) continue;
        if (const std::uint64_t size = fs::file_size(counted, unread); !unread) bytes += size;
    }
    return bytes;
}

} // namespace

ModelsReader::ModelsReader(QObject* parent) : NodeReader({QStringLiteral("models")}, parent) {
    connect(&m_models, &QAbstractItemModel::rowsInserted, this, &ModelsReader::countChanged);
    connect(&m_models, &QAbstractItemModel::rowsRemoved, this, &ModelsReader::countChanged);
    connect(&m_models, &QAbstractItemModel::modelReset, this, &ModelsReader::countChanged);
}

ModelsReader::~ModelsReader() {
    if (m_cancel) *m_cancel = true;
}

void ModelsReader::read() {
    fetch([](control::Node& node) { return node.models(); },
          [this](std::vector<control::ModelInfo> models) { m_models.replace(std::move(models)); });
}

QString ModelsReader::pathOf(const QString& place) {
    const QUrl url(place);
    return url.isLocalFile() ? url.toLocalFile() : place;
}

control::OnProgress ModelsReader::beginWork(const QString& first) {
    m_cancel = std::make_shared<std::atomic<bool>>(false);
    m_pulling = false;
    m_progress = first;
    m_fraction = -1;
    setNote({}, {});
    setError({});
    emit progressChanged();
    emit workingChanged();
    return relayProgress(this, m_cancel, connection()->executor().stopFlag(),
                         [this](const QString& stage, double fraction) {
                             m_progress = stage;
                             m_fraction = fraction;
                             emit progressChanged();
                         });
}

void ModelsReader::endWork(const QString& note, const QString& tone) {
    m_cancel.reset();
    emit workingChanged();
    setNote(note, tone);
    request();
}

void ModelsReader::failWork(const std::shared_ptr<std::atomic<bool>>& cancel, const core::Error& error) {
    if (cancel != m_cancel) return;
    endWork(explain(error), error.code == core::Code::cancelled ? QStringLiteral("info") : QStringLiteral("bad"));
}

void ModelsReader::measure(const QString& place) {
    m_measured = pathOf(place.trimmed());
    if (connection() == nullptr) return;
    const auto show = [this, path = m_measured](std::uint64_t bytes) {
        const QString text = bytes > 0 ? format::bytes(bytes) : QString();
        if (path != m_measured || text == m_source_size) return; // somebody types on
        m_source_size = text;
        emit sourceSizeChanged();
    };
    connection()->executor().run(
        this, [path = m_measured.toStdString()] { return core::Result<std::uint64_t>(bytes_at(path)); }, show,
        [show](const core::Error&) { show(0); });
}

void ModelsReader::importModel(const QString& place, const QString& name, const QString& profile, bool keepSource) {
    const QString path = pathOf(place.trimmed());
    if (m_cancel || path.isEmpty() || connection() == nullptr) return;
    const control::OnProgress progress = beginWork(tr("Opening %1").arg(path));
    connection()->run(
        this,
        [path = path.toStdString(), name = name.trimmed().toStdString(), profile = profile.toStdString(), progress,
         keepSource](control::Node& node) { return node.import_model(path, name, profile, progress, keepSource); },
        [this, cancel = m_cancel](const control::ModelInfo& model) { endImport(cancel, model); },
        [this, cancel = m_cancel](const core::Error& error) { failWork(cancel, error); });
}

void ModelsReader::endImport(const std::shared_ptr<std::atomic<bool>>& cancel, const control::ModelInfo& model) {
    if (cancel != m_cancel) return;
    if (model.note.empty())
        endWork(tr("%1 is imported and ready.").arg(QString::fromStdString(model.name)), QStringLiteral("good"));
    else
        endWork(format::sentence(model.note), QStringLiteral("info"));
}

void ModelsReader::pull(const QString& reference, const QString& name, bool keepSource) {
    if (m_cancel || reference.isEmpty() || connection() == nullptr) return;
    const control::OnProgress progress = beginWork(tr("Fetching %1").arg(reference));
    m_pulling = true;
    emit workingChanged();
    connection()->run(
        this,
        [reference = reference.toStdString(), name = name.trimmed().toStdString(), progress,
         keepSource](control::Node& node) { return node.pull_model(reference, name, {}, progress, keepSource); },
        [this, cancel = m_cancel](const control::ModelInfo& model) { endImport(cancel, model); },
        [this, cancel = m_cancel](const core::Error& error) { failWork(cancel, error); });
}

void ModelsReader::check(const QString& id, const QString& name) {
    if (m_cancel || connection() == nullptr) return;
    const control::OnProgress progress = beginWork(tr("Checking %1").arg(name));
    connection()->run(
        this, [id = id.toStdString(), progress](control::Node& node) { return node.check_model(id, progress); },
        [this, name, cancel = m_cancel](const std::vector<control::Check>& checks) {
            if (cancel != m_cancel) return;
            const auto failed = std::find_if(checks.begin(), checks.end(),
                                             [](const control::Check& c) { return c.result == "failed"; });
            if (failed == checks.end())
                endWork(tr("The files of %1 are as they were imported.").arg(name), QStringLiteral("good"));
            else
                endWork(tr("%1 fails: %2").arg(words::check(failed->name), format::worded(failed->detail)),
                        QStringLiteral("bad"));
        },
        [this, cancel = m_cancel](const core::Error& error) { failWork(cancel, error); });
}

void ModelsReader::remove(const QString& id) {
    call([id = id.toStdString()](control::Node& node) { return node.remove_model(id); }, [this] { request(); });
}

void ModelsReader::turn(const QString& id, const QString& action) {
    call([id = id.toStdString(),
          action = action.toStdString()](control::Node& node) { return node.switch_model(id, action); },
         [this](const control::ModelInfo&) { request(); });
}

void ModelsReader::makeDefault(const QString& id) {
    call(
        [id = id.toStdString()](control::Node& node) {
            return node.change_settings({{"models.default", {id}}});
        },
        [this](const std::vector<control::SettingInfo>&) { request(); });
}

void ModelsReader::cancel() {
    if (!m_cancel) return;
    *m_cancel = true;
    m_progress = m_pulling ? tr("Pausing…") : tr("Cancelling…");
    m_fraction = -1;
    emit progressChanged();
}

void ModelsReader::setNote(const QString& note, const QString& tone) {
    if (note == m_note && tone == m_note_tone) return;
    m_note = note;
    m_note_tone = tone;
    emit noteChanged();
}

} // namespace hearth::desktop
