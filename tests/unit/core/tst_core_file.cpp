// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "core/home.h"
#include "core/user_folders.h"

#include <atomic>
#include <csignal>
#include <fstream>
#include <pwd.h>
#include <QTemporaryDir>
#include <QtTest>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace hearth;
using namespace hearth::core;
namespace fs = std::filesystem;

namespace {

unsigned mode_of(const fs::path& file) {
    struct stat info {};
    return ::stat(file.c_str(), &info) == 0 ? info.st_mode & 07777u : 0;
}

class TemporaryFolder {
public:
    fs::path operator/(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    fs::path path() const { return m_folder.path().toStdString(); }

private:
    QTemporaryDir m_folder;
};

} // namespace

class TestFile : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void atomicWritesReplaceWholeFiles();
    void aKilledWriterLeavesTheOldOrTheNewContent();
    void twoWritersOfOneFileDoNotMixTheirContents();
    void failedWritesLeaveNothingBehind();
    void readingHasLimits();
    void aPipeIsRefusedAtOnce();
    void whatIsInTheWayIsNamedWithItsRepair();
    void mappedFilesShowTheirBytes();
    void locksExcludeAndDieWithTheirProcess();
    void copiesReportProgressAndCanBeCancelled();
    void homeFollowsOptionThenEnvironment();
    void relativePathsOfTheUsersFoldersCountAsAbsent();
    void withoutAHomeThePasswordDatabaseIsAskedElseItIsRefused();
    void homeCreatesItsFoldersPrivately();
    void homeExplainsWhatItCannotCreate();
    void socketPathsStayShort();

private:
    std::map<QByteArray, QByteArray> m_environment;
};

void TestFile::init() {
    for (const char* name : {"HEARTH_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "HOME", "TMPDIR"})
        m_environment[name] = qgetenv(name);
}

void TestFile::cleanup() {
    for (const auto& [name, value] : m_environment)
        value.isNull() ? qunsetenv(name.constData()) : qputenv(name.constData(), value);
}

void TestFile::atomicWritesReplaceWholeFiles() {
    const TemporaryFolder folder;
    const fs::path file = folder / "state";
    QVERIFY(write_file_atomic(file, as_bytes("one, and longer")).ok());
    QCOMPARE(mode_of(file), 0644u);
    QVERIFY(write_file_atomic(file, as_bytes("two"), 0600).ok());
    QCOMPARE(mode_of(file), 0600u);
    QCOMPARE(read_file(file, 100).value(), to_bytes(as_bytes("two")));
    QVERIFY(write_file_atomic(file, {}).ok());
    QCOMPARE(read_file(file, 100).value(), Bytes());
}

void TestFile::aKilledWriterLeavesTheOldOrTheNewContent() {
    const TemporaryFolder folder;
    const fs::path file = folder / "state";
    QVERIFY(write_file_atomic(file, Bytes(200000, 'a')).ok());
    for (int round = 0; round < 10; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            for (std::uint8_t letter = 'a';; letter = letter == 'z' ? 'a' : static_cast<std::uint8_t>(letter + 1))
                (void)write_file_atomic(file, Bytes(200000, letter));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5 + 3 * round));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        const Bytes content = read_file(file, 1 << 20).value();
        QCOMPARE(content.size(), std::size_t{200000});
        QVERIFY(std::all_of(content.begin(), content.end(), [&](std::uint8_t c) { return c == content[0]; }));
    }
}

