// SPDX-License-Identifier: Apache-2.0
#include "../../../app/worker/confinement.h"

#include <QTest>

#include <atomic>
#include <cerrno>
#include <dlfcn.h>
#include <fcntl.h>
#include <functional>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace hearth;

namespace {

constexpr int not_confined = 100;

/// What `work` returns in a confined process of its own.
int confined(bool gpu, const std::function<int()>& work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(app::confine(gpu) ? work() : not_confined);
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
    return WEXITSTATUS(status);
}

} // namespace

/// What a worker may still do after it has given up the rest.
class WorkerConfinement : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        if (confined(true, [] { return 0; }) == not_confined) QSKIP("The kernel refuses system-call filters.");
    }

    void librariesAreStillOpened() {
        // libtorch's CUDA half and the drivers' own libraries are opened when a model is loaded.
        for (const bool gpu : {false, true})
            QCOMPARE(confined(gpu,
                              [] {
                                  if (::dlopen("libsqlite3.so.0", RTLD_LAZY | RTLD_NOLOAD) != nullptr) return 1;
                                  void* const library = ::dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_GLOBAL);
                                  if (library == nullptr) return 2;
                                  const auto version =
                                      reinterpret_cast<int (*)()>(::dlsym(library, "sqlite3_libversion_number"));
                                  return version != nullptr && version() > 3'000'000 ? 0 : 3;
                              }),
                     0);
    }

    void nothingIsWrittenAndNobodyIsCalled() {
        const auto error_of = [](int result) { return result < 0 ? errno : 0; };
        QCOMPARE(confined(false, [&] { return error_of(::open("/dev/null", O_WRONLY)); }), EACCES);
        QCOMPARE(confined(false, [&] { return error_of(::open("/dev/null", O_RDWR)); }), EACCES);
        QCOMPARE(confined(true, [&] { return error_of(::open("/dev/null", O_WRONLY)); }), EACCES);
        QCOMPARE(confined(true, [&] { return error_of(::open("/dev/null", O_RDWR)); }), 0);
        for (const bool gpu : {false, true}) {
            QCOMPARE(confined(gpu, [&] { return error_of(::socket(AF_INET, SOCK_STREAM, 0)); }), EPERM);
            QCOMPARE(confined(gpu, [&] { return error_of(::fork()); }), EPERM);
        }
    }

    void threadsThatADriverHasStartedAreConfinedToo() {
        const auto work = [](std::atomic<bool>& now, int& error) {
            now.wait(false);
            error = ::socket(AF_UNIX, SOCK_STREAM, 0) < 0 ? errno : 0;
        };
        const pid_t child = ::fork();
        if (child == 0) {
            std::atomic<bool> now = false;
            int error = 0;
            std::thread driver(work, std::ref(now), std::ref(error));
            const bool held = app::confine(true).ok();
            now = true;
            now.notify_all();
            driver.join();
            ::_exit(held ? error : not_confined);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), EPERM);
    }
};

QTEST_GUILESS_MAIN(WorkerConfinement)
#include "tst_worker_confinement.moc"
