// SPDX-License-Identifier: Apache-2.0
#include "core/config.h"

#include <fstream>
#include <QTemporaryDir>
#include <QtTest>

using namespace hearth::core;

namespace {

std::vector<SettingSpec> specs() {
    SettingSpec listen{"api.listen", std::string("127.0.0.1:8747"), "Where the API listens.", INT64_MIN, INT64_MAX, {}};
    SettingSpec enabled{"api.enabled", true, "Whether the API serves.", INT64_MIN, INT64_MAX, {}};
    SettingSpec length{"epoch.length_s", std::int64_t{60}, "Seconds.", 1, 3600, {}};
    SettingSpec level{"log.level", std::string("info"), "How much is logged.",
                      INT64_MIN,   INT64_MAX,           {"debug", "info", "warning", "error"}};
    SettingSpec folders{
        "models.folders", std::vector<std::string>{"a \"b\"", "c"}, "Folders.", INT64_MIN, INT64_MAX, {}};
    return {listen, enabled, length, level, folders};
}

Error error_of(const char* toml) {
    const auto parsed = Config::parse(toml, "hearth.toml", specs());
    return parsed ? Error{Code::internal, "accepted", ""} : parsed.error();
}

bool holds(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class TestConfig : public QObject {
    Q_OBJECT
private slots:
    void defaultsHoldWhereTheFileIsSilent();
    void valuesAreRead();
    void unknownKeysOfferTheNearest();
    void wrongValuesNameLineAndKey();
    void aChangeKeepsWhatElseTheFileSays();
    void brokenTomlNamesItsLine();
    void theDocumentedFileIsValidAndGivesTheDefaults();
    void missingFilesGiveTheDefaults();
    void oversizedFilesAreRefused();
};

void TestConfig::defaultsHoldWhereTheFileIsSilent() {
    const auto config = Config::parse("", "hearth.toml", specs());
    QVERIFY(config.ok());
    QCOMPARE(config->text("api.listen"), std::string("127.0.0.1:8747"));
    QVERIFY(config->boolean("api.enabled"));
    QCOMPARE(config->integer("epoch.length_s"), std::int64_t{60});
    QCOMPARE(config->list("models.folders").size(), std::size_t{2});
}

void TestConfig::valuesAreRead() {
    const auto config = Config::parse("[api]\nlisten = '0.0.0.0:1'\nenabled = false\n[epoch]\nlength_s = 3600\n"
                                      "[log]\nlevel = 'error'\n[models]\nfolders = ['x']\n",
                                      "hearth.toml", specs());
    QVERIFY(config.ok());
    QCOMPARE(config->text("api.listen"), std::string("0.0.0.0:1"));
    QVERIFY(!config->boolean("api.enabled"));
    QCOMPARE(config->integer("epoch.length_s"), std::int64_t{3600});
    QCOMPARE(config->text("log.level"), std::string("error"));
    QCOMPARE(config->list("models.folders"), std::vector<std::string>{"x"});
}

void TestConfig::unknownKeysOfferTheNearest() {
    const Error error = error_of("\n[api]\nlisen = 'x'\n");
    QVERIFY(error.code == Code::invalid_argument);
    QVERIFY(holds(error.message, "hearth.toml, line 3"));
    QVERIFY(holds(error.message, "api.lisen"));
    QVERIFY(holds(error.hint, "api.listen"));
    QVERIFY(holds(error_of("[epcoh]\nlength_s = 5\n").hint, "epoch.length_s"));
    QVERIFY(holds(error_of("[zzzzzzzzzz]\nqqqqqqqq = 5\n").hint, "Remove"));
    QVERIFY(holds(error_of("[gateway]\nlisten = 'x'\n").hint, "api.listen"));
    QVERIFY(error_of("listen = 'x'\n").code == Code::invalid_argument);
    QVERIFY(error_of("[api.listen]\nx = 1\n").code == Code::invalid_argument);
}

void TestConfig::wrongValuesNameLineAndKey() {
    const Error wide = error_of("[epoch]\nlength_s = 3601\n");
    QVERIFY(holds(wide.message, "line 2") && holds(wide.message, "epoch.length_s") && holds(wide.message, "3600"));
    QVERIFY(holds(error_of("[epoch]\nlength_s = 0\n").message, "between"));
    QVERIFY(holds(error_of("[epoch]\nlength_s = 1.5\n").message, "whole number"));
    QVERIFY(holds(error_of("[epoch]\nlength_s = '5'\n").message, "whole number"));
    QVERIFY(holds(error_of("[api]\nenabled = 1\n").message, "true or false"));
    QVERIFY(holds(error_of("[api]\nlisten = 8747\n").message, "text in quotes"));
    QVERIFY(holds(error_of("[log]\nlevel = 'loud'\n").message, "debug, info, warning, error"));
    QVERIFY(holds(error_of("[models]\nfolders = 'x'\n").message, "list of texts"));
    QVERIFY(holds(error_of("[models]\nfolders = ['x', 3]\n").message, "list of texts"));
}

void TestConfig::aChangeKeepsWhatElseTheFileSays() {
    const std::string file = "# mine, ü\n[api] # the door\nlisten = 'é' # here\n[log]\n# level = \"info\"\n"
                             "[models]\nfolders = [\n  'x', # one\n  'y',\n]\n";
    const auto changed = [&](const std::string& text, const std::map<std::string, Setting>& changes) {
        const auto edited = Config::edited(text, "hearth.toml", specs(), changes);
        return edited ? *edited : "failed: " + edited.error().message;
    };
    QCOMPARE(changed(file, {}), file);
    QCOMPARE(changed(file, {{"api.listen", std::string("a\"b")},
                            {"api.enabled", false},
                            {"log.level", std::string("error")},
                            {"epoch.length_s", std::int64_t{5}},
                            {"models.folders", std::vector<std::string>{"z"}}}),
             std::string("# mine, ü\n[api] # the door\nenabled = false\nlisten = 'a\"b' # here\n[log]\n"
                         "level = 'error'\n[models]\nfolders = [ 'z' ]\n\n[epoch]\nlength_s = 5\n"));
    QCOMPARE(changed("", {{"log.level", std::string("error")}}), std::string("\n[log]\nlevel = 'error'\n"));
    // Every shown default of the documented file is replaced where it stands.
    const std::string edited = changed(Config::document(specs()), {{"epoch.length_s", std::int64_t{7}}});
    QVERIFY2(holds(edited, "\nlength_s = 7\n") && !holds(edited, "# length_s"), edited.c_str());
    QVERIFY(holds(changed(file, {{"epoch.length_s", std::int64_t{0}}}), "failed"));
    QVERIFY(holds(changed("[api\n", {{"api.enabled", false}}), "line 1"));
    // A section that is written in one line cannot be taken apart by a program.
    QVERIFY(holds(changed("api = { listen = 'x' }\n", {{"api.enabled", false}}), "failed"));
}

void TestConfig::brokenTomlNamesItsLine() {
    for (const char* broken :
         {"[api]\nlisten = \n", "[api]\nlisten 'x'\n", "[api]\n[api\n", "[api]\nlisten='a'\nlisten='b'\n"}) {
        const Error error = error_of(broken);
        QVERIFY2(error.code == Code::invalid_argument, broken);
        QVERIFY2(holds(error.message, "hearth.toml, line "), error.message.c_str());
    }
}

void TestConfig::theDocumentedFileIsValidAndGivesTheDefaults() {
    const std::string text = Config::document(specs());
    QVERIFY(Config::parse(text, "hearth.toml", specs()).ok());
    std::string live;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t equals = line.find(" = ");
        live += (equals != std::string::npos && line.rfind("# ", 0) == 0 ? line.substr(2) : line) + "\n";
    }
    for (const SettingSpec& spec : specs())
        QVERIFY2(holds(text, spec.doc.c_str()) && holds(live, spec.key.substr(spec.key.find('.') + 1).c_str()),
                 spec.key.c_str());
    const auto config = Config::parse(live, "hearth.toml", specs());
    QVERIFY2(config.ok(), config ? "" : config.error().message.c_str());
    QCOMPARE(config->list("models.folders"), (std::vector<std::string>{"a \"b\"", "c"}));
    QCOMPARE(config->integer("epoch.length_s"), std::int64_t{60});
}

void TestConfig::missingFilesGiveTheDefaults() {
    QTemporaryDir folder;
    QVERIFY(Config::load(folder.filePath("none.toml").toStdString(), specs())->boolean("api.enabled"));
}

void TestConfig::oversizedFilesAreRefused() {
    QTemporaryDir folder;
    const std::string file = folder.filePath("big.toml").toStdString();
    std::ofstream(file) << std::string((std::size_t{1} << 20) + 1, '#');
    QVERIFY(Config::load(file, specs()).error().code == Code::too_large);
}

QTEST_GUILESS_MAIN(TestConfig)
#include "tst_core_config.moc"
