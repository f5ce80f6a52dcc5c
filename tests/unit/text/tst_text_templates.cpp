// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "text/chat_template.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace hearth;
using Json = nlohmann::ordered_json;

namespace {

const QString folder = QStringLiteral(HEARTH_CACHE_DIR "/testdata/vocab/templates");

/// Templates that write a generator as JSON. Jinja2 fails there; for us every sequence is a list.
const QStringList more_lenient = {"llama-cpp-deepseek-r1"};

std::string content(const QString& file) {
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? source.readAll().toStdString() : std::string();
}

Json vectors(const char* name) {
    return Json::parse(content(QStringLiteral(HEARTH_VECTORS_DIR "/text/") + QLatin1String(name)));
}

std::string sha256(const std::string& text) {
    return core::sha256(core::as_bytes(text)).hex();
}

text::ChatTemplate::Input input_of(const Json& plan, const Json& conversation) {
    text::ChatTemplate::Input input;
    input.messages_json = conversation["messages"].dump();
    if (conversation.contains("tools")) input.tools_json = plan[conversation["tools"].get<std::string>()].dump();
    if (conversation.contains("variables")) input.variables_json = conversation["variables"].dump();
    input.bos_token = plan["bos_token"];
    input.eos_token = plan["eos_token"];
    input.date = plan["date"];
    input.add_generation_prompt = conversation["add_generation_prompt"];
    return input;
}

/// Empty if the outcome is what Jinja2 gave, else what is wrong.
std::string compared(const Json& golden, const core::Result<std::string>& found) {
    if (golden.contains("sha256")) {
        if (!found) return found.error().message;
        if (golden.contains("text") && golden["text"] != *found) return "other text: " + *found;
        return golden["sha256"] == sha256(*found) ? "" : "other text of " + std::to_string(found->size()) + " bytes";
    }
    if (found) return "renders where Jinja2 does not";
    if (golden.contains("fails")) return {};
    if (found.error().code != core::Code::invalid_argument) return found.error().message;
    return golden["refuses"] == sha256(found.error().message) ? ""
                                                              : "refuses with other words: " + found.error().message;
}

} // namespace

class TestTemplates : public QObject {
    Q_OBJECT

    Json m_plan = vectors("conversations.json");
    Json m_goldens = vectors("template_goldens.json");

private slots:
    void initTestCase() {
        if (!QDir(folder).exists()) QSKIP("The test templates are not there. Run: installers/bootstrap test");
        QVERIFY(m_goldens.size() >= 40);
    }

    void everyTemplateOfTheTestDataHasItsGoldens() {
        for (const QFileInfo& file : QDir(folder).entryInfoList({"*.jinja"}))
            QVERIFY2(m_goldens.contains(file.completeBaseName().toStdString()), qPrintable(file.fileName()));
    }

    void rendersAsJinja2Does_data() {
        QTest::addColumn<QString>("name");
        for (const auto& entry : m_goldens.items())
            QTest::newRow(entry.key().c_str()) << QString::fromStdString(entry.key());
    }
    void rendersAsJinja2Does() {
        QFETCH(const QString, name);
        auto parsed = text::ChatTemplate::parse(content(folder + "/" + name + ".jinja"));
        QVERIFY2(parsed.ok(), parsed ? "" : parsed.error().message.c_str());
        QStringList wrong;
        for (const Json& conversation : m_plan["conversations"]) {
            const std::string title = conversation["name"];
            const auto found = parsed->render(input_of(m_plan, conversation));
            const Json& golden = m_goldens[name.toStdString()][title];
            const std::string reason = golden.value("fails", std::string());
            if (more_lenient.contains(name) && reason.find("generator") != std::string::npos) {
                QVERIFY2(found.ok(), found ? "" : found.error().message.c_str());
                continue;
            }
            const std::string fault = compared(golden, found);
            if (!fault.empty()) wrong += QString::fromStdString(title + ": " + fault);
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join("\n    ")));
    }
};

QTEST_GUILESS_MAIN(TestTemplates)
#include "tst_text_templates.moc"
