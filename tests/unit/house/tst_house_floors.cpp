// SPDX-License-Identifier: Apache-2.0
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

namespace {

const QHash<QString, int> floors{{"core", 0},      {"inference", 1}, {"model", 1},   {"text", 1},
                                 {"proof", 1},     {"control", 1},   {"hub", 1},     {"exact", 2},
                                 {"telemetry", 2}, {"worker", 2},    {"compute", 3}, {"ledger", 3},
                                 {"link", 3},      {"audit", 4},     {"gateway", 4}, {"node", 5}};

/// Inner rooms of large libraries, lowest first: a room includes what stands before it, and the library's own folder
/// stands where its name does ("").
const QHash<QString, QStringList> inner_rooms{
    {"node",
     {"state", "upstreams", "policy", "workers", "updates", "devices", "models", "money", "jobs", "network", "doctor",
      "", "door"}},
    {"ledger", {"light", "", "consensus"}},
    {"gateway", {"schedule", "evidence", "pay", "networks", "edge"}},
    {"exact", {"profile", "", "cpu", "gpu", "measure"}},
    {"compute", {"", "torch"}},
};

/// Who may include a third-party header, by the beginning of its path.
struct Rule {
    const char* prefix;
    QStringList rooms;
};
const QList<Rule> third_party{
    {"openssl/", {"engine/core", "engine/link"}},
    {"sodium", {"engine/core"}},
    {"spdlog/", {"engine/core"}},
    {"cbor.h", {"engine/core"}},
    {"toml++/", {"engine/core", "engine/ledger"}},
    {"tendermint/", {"engine/ledger/consensus/abci"}},
    {"google/protobuf", {"engine/ledger/consensus/abci"}},
    {"SQLiteCpp/", {"engine/ledger", "engine/node", "app/bench"}},
    {"sqlite3.h", {"engine/ledger", "engine/node"}},
    {"boost/beast", {"engine/gateway", "engine/link"}},
    {"boost/asio", {"engine/gateway", "engine/link", "engine/node"}},
    {"boost/process", {"engine/node"}},
    {"boost/", {"engine/gateway", "engine/link", "engine/node"}},
    {"CLI/", {"app/"}},
    {"curl/", {"engine/hub"}},
    {"seccomp.h", {"app/worker"}},
    {"secp256k1", {"engine/gateway/evidence"}},
    {"benchmark/", {"app/bench", "tests/bench"}},
};

/// Who may parse JSON by itself, and why.
const QHash<QString, const char*> json_of_our_own{
    {"engine/control/bundle.cpp", "lines of our own log, a megabyte at most, and what this program has just written"},
    {"engine/core/json_guard.cpp", "the guard"},
    {"engine/core/sentence.cpp", "what kept() wrote; depth and arguments are bounded there"},
    {"engine/gateway/edge/glance.cpp", "one string of a document that the guard has bounded"},
    {"engine/gateway/edge/known_fields.cpp", "values that stand in this program"},
    {"engine/gateway/edge/responses_parser.cpp", "values that stand in this program"},
    {"engine/gateway/edge/tool_answer.cpp", "asks only whether a model's text is JSON"},
    {"engine/gateway/evidence/examine.cpp", "what this program has just written"},
    {"engine/gateway/networks/model_names.cpp", "an installed file"},
    {"engine/gateway/pay/facilitator.cpp", "what the guard has let in"},
    {"engine/gateway/pay/payment.cpp", "what the guard has let in"},
    {"engine/hub/catalogue.cpp", "an installed file"},
    {"engine/ledger/consensus/comet_files.cpp", "files of the home, for their owner alone"},
    {"engine/ledger/consensus/returning_validator.cpp", "a file of the home, for its owner alone, of 4 KiB"},
    {"engine/model/hf_text.cpp", "a vocabulary of millions of values, of which a few are kept while it is read"},
    {"engine/node/devices/confirmed_limits.cpp", "what this program has just written"},
    {"engine/node/door/foreign_chat.cpp", "messages that this program has just written"},
    {"engine/node/models/first_model.cpp", "an installed file"},
};

struct Include {
    QString file; ///< relative to the root
    int line;
    QString target;
};

QStringList source_files(const QStringList& folders) {
    QStringList files;
    for (const QString& folder : folders) {
        QDirIterator walk(QStringLiteral(HEARTH_SOURCE_DIR "/") + folder, {"*.h", "*.hpp", "*.cpp", "*.cc"},
                          QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext())
            files << QDir(HEARTH_SOURCE_DIR).relativeFilePath(walk.next());
    }
    return files;
}

QList<Include> includes_of(const QStringList& folders) {
    static const QRegularExpression pattern(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"));
    QList<Include> found;
    for (const QString& path : source_files(folders)) {
        QFile file(QStringLiteral(HEARTH_SOURCE_DIR "/") + path);
        if (!file.open(QIODevice::ReadOnly | QIODevice::Text)) continue;
        int number = 0;
        while (!file.atEnd()) {
            ++number;
            const auto match = pattern.match(QString::fromUtf8(file.readLine()));
            if (match.hasMatch()) found.append({path, number, match.captured(1)});
        }
    }
    return found;
}

QString place(const Include& include) {
    return QStringLiteral("%1:%2 includes %3").arg(include.file).arg(include.line).arg(include.target);
}

bool is_torch(const QString& header) {
    return header.startsWith("torch/") || header.startsWith("ATen/") || header.startsWith("c10/");
}

bool is_qt(const QString& header) {
    static const QRegularExpression pattern(QStringLiteral("^(Qt[A-Z]|Q[A-Z][A-Za-z]+$|qqml)"));
    return pattern.match(header).hasMatch();
}

/// Libraries on the link line of a program, from the build description.
QString link_line(const QString& program) {
    QFile file(QStringLiteral(HEARTH_BUILD_FILE));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text)) return {};
    bool inside = false;
    while (!file.atEnd()) {
        QString line = QString::fromUtf8(file.readLine());
        if (line.startsWith("build ")) inside = line.startsWith("build bin/" + program + ":");
        if (inside && line.contains("LINK_LIBRARIES =")) return line;
    }
    return {};
}

} // namespace

