// SPDX-License-Identifier: Apache-2.0
#include "control/bundle.h"
#include "control/redactor.h"
#include "core/file.h"
#include "core/keys.h"
#include "core/recovery_words.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace hearth;
using control::Redactor;

namespace {

/// Of a key that is the same in each run: words of a drawn one may be those of our own sentences.
core::SigningKey fixed_key() {
    return core::SigningKey::from_seed(core::Bytes(32, 0x5a));
}

const std::string hub_token = "plainhubword77", api_key = "hearth-00112233445566778899aabbccddeeff0011",
                  upstream_key = "box canary 0123456789";

std::uint64_t count_of(const std::vector<control::Redaction>& taken, const std::string& kind) {
    const auto found = std::find_if(taken.begin(), taken.end(), [&](const auto& one) { return one.kind == kind; });
    return found == taken.end() ? 0 : found->count;
}

std::string joined_words(const std::vector<std::string>& words, const std::string& between) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : between) + word;
    return text;
}

} // namespace

/// The bundle is passed on to strangers: what is taken out, and what stays so that it helps.
class ControlBundle : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    core::Home m_home;

    void write(const std::filesystem::path& file, const std::string& text, unsigned mode = 0600) {
        std::filesystem::create_directories(file.parent_path());
        QVERIFY(core::write_file_atomic(file, core::as_bytes(text), mode).ok());
    }
    std::string made(std::vector<std::string> key_names = {}) {
        control::NodeStatus status;
        status.sentence = "The key laptop may spend no more.";
        const control::Bundle bundle = control::make_bundle(
            {m_home, "1.2.3", "running", {{"home", "passed", m_home.root.string(), ""}}, status, std::move(key_names)},
            7);
        return control::bundle_document(bundle, "1.2.3");
    }

