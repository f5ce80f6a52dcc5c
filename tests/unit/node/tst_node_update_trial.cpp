// SPDX-License-Identifier: Apache-2.0
#include "node/updates/server_error.h"
#include "node/updates/trial.h"
#include "support.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace hearth;
using namespace hearth::test;
namespace fs = std::filesystem;

namespace {

const char* const good_home = R"([{"name":"home","result":"passed","detail":"","repair":""}])";
const char* const bad_home = R"([{"name":"home","result":"failed","detail":"newer","repair":""}])";

} // namespace

/// A new version that does not start gives way to the one before. Its folders hold shell scripts in place of programs.
class NodeUpdateTrial : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_old, m_new;

    fs::path top() const { return m_folder->path().toStdString(); }
    /// `says`: of every home, to --check-home.
    void program(const std::string& folder, const std::string& says) const {
        fs::create_directories(top() / folder / "bin");
        fs::create_directories(top() / folder / "lib" / "hearth" / "bundled");
        const fs::path file = top() / folder / "bin" / "hearthd";
        must(core::write_file_atomic(file, core::as_bytes("#!/bin/sh\necho '" + says + "'\n"), 0700));
        fs::permissions(top() / folder, fs::perms::owner_all);
    }
    node::InstalledAs installed(const std::string& folder) const {
        return node::InstalledAs::look(top() / folder / "bin");
    }
    std::string shown() const { return fs::read_symlink(top() / "hearth").string(); }
    core::Home home() const {
        core::Home home;
        home.root = top() / "home";
        return home;
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_old = "hearth-0.1.0-linux-" + node::this_machine();
        m_new = "hearth-0.2.0-linux-" + node::this_machine();
        program(m_old, good_home);
        program(m_new, good_home);
        fs::create_directory_symlink(m_new, top() / "hearth");
        must(node::write_trial_note(top() / "hearth", m_old, m_new, false));
    }

    void aVersionThatServesHasPassed() {
        const auto trial = node::Trial::of(installed(m_new));
        QVERIFY(trial && !trial->failed_silently());
        trial->begins();
        QVERIFY(node::Trial::of(installed(m_new))->failed_silently());
        trial->serves();
        QVERIFY(!node::Trial::of(installed(m_new)));
        QCOMPARE(shown(), m_new);
    }

    void aVersionThatDoesNotStartGivesWay() {
        const auto trial = node::Trial::of(installed(m_new));
        QVERIFY(trial.has_value());
        QCOMPARE(std::string(trial->step_back(home()).id()), std::string("update_stepped_back"));
        QCOMPARE(shown(), m_old);
        QVERIFY(!node::Trial::of(installed(m_new)) && !node::Trial::of(installed(m_old)));
    }

    void whereTheOldOneReadsTheHomeNoMoreNothingMoves() {
        program(m_old, bad_home);
        const auto trial = node::Trial::of(installed(m_new));
        QCOMPARE(std::string(trial->step_back(home()).id()), std::string("update_no_way_back"));
        QCOMPARE(shown(), m_new);
        fs::remove_all(top() / m_old);
        QCOMPARE(std::string(trial->step_back(home()).id()), std::string("update_no_way_back"));
        QCOMPARE(shown(), m_new);
    }

    void onlyItsOwnFaultsCountAgainstIt() {
        QVERIFY(node::Trial::is_its_own(core::fail(core::Code::corrupt, "x")));
        QVERIFY(!node::Trial::is_its_own(core::fail(core::Code::io, "The disk is full.")));
        QVERIFY(!node::Trial::is_its_own(core::fail(core::Code::conflict, "Another one runs.")));
    }

    void aNoteOfAnotherVersionOrAnotherPersonIsNone() {
        QVERIFY(!node::Trial::of(installed(m_old)));
        must(node::write_trial_note(top() / "hearth", "../elsewhere", m_new, false));
        QVERIFY(!node::Trial::of(installed(m_new)));
        must(node::write_trial_note(top() / "hearth", m_old, m_new, true));
        QVERIFY(node::Trial::of(installed(m_new))->failed_silently());
        fs::permissions(top(), fs::perms::all);
        QVERIFY(!node::Trial::of(installed(m_new)));
    }
};

QTEST_GUILESS_MAIN(NodeUpdateTrial)
#include "tst_node_update_trial.moc"