class HouseFloors : public QObject {
    Q_OBJECT
private slots:
    void theTreeIsRead() {
        // A wrong path would make every rule below pass.
        QVERIFY(includes_of({"engine"}).size() > 100);
        for (auto floor = floors.begin(); floor != floors.end(); ++floor)
            QVERIFY2(QFile::exists(QStringLiteral(HEARTH_SOURCE_DIR "/engine/") + floor.key()),
                     qPrintable(floor.key()));
    }

    void everyLibraryHasAFloor() {
        const QStringList folders = QDir(HEARTH_SOURCE_DIR "/engine").entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString& folder : folders)
            QVERIFY2(floors.contains(folder),
                     qPrintable("engine/" + folder + " has no floor in this test and in engine/README.md"));
    }

    void librariesIncludeOnlyLowerFloors() {
        QStringList wrong;
        for (const Include& include : includes_of({"engine"})) {
            const QString own = include.file.section('/', 1, 1);
            const QString other = include.target.section('/', 0, 0);
            if (!floors.contains(other) || other == own || !include.target.contains('/')) continue;
            if (floors.value(other) >= floors.value(own)) wrong << place(include);
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void everyInnerRoomIsKnown() {
        for (auto library = inner_rooms.begin(); library != inner_rooms.end(); ++library) {
            const QDir folder(QStringLiteral(HEARTH_SOURCE_DIR "/engine/") + library.key());
            for (const QString& room : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
                QVERIFY2(library.value().contains(room),
                         qPrintable(folder.filePath(room) + " has no place in this test"));
        }
    }

    void innerRoomsIncludeOnlyLowerOnes() {
        const auto room_of = [](const QString& path, const QString& library) {
            const QString inside = path.section(library + '/', 1);
            return inside.contains('/') ? inside.section('/', 0, 0) : QString();
        };
        QStringList wrong;
        for (const Include& include : includes_of({"engine"})) {
            const QString library = include.file.section('/', 1, 1);
            if (!inner_rooms.contains(library) || !include.target.startsWith(library + '/')) continue;
            const QStringList& rooms = inner_rooms[library];
            const QString own = room_of(include.file, library), other = room_of(include.target, library);
            // The service at the top of node is made of all its rooms.
            if (library == "node" && include.file.section('/', 2).startsWith("service")) continue;
            if (rooms.indexOf(other) > rooms.indexOf(own)) wrong << place(include);
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    /// Who owns the parts of the service gives each what it needs; nobody reaches for the whole.
    void onlyTheServiceKnowsAllItsParts() {
        QStringList wrong;
        for (const Include& include : includes_of({"engine", "app", "tests"}))
            if (include.target == "node/service_impl.h" && !include.file.startsWith("engine/node/service"))
                wrong << place(include);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void librariesDoNotIncludePrograms() {
        QStringList wrong;
        for (const Include& include : includes_of({"engine"}))
            if (include.target.startsWith("app/") || include.target.startsWith("qml/") || include.target.contains(".."))
                wrong << place(include);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void libtorchStaysInSourceFilesOfItsRoom() {
        QStringList wrong;
        for (const Include& include : includes_of({"engine", "app", "qml", "tests"}))
            if (is_torch(include.target) &&
                !(include.file.startsWith("engine/compute/torch/") && include.file.endsWith(".cpp"))) {
                // A header that only these source files see is part of them.
                if (include.file.startsWith("engine/compute/torch/detail/")) continue;
                // Nothing else writes TorchScript.
                if (include.file == QLatin1String("tests/script_models.cpp")) continue;
                wrong << place(include);
            }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    /// What strangers wrote is bounded before it is parsed, and says one thing to all its readers.
    void jsonFromOutsideComesInByTheGuard() {
        static const QRegularExpression parses(QStringLiteral("\\b(?:ordered_)?[jJ]son::(?:parse|accept)\\("));
        QStringList wrong, unneeded = json_of_our_own.keys();
        for (const QString& path : source_files({"engine"})) {
            QFile file(QStringLiteral(HEARTH_SOURCE_DIR "/") + path);
            QVERIFY(file.open(QIODevice::ReadOnly | QIODevice::Text));
            if (!parses.match(QString::fromUtf8(file.readAll())).hasMatch()) continue;
            if (!json_of_our_own.contains(path)) wrong << path + QStringLiteral(" parses beside core/json_guard.h");
            unneeded.removeAll(path);
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
        QVERIFY2(unneeded.isEmpty(), qPrintable(unneeded.join('\n') + QStringLiteral(": take it off the list")));
    }

    /// What broke is said in the log and on standard error before the process ends: HEARTH_EXPECT.
    void nothingEndsTheProcessWithoutAWord() {
        static const QRegularExpression silent(QStringLiteral("\\bstd::(?:abort|terminate|quick_exit|_Exit)\\("));
        QStringList wrong;
        for (const QString& path : source_files({"engine"})) {
            QFile file(QStringLiteral(HEARTH_SOURCE_DIR "/") + path);
            QVERIFY(file.open(QIODevice::ReadOnly | QIODevice::Text));
            const bool ends = silent.match(QString::fromUtf8(file.readAll())).hasMatch();
            QVERIFY2(ends || path != QLatin1String("engine/core/expect.cpp"), "The rule finds nothing.");
            if (ends && path != QLatin1String("engine/core/expect.cpp")) wrong << path;
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void qtStaysInTheDesktop() {
        QStringList wrong;
        for (const Include& include : includes_of({"engine", "app"}))
            if (is_qt(include.target) && !include.file.startsWith("app/desktop/")) wrong << place(include);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void thirdPartyHeadersStayInTheirRooms() {
        QStringList wrong;
        for (const Include& include : includes_of({"engine", "app"}))
            for (const Rule& rule : third_party) {
                if (!include.target.startsWith(QLatin1String(rule.prefix))) continue;
                const bool allowed = std::any_of(rule.rooms.begin(), rule.rooms.end(),
                                                 [&](const QString& room) { return include.file.startsWith(room); });
                if (!allowed) wrong << place(include);
                break;
            }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    /// In node a header may offer the machine's clock as the usual argument: a test gives another one. A process that
    /// is waited for is waited for in real time.
    void clocksComeInAsArguments() {
        QStringList wrong;
        QDirIterator files(HEARTH_SOURCE_DIR "/engine/node", {"*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.fileName().endsWith("/workers/subprocess.cpp")) continue;
            QVERIFY(file.open(QIODevice::ReadOnly));
            if (file.readAll().contains("system_clock()")) wrong << file.fileName();
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void programsLinkOnlyWhatTheyMay_data() {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QStringList>("needed");
        QTest::addColumn<QStringList>("forbidden");
        QTest::newRow("service") << "hearthd" << QStringList{"libhearth_node"}
                                 << QStringList{"torch", "Qt6", "libhearth_compute"};
        QTest::newRow("worker") << "hearth-worker" << QStringList{"libhearth_compute"}
                                << QStringList{"torch", "Qt6", "libhearth_ledger", "libhearth_node",
                                               "libhearth_gateway"};
        QTest::newRow("probe") << "hearth-probe" << QStringList{"libhearth_telemetry"}
                               << QStringList{"torch", "Qt6", "libhearth_node", "libhearth_compute",
                                              "libhearth_gateway"};
        QTest::newRow("command line") << "hearthctl" << QStringList{"libhearth_control"}
                                      << QStringList{"torch", "Qt6", "libhearth_compute", "libhearth_gateway"};
        QTest::newRow("desktop") << "hearth" << QStringList{"libhearth_control", "Qt6"}
                                 << QStringList{"torch", "libhearth_compute", "libhearth_ledger", "libhearth_node",
                                                "libhearth_proof"};
    }

    void programsLinkOnlyWhatTheyMay() {
        QFETCH(QString, program);
        QFETCH(QStringList, needed);
        QFETCH(QStringList, forbidden);
        const QString line = link_line(program);
        if (line.isEmpty() && program == "hearth") QSKIP("The desktop is switched off in this build (HEARTH_DESKTOP).");
        QVERIFY2(!line.isEmpty(), "The build description has no link line for this program.");
        for (const QString& library : needed)
            QVERIFY2(line.contains(library), qPrintable(program + " does not link " + library));
        for (const QString& library : forbidden)
            QVERIFY2(!line.contains(library), qPrintable(program + " links " + library + ": " + line));
    }

    void headersHoldNoThirdPartyTypesOfHeavyLibraries() {
        QStringList wrong;
        for (const Include& include : includes_of({"engine"})) {
            if (!include.file.endsWith(".h") || include.file.contains("/detail/")) continue;
            if (include.target == "nlohmann/json.hpp" || include.target.startsWith("boost/beast") ||
                is_torch(include.target))
                wrong << place(include);
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }
};

QTEST_GUILESS_MAIN(HouseFloors)
#include "tst_house_floors.moc"