private slots:
    void init() {
        m_home.root = m_folder.path().toStdString() + "/home";
        std::filesystem::remove_all(m_home.root);
        std::filesystem::create_directories(m_home.keys());
    }

    void nothingThatIsPlantedIsInTheBundle() {
        const core::SigningKey key = fixed_key();
        QVERIFY(key.save(m_home.keys() / "operator.key").ok());
        const std::vector<std::string> words = key.recovery_words();
        const std::string seed = core::to_hex(*core::entropy_of(words));
        write(m_home.keys() / "hub.token", hub_token + "\n");
        write(m_home.keys() / "upstreams" / "box.key", upstream_key);
        write(m_home.config_file(), "# my token is " + hub_token +
                                        "\n[hub]\ntoken = \"otherhidden\"\nproxy = "
                                        "\"http://me:hushhush@proxy.example:3128\"\n[more]\nwords = [\n  \"" +
                                        joined_words(words, "\",\n  \"") + "\",\n]\n# " + upstream_key + "\n");
        write(m_home.logs() / "hearthd.log",
              "{\"ts\":1,\"level\":\"info\",\"component\":\"x\",\"event\":\"e\",\"reason\":\"" +
                  joined_words(words, " ") + "\",\"api_key\":\"shownbyname\"}\n{\"event\":\"Bearer " + api_key +
                  "\"}\nnot json " + seed + " " + api_key + "\n" + joined_words(words, "\n") + "\n");
        const std::string text = made({"laptop"});
        for (const std::string& secret :
             {hub_token, api_key, upstream_key, seed, std::string("otherhidden"), std::string("hushhush"),
              std::string("shownbyname"), std::string("laptop"), joined_words(words, " ")})
            QVERIFY2(text.find(secret) == std::string::npos, secret.c_str());
        // Nor word by word: those that stand in no sentence of ours.
        std::size_t seen = 0;
        for (const std::string& word : words)
            if (word.size() > 5 && text.find(word) != std::string::npos) ++seen;
        QVERIFY2(seen == 0, text.c_str());
    }

    void whatHelpsStays() {
        write(m_home.config_file(), "[api]\nlisten = \"127.0.0.1:8747\"\nrequire_key = \"always\"\n[worker]\n"
                                    "devices = [\"vulkan:0=6144\"]\n");
        write(m_home.logs() / "hearthd.log", "{\"ts\":1,\"level\":\"warning\",\"component\":\"gpu\",\"event\":\"driver "
                                             "535.104.05 hangs\",\"pci_address\":\"0000:01:00.0\"}\n");
        const std::string text = made();
        for (const char* kept : {"127.0.0.1:8747", "always", "vulkan:0=6144", "535.104.05", "0000:01:00.0"})
            QVERIFY2(text.find(kept) != std::string::npos, text.c_str());
        const auto document = nlohmann::json::parse(text);
        QCOMPARE(document["hearth"].get<std::string>(), std::string("1.2.3"));
        for (const auto& file : document["files"])
            QVERIFY2(file["bytes"].get<int>() > 0, file.dump().c_str());
    }

    void placesPeopleAndMachinesBecomeMarks_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("passed_on");
        QTest::addColumn<QString>("kind");
        const auto row = [](const char* name, const char* text, const char* passed_on, const char* kind) {
            QTest::newRow(name) << text << passed_on << kind;
        };
        row("own folder", "in /srv/anna/models", "in ~/models", "user");
        row("another's folder", "\"/home/bert/x\"", "\"/home/[user]/x\"", "user");
        row("windows", "C:\\Users\\bert\\x", "C:\\Users\\[user]\\x", "user");
        row("mail", "ask anna.b@mail.example.org.", "ask [e-mail].", "e-mail");
        row("v4", "to 10.0.0.7:8080/v1", "to [address]:8080/v1", "address");
        row("v6", "to [fe80::1ff:fe23]:80", "to [[address]]:80", "address");
        row("peer", "tcp://00ffab@seed.example.org:26656", "tcp://[address]", "address");
        row("upstream", "GET https://box.lan:8080/v1 failed", "GET https://[address]:8080/v1 failed", "address");
        row("almost here", "http://127.evil.corp/ http://localhost", "http://[address]/ http://localhost", "address");
        row("own folder's neighbour", "in /srv/annabel", "in /srv/annabel", "");
        row("login", "http://a:b@127.0.0.1:1", "http://[secret]@127.0.0.1:1", "secret");
        row("any password", "http://me:p/s?s#s,'@s@localhost:1 x", "http://[secret]@localhost:1 x", "secret");
        row("login alone", "https://token@huggingface.co/", "https://[secret]@huggingface.co/", "secret");
        row("parameter", "https://localhost/v1?a=1&api_key=x%2Fy#z", "https://localhost/v1?a=1&api_key=[secret]#z",
            "secret");
        row("header", "Authorization: Basic bWU6aHVzaA==", "Authorization: [secret]", "secret");
        row("basic", "sent Basic bWU6aHVzaA, basically", "sent Basic [secret], basically", "secret");
        row("loopback", "127.0.0.1, 0.0.0.0, ::1 and 12:30:45", "127.0.0.1, 0.0.0.0, ::1 and 12:30:45", "");
        row("reference", "hf:org/tiny@main and 1.2.3.400", "hf:org/tiny@main and 1.2.3.400", "");
        row("own names", "hearth-solo-00ff00ff00ff sk-1", "hearth-solo-00ff00ff00ff sk-1", "");
    }
    void placesPeopleAndMachinesBecomeMarks() {
        QFETCH(QString, text);
        QFETCH(QString, passed_on);
        QFETCH(QString, kind);
        Redactor redactor;
        redactor.know_folder("/srv/anna");
        QCOMPARE(QString::fromStdString(redactor.text(text.toStdString())), passed_on);
        const auto taken = redactor.taken();
        QCOMPARE(taken.size(), std::size_t{kind.isEmpty() ? 0U : 1U});
        QCOMPARE(count_of(taken, kind.toStdString()), std::uint64_t{kind.isEmpty() ? 0U : 1U});
        QVERIFY(redactor.taken().empty());
    }

    // Each of these is part of the mark that takes its place.
    void aSecretThatAMarkHoldsEnds() {
        Redactor redactor;
        redactor.know_secret("secret");
        for (const char* name : {"key", "name", "user", "key name"})
            redactor.know_name(name);
        QCOMPARE(redactor.text("a key, its name, a secret of user"),
                 std::string("a [key name], its [key name], a [secret] of [key name]"));
        QCOMPARE(redactor.text(redactor.text("key")), std::string("[key name]"));
        QCOMPARE(redactor.toml("note = \"secret key\""), std::string("note = \"[secret] [key name]\""));
    }

    void theLongerOfTwoSecretsIsTakenWhole() {
        Redactor redactor;
        redactor.know_secret("first12");
        redactor.know_secret("first12and more");
        QCOMPARE(redactor.text("first12and more"), std::string("[secret]"));
    }

    void filesOfKeysAreKnownWhateverTheirFormAndMode() {
        const core::SigningKey key = core::SigningKey::generate();
        QVERIFY(key.save(m_home.keys() / "node.key").ok());
        std::filesystem::permissions(m_home.keys() / "node.key", std::filesystem::perms(0644));
        const std::string seed = core::to_hex(*core::entropy_of(key.recovery_words())), id = key.public_key().hex();
        write(m_home.keys() / "hub.token", "  schl\xc3\xbcssel77 \t\n");
        write(m_home.keys() / "operator.public", "abcdef012345");
        write(m_home.root / "network" / "comet" / "config" / "priv_validator_key.json",
              "{\n \"priv_key\": {\"type\": \"x\", \"value\": \"enginesecret==\"}\n}\n");
        write(m_home.logs() / "hearthd.log", seed + " schl\xc3\xbcssel77 enginesecret==\n" + id + " abcdef012345\n",
              0600);
        const std::string text = made();
        for (const std::string& secret : {seed, std::string("ssel77"), std::string("enginesecret")})
            QVERIFY2(text.find(secret) == std::string::npos, text.c_str());
        for (const std::string& open : {id, std::string("abcdef012345")})
            QVERIFY2(text.find(open) != std::string::npos, text.c_str());
    }

    void addressesInSettingsAreTakenByTheirKeys() {
        for (const char* key : {"gateways", "headers", "mirrors", "allowed_origins", "allowed_hosts"}) {
            Redactor redactor;
            const std::string named = std::string(key) + " = [\"";
            QCOMPARE(redactor.toml(named + "box.lan:1\"]"), named + "[address]\"]");
            QCOMPARE(redactor.toml(named + "annas-pc\"]"), named + "[address]\"]");
            QCOMPARE(redactor.toml(named + "localhost:1\"]"), named + "localhost:1\"]");
            QCOMPARE(redactor.toml(named + "localhost.corp:1\"]"), named + "[address]\"]");
        }
        Redactor redactor;
        QCOMPARE(redactor.toml("endpoint = \"https://huggingface.co\"\nurl = \"https://u.example/\"\nfacilitator = "
                               "\"https://f.example\"\nproxy = \"http://proxy127.corp:1\""),
                 std::string("endpoint = \"https://huggingface.co\"\nurl = \"[address]\"\nfacilitator = "
                             "\"[address]\"\nproxy = \"[address]\""));
        // What is quoted ends no list.
        QCOMPARE(redactor.toml("mirrors = [\n  \"https://[fd00::1]/\", # ] no end\n  'b.lan']\nkept = [\"b\"]"),
                 std::string("mirrors = [\n  \"[address]\", # ] no end\n  '[address]']\nkept = [\"b\"]"));
        QCOMPARE(redactor.toml("words = [\"a]\",\n  \"b\",\n]\nkept = 1"),
                 std::string("words = \"[secret]\"\n# [secret]\n# [secret]\nkept = 1"));
    }

    void aMachineThatTheSettingsNameIsKnownInTheLog() {
        write(m_home.config_file(), "[hub]\nproxy = \"http://proxy.corp.example:3128\"\n");
        write(m_home.logs() / "hearthd.log",
              "cannot resolve proxy.corp.example; GET http://box.lan/v1, then box.lan\n");
        const std::string text = made();
        for (const char* machine : {"corp.example", "box.lan"})
            QVERIFY2(text.find(machine) == std::string::npos, text.c_str());
    }

    void settingsAreReadByTheirKeysWhateverTheirForm() {
        Redactor redactor;
        QCOMPARE(redactor.toml("a.token = 'x'\n#password = \"y\"\nlist = [\"\", \"kept\"]\n"),
                 std::string("a.token = \"[secret]\"\n#password = \"[secret]\"\nlist = [\"\", \"kept\"]\n"));
        QCOMPARE(redactor.toml("secret = \"\"\"\none\ntwo\"\"\"\nkept = 1\n"),
                 std::string("secret = \"[secret]\"\n# [secret]\n# [secret]\nkept = 1\n"));
        QCOMPARE(redactor.toml("external_address = \"my.example.org:26656\"\nallowed_hosts = [\"\", 'a.example']"),
                 std::string("external_address = \"[address]\"\nallowed_hosts = [\"\", '[address]']"));
        QCOMPARE(redactor.toml("box = { api_key = \"z\" }\nbroken = ["), std::string("box = \"[secret]\"\nbroken = ["));
    }

    void aListThatWasNeverClosedHidesNoKey_data() {
        QTest::addColumn<QString>("settings");
        QTest::addColumn<QString>("passed_on");
        const auto row = [](const char* name, const char* settings, const char* passed_on) {
            QTest::newRow(name) << settings << passed_on;
        };
        row("a setting ends it", "a = [\n\"b\",\npassword = \"y\"\nkept = 1",
            "a = [\n\"b\",\npassword = \"[secret]\"\nkept = 1");
        row("a table ends it", "a = [\n  [\"b\"],\n[[hub.x]] # c\n'token' = 'x'\n\"c\"",
            "a = [\n  [\"b\"],\n[[hub.x]] # c\n'token' = \"[secret]\"\n\"c\"");
        row("its name ends too", "mirrors = [\n  [\"annas-pc\"],\n  \"box.lan:1\",\nnote = \"annas-pc\"",
            "mirrors = [\n  [\"[address]\"],\n  \"[address]\",\nnote = \"annas-pc\"");
        row("comment in it", "a = [\n# token = \"x\"\n\"b\"]\nkept = 1", "a = [\n# [secret]\n\"b\"]\nkept = 1");
        row("tables in it", "a = [\n  { n = \"b\", api_key = \"z\" },\n  { n = \"c\" },\n]\nkept = 1",
            "a = [\n# [secret]\n  { n = \"c\" },\n]\nkept = 1");
        row("table in a line", "a = [{ api_key = \"z\" }]\nkept = 1", "a = \"[secret]\"\nkept = 1");
        row("secrets that look like a setting", "words = [\"\"\"\nalpha = beta\n\"\"\"]",
            "words = \"[secret]\"\n# [secret]\n# [secret]");
    }
    void aListThatWasNeverClosedHidesNoKey() {
        QFETCH(QString, settings);
        QFETCH(QString, passed_on);
        Redactor redactor;
        QCOMPARE(QString::fromStdString(redactor.toml(settings.toStdString())), passed_on);
    }

    void theLastLinesOfALogAreToldByTheirGravity() {
        write(m_home.logs() / "hearthd.log",
              "{\"ts\":5,\"level\":\"info\",\"component\":\"node\",\"event\":\"ready\",\"port\":80}\n"
              "{\"ts\":6,\"level\":\"error\",\"component\":\"disk\",\"event\":\"full\",\"reason\":\"no room\"}\n"
              "a driver's own words\n");
        const auto all = control::read_log_tail(m_home, "info", 100);
        QVERIFY(all.ok());
        QCOMPARE(all->lines.size(), std::size_t{3});
        QCOMPARE(all->lines[0].at, core::Nanoseconds{5'000'000});
        QCOMPARE(all->lines[0].text, std::string("ready  ·  port: 80"));
        QCOMPARE(all->lines[2].text, std::string("a driver's own words"));
        const auto grave = control::read_log_tail(m_home, "warning", 100);
        QCOMPARE(grave->lines.size(), std::size_t{2});
        QCOMPARE(grave->lines[0].component, std::string("disk"));
        QCOMPARE(control::read_log_tail(m_home, "info", 1)->lines.front().text, std::string("a driver's own words"));
        // The log that was begun just now goes on from the one before it.
        write(m_home.logs() / "hearthd.1.log", "the line before\n");
        QCOMPARE(control::read_log_tail(m_home, "info", 100)->lines.front().text, std::string("the line before"));
        QCOMPARE(control::read_log_tail(m_home, "loud", 1).error().code, core::Code::invalid_argument);
    }
};

QTEST_GUILESS_MAIN(ControlBundle)
#include "tst_control_bundle.moc"
