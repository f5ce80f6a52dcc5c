// SPDX-License-Identifier: Apache-2.0
#include "backend/node_reader.h"
#include "stage.h"

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::Stage;

namespace {

/// Reads what it is told to get, and asks for what is refused.
class SmallReader : public NodeReader {
public:
    SmallReader() : NodeReader({QStringLiteral("small")}, nullptr, 0) {}
    void ask() {
        call([](control::Node&) -> core::Status { return core::fail(core::Code::refused, "Not that."); }, [] {});
    }
    bool fails = false;
    int reads = 0;

protected:
    void read() override {
        const auto get = [fails = fails](control::Node&) -> core::Result<int> {
            if (fails) return core::fail(core::Code::io, "It cannot be read.");
            return 1;
        };
        ++reads;
        fetch(get, [](int) {});
    }
};

} // namespace

/// What a part of a page could not read, and what it was refused, are told until each has its own end.
class DesktopReaderErrors : public QObject {
    Q_OBJECT
private slots:
    void aReadEndsItsOwnErrorAndNoOther() {
        Stage stage("working");
        SmallReader reader;
        reader.fails = true;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.error().contains(QStringLiteral("cannot be read")));
        reader.fails = false;
        reader.refresh();
        QTRY_VERIFY(reader.error().isEmpty() && reader.loaded());
        reader.ask();
        QTRY_VERIFY(reader.error().contains(QStringLiteral("Not that")));
        for (const bool fails : {false, true, false}) {
            reader.fails = fails;
            const int before = reader.reads;
            reader.refresh();
            QTRY_VERIFY(reader.reads > before);
            QTest::qWait(20); // for its answer
            QVERIFY(reader.error().contains(QStringLiteral("Not that")));
        }
        reader.ask();
        QVERIFY(reader.error().isEmpty()); // until it is answered
        QTRY_VERIFY(reader.error().contains(QStringLiteral("Not that")));
    }
};

QTEST_GUILESS_MAIN(DesktopReaderErrors)
#include "tst_desktop_reader_errors.moc"