void TestFile::twoWritersOfOneFileDoNotMixTheirContents() {
    const TemporaryFolder folder;
    const fs::path file = folder / "state";
    std::atomic<int> failed = 0;
    const auto write = [&](std::uint8_t letter) {
        for (int round = 0; round < 100; ++round)
            if (!write_file_atomic(file, Bytes(20'000, letter))) ++failed;
    };
    std::thread other(write, std::uint8_t{'b'});
    write('a');
    other.join();
    QCOMPARE(failed.load(), 0);
    const Bytes content = read_file(file, 1 << 20).value();
    QCOMPARE(content, Bytes(20'000, content.at(0)));
    QCOMPARE(std::distance(fs::directory_iterator(folder.path()), {}), std::ptrdiff_t{1});
}

void TestFile::failedWritesLeaveNothingBehind() {
    const TemporaryFolder folder;
    fs::create_directory(folder / "taken");
    std::ofstream(folder / "taken/file") << "x";
    const auto status = write_file_atomic(folder / "taken", as_bytes("x"));
    QVERIFY(!status);
    QVERIFY(!status.error().message.empty());
    QVERIFY(!write_file_atomic(folder / "none/file", as_bytes("x")));
    int entries = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder.path()))
        ++entries;
    QCOMPARE(entries, 1);
    if (fs::exists("/dev/full")) {
        // The name of a temporary file cannot be foreseen; a copy meets the full disk on the same way.
        fs::create_symlink("/dev/full", folder / "full");
        const auto full = core::copy_file(folder / "taken/file", folder / "full");
        QVERIFY(full.error().code == Code::io);
        QVERIFY(full.error().message.find("disk is full") != std::string::npos);
        QVERIFY(!full.error().hint.empty());
    }
}

void TestFile::whatIsInTheWayIsNamedWithItsRepair() {
    const TemporaryFolder folder;
    const fs::path inside = folder / "folder", file = folder / "file";
    fs::create_directory(inside);
    std::ofstream(file) << "x";
    QVERIFY(check_no_folder(file) && check_no_folder(folder / "none") && check_no_folder(file / "below"));
    QVERIFY(check_no_file(inside) && check_no_file(folder / "none") && check_no_file(folder / "none/below"));
    const std::string said = "The folder " + inside.string() + " stands where a file belongs.";
    for (const core::Error& error :
         {check_no_folder(inside).error(), MappedFile::open(inside).error(), FileLock::acquire(inside).error(),
          write_file_atomic(inside, as_bytes("x")).error()}) {
        QCOMPARE(error.message, said);
        QCOMPARE(error.hint, "Move it away: mv " + inside.string() + " " + inside.string() + ".old");
    }
    for (const fs::path& place : {file, file / "below", file / "far/below"})
        QCOMPARE(check_no_file(place).error().message, "The file " + file.string() + " stands where a folder belongs.");
}

void TestFile::readingHasLimits() {
    const TemporaryFolder folder;
    QVERIFY(write_file_atomic(folder / "ten", Bytes(10)).ok());
    QCOMPARE(read_file(folder / "ten", 10).value().size(), std::size_t{10});
    QVERIFY(read_file(folder / "ten", 9).error().code == Code::too_large);
    QVERIFY(read_file(folder / "none", 9).error().code == Code::not_found);
    const Error inside = read_file(folder.path(), 9).error();
    QVERIFY(inside.code == Code::invalid_argument && inside.hint == "Name a file.");
    QCOMPARE(inside.message, folder.path().string() + " is a folder, not a file.");
}

void TestFile::aPipeIsRefusedAtOnce() {
    const TemporaryFolder folder;
    const fs::path pipe = folder / "pipe";
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    const std::string said = pipe.string() + " is not a regular file.";
    for (const Error& error :
         {read_file(pipe, 9).error(), MappedFile::open(pipe).error(), core::copy_file(pipe, folder / "copy").error()})
        QCOMPARE(error.message, said);
    QVERIFY(!fs::exists(folder / "copy"));
}

void TestFile::mappedFilesShowTheirBytes() {
    const TemporaryFolder folder;
    Bytes content(100000);
    for (std::size_t i = 0; i < content.size(); ++i)
        content[i] = static_cast<std::uint8_t>(i * 7);
    QVERIFY(write_file_atomic(folder / "big", content).ok());
    auto mapped = MappedFile::open(folder / "big");
    QVERIFY(mapped.ok());
    mapped->drop_pages(0, content.size());
    mapped->drop_pages(5000, 1);
    mapped->drop_pages(content.size() + 5, 10);
    const MappedFile moved = std::move(*mapped);
    QVERIFY(std::equal(moved.bytes().begin(), moved.bytes().end(), content.begin(), content.end()));
    QVERIFY(mapped->bytes().data() == nullptr);
    QVERIFY(write_file_atomic(folder / "empty", {}).ok());
    QVERIFY(MappedFile::open(folder / "empty")->bytes().empty());
    QVERIFY(MappedFile::open(folder / "none").error().code == Code::not_found);
    QVERIFY(MappedFile::open(folder.path()).error().code == Code::invalid_argument);
}

void TestFile::locksExcludeAndDieWithTheirProcess() {
    const TemporaryFolder folder;
    const fs::path file = folder / "lock";
    {
        const auto held = FileLock::acquire(file);
        QVERIFY(held.ok());
        QVERIFY(FileLock::acquire(file).error().code == Code::conflict);
    }
    int ready[2];
    QCOMPARE(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto held = FileLock::acquire(file);
        const char answer = held ? 'y' : 'n';
        if (::write(ready[1], &answer, 1) == 1) ::pause();
        ::_exit(1);
    }
    char answer = 0;
    QCOMPARE(::read(ready[0], &answer, 1), ssize_t{1});
    QCOMPARE(answer, 'y');
    QVERIFY(FileLock::acquire(file).error().code == Code::conflict);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(ready[0]);
    ::close(ready[1]);
    QVERIFY(FileLock::acquire(file).ok());
}

void TestFile::copiesReportProgressAndCanBeCancelled() {
    const TemporaryFolder folder;
    QVERIFY(write_file_atomic(folder / "from", Bytes(std::size_t{33} << 20, 9)).ok());
    std::uint64_t last = 0;
    QVERIFY(core::copy_file(folder / "from", folder / "to", [&](std::uint64_t done, std::uint64_t total) {
                last = done;
                return total == std::uint64_t{33} << 20;
            }).ok());
    QVERIFY(last == 0 || last == std::uint64_t{33} << 20); // 0 where the file system clones
    QCOMPARE(fs::file_size(folder / "to"), std::uintmax_t{33} << 20);
    const auto cancelled =
        core::copy_file(folder / "from", folder / "half", [](std::uint64_t, std::uint64_t) { return false; });
    if (last != 0) {
        QVERIFY(cancelled.error().code == Code::cancelled);
        QVERIFY(!fs::exists(folder / "half"));
    }
    QVERIFY(core::copy_file(folder / "none", folder / "to").error().code == Code::not_found);
}

void TestFile::homeFollowsOptionThenEnvironment() {
    qputenv("HEARTH_HOME", "/h");
    qputenv("XDG_DATA_HOME", "/x");
    QCOMPARE(Home::resolve("/o").value().root.string(), std::string("/o"));
    QCOMPARE(Home::resolve("/o/../p").value().root.string(), std::string("/p"));
    QCOMPARE(Home::resolve("/o/p/").value().root.string(), std::string("/o/p"));
    QCOMPARE(Home::resolve("/").value().root.string(), std::string("/"));
    QVERIFY(Home::resolve(".").value().root.has_filename());
    QVERIFY(Home::resolve("relative").value().root.is_absolute());
    QCOMPARE(Home::resolve().value().root.string(), std::string("/h"));
    QVERIFY(!Home::resolve().value().is_default);
    qunsetenv("HEARTH_HOME");
    QCOMPARE(Home::resolve().value().root.string(), std::string("/x/hearth"));
    QVERIFY(Home::resolve().value().is_default);
    qunsetenv("XDG_DATA_HOME");
    qputenv("HOME", "/u");
    QCOMPARE(Home::resolve().value().root.string(), std::string("/u/.local/share/hearth"));
    const Home home = Home::resolve("/o").value();
    QCOMPARE(home.config_file().string(), std::string("/o/hearth.toml"));
    QCOMPARE(home.database().string(), std::string("/o/node.sqlite"));
    QCOMPARE(home.api_file().string(), std::string("/o/run/api.json"));
}

void TestFile::relativePathsOfTheUsersFoldersCountAsAbsent() {
    qunsetenv("HEARTH_HOME");
    qputenv("HOME", "/u");
    for (const char* relative : {"", ".", "data", "./data", "../data", "~/data"}) {
        for (const char* name : {"XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "TMPDIR"})
            qputenv(name, relative);
        const Home home = Home::resolve().value();
        QCOMPARE(home.root.string(), std::string("/u/.local/share/hearth"));
        QCOMPARE(home.control_socket().string(), std::string("/u/.local/share/hearth/run/hearthd.sock"));
        QCOMPARE(core::user_folders::cache().value().string(), std::string("/u/.cache"));
        QVERIFY(Home::resolve("/" + std::string(120, 'd')).value().control_socket().is_absolute());
        qputenv("HEARTH_HOME", relative);
        if (*relative != '\0') QVERIFY(Home::resolve().error().message.find("HEARTH_HOME") != std::string::npos);
        qunsetenv("HEARTH_HOME");
    }
}

void TestFile::withoutAHomeThePasswordDatabaseIsAskedElseItIsRefused() {
    for (const char* name : {"HEARTH_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
        qunsetenv(name);
    const passwd* me = ::getpwuid(::getuid());
    for (const char* home : {"", ".", "somewhere"}) {
        qputenv("HOME", home);
        if (me == nullptr) break;
        QCOMPARE(Home::resolve().value().root.string(), std::string(me->pw_dir) + "/.local/share/hearth");
    }
    qunsetenv("HOME");
    if (me != nullptr) QCOMPARE(core::user_folders::home().value().string(), std::string(me->pw_dir));
    if (::getuid() != 0) QSKIP("Only root can become a user that the password database does not know.");
    const pid_t stranger = ::fork();
    if (stranger == 0) {
        if (::setuid(1'234'567) != 0) ::_exit(9);
        const auto home = Home::resolve();
        const auto cache = core::user_folders::cache();
        const bool refused = !home && !cache && home.error().code == Code::refused && !home.error().hint.empty();
        qputenv("XDG_DATA_HOME", "/x");
        ::_exit(refused && Home::resolve() ? 0 : 1);
    }
    int status = -1;
    QCOMPARE(::waitpid(stranger, &status, 0), stranger);
    QCOMPARE(status, 0);
}

void TestFile::homeCreatesItsFoldersPrivately() {
    const TemporaryFolder folder;
    const Home home = Home::resolve((folder / "deep/home").string()).value();
    QVERIFY(home.create().ok());
    QVERIFY(home.create().ok());
    QCOMPARE(mode_of(home.keys()), 0700u);
    QCOMPARE(mode_of(home.run()), 0700u);
    for (const fs::path& place : {home.ledger(), home.models(), home.logs()})
        QVERIFY(fs::is_directory(place));
}

void TestFile::homeExplainsWhatItCannotCreate() {
    const TemporaryFolder folder;
    QVERIFY(write_file_atomic(folder / "file", {}).ok());
    const auto status = Home::resolve((folder / "file/home").string()).value().create();
    QVERIFY(!status && status.error().message.find((folder / "file").string()) != std::string::npos);
    QVERIFY(!status.error().hint.empty());
}

void TestFile::socketPathsStayShort() {
    qputenv("XDG_RUNTIME_DIR", "/run/user/1");
    qputenv("XDG_DATA_HOME", "/x");
    qunsetenv("HEARTH_HOME");
    QCOMPARE(Home::resolve().value().control_socket().string(), std::string("/run/user/1/hearth/hearthd.sock"));
    QCOMPARE(Home::resolve("/o").value().control_socket().string(), std::string("/o/run/hearthd.sock"));
    const std::string deep = "/" + std::string(120, 'd');
    const fs::path shortened = Home::resolve(deep).value().control_socket();
    QVERIFY(shortened.string().size() <= 107);
    QVERIFY(shortened != Home::resolve(deep + "2").value().control_socket());
}

QTEST_GUILESS_MAIN(TestFile)
#include "tst_core_file.moc"
