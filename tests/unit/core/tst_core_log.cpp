// SPDX-License-Identifier: Apache-2.0
#include "core/expect.h"
#include "core/log.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <QTemporaryDir>
#include <QtTest>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace hearth::core;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> lines_of(const fs::path& file) {
    std::vector<std::string> lines;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

} // namespace

class TestLog : public QObject {
    Q_OBJECT
private slots:
    void cleanup() { log::close(); }
    void closedLogsWriteNothing();
    void everyLineIsOneJsonObject();
    void levelsFilter();
    void levelNamesAreChecked();
    void severalThreadsDoNotMixLines();
    void filesRotate();
    void aFolderThatCannotBeIsAnError();
    void aBrokenExpectationEndsTheProcessAndSaysWhatBroke();
};

void TestLog::closedLogsWriteNothing() {
    const QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    log::error("test", "before");
    QVERIFY(fs::is_empty(path));
    QVERIFY(log::open(path, "node", log::Level::debug, false).ok());
    log::info("test", "during");
    log::close();
    log::error("test", "after");
    const auto lines = lines_of(path / "node.log");
    QCOMPARE(lines.size(), std::size_t{1});
    QVERIFY(lines[0].find("during") != std::string::npos);
}

void TestLog::everyLineIsOneJsonObject() {
    const QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    QVERIFY(log::open(path / "made", "node", log::Level::debug, false).ok());
    log::info("worker", "started", {{"pid", 12}, {"big", UINT32_MAX}, {"flag", true}});
    log::warning("worker", "odd \"event\"\n{",
                 {{"reason", "line one\nline two"}, {"raw", std::string("\xff\x00\x01", 3)}});
    log::debug("worker", "plain");
    log::close();
    const auto lines = lines_of(path / "made/node.log");
    QCOMPARE(lines.size(), std::size_t{3});
    for (const std::string& line : lines) {
        const auto object = nlohmann::json::parse(line);
        QVERIFY(object.is_object());
        QVERIFY(object["ts"].get<std::int64_t>() > 1'600'000'000'000);
        QCOMPARE(object["component"].get<std::string>(), std::string("worker"));
    }
    const auto first = nlohmann::json::parse(lines[0]);
    QCOMPARE(first["level"].get<std::string>(), std::string("info"));
    QCOMPARE(first["pid"].get<int>(), 12);
    QCOMPARE(first["big"].get<std::uint32_t>(), UINT32_MAX);
    QCOMPARE(nlohmann::json::parse(lines[1])["reason"].get<std::string>(), std::string("line one\nline two"));
}

void TestLog::levelsFilter() {
    const QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    QVERIFY(log::open(path, "node", log::Level::warning, false).ok());
    log::debug("test", "debug");
    log::info("test", "info");
    log::warning("test", "warning");
    log::error("test", "error");
    log::close();
    QCOMPARE(lines_of(path / "node.log").size(), std::size_t{2});
}

void TestLog::levelNamesAreChecked() {
    QVERIFY(log::level_from_name("debug").value() == log::Level::debug);
    QVERIFY(log::level_from_name("error").value() == log::Level::error);
    QVERIFY(log::level_from_name("Info").error().code == Code::invalid_argument);
    QVERIFY(!log::level_from_name("").error().hint.empty());
}

void TestLog::severalThreadsDoNotMixLines() {
    const QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    QVERIFY(log::open(path, "node", log::Level::debug, false).ok());
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([i] {
            for (int k = 0; k < 500; ++k)
                log::info("test", "line", {{"thread", i}, {"text", std::string(100, 'x')}});
        });
    for (std::thread& thread : threads)
        thread.join();
    log::close();
    const auto lines = lines_of(path / "node.log");
    QCOMPARE(lines.size(), std::size_t{2000});
    for (const std::string& line : lines)
        QVERIFY(nlohmann::json::accept(line));
}

void TestLog::filesRotate() {
    const QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    QVERIFY(log::open(path, "node", log::Level::debug, false).ok());
    for (int i = 0; i < 60; ++i)
        log::info("test", "large", {{"text", std::string(100000, 'x')}});
    log::close();
    QVERIFY(fs::exists(path / "node.1.log"));
    QVERIFY(fs::file_size(path / "node.log") < 5u << 20);
}

void TestLog::aFolderThatCannotBeIsAnError() {
    QVERIFY(log::open("/dev/null/logs", "node", log::Level::info, false).error().code == Code::io);
    log::info("test", "dropped");
}

void TestLog::aBrokenExpectationEndsTheProcessAndSaysWhatBroke() {
    HEARTH_EXPECT(1 + 1 == 2, "Numbers broke.");
    int said[2];
    QCOMPARE(::pipe(said), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(said[1], STDERR_FILENO);
        std::signal(SIGABRT, SIG_DFL); // Qt Test would report a crash
        HEARTH_EXPECT(1 + 1 == 3, "Numbers broke.");
        ::_exit(0);
    }
    ::close(said[1]);
    std::string text(4096, '\0');
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(::read(said[0], text.data(), text.size()), 0)));
    ::close(said[0]);
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    QVERIFY2(text.find("Numbers broke. (1 + 1 == 3 does not hold)") != std::string::npos, text.c_str());
}

QTEST_GUILESS_MAIN(TestLog)
#include "tst_core_log.moc"
