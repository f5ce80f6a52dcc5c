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

std::string home_with(const std::string& fault) {
    return R"([{"name":"home","result":"passed","detail":"","repair":""},{"name":)" + ("\"" + fault + "\"") +
           R"(,"result":"failed","detail":"newer","repair":""}])";
}

} // namespace

/// A new version that does not start gives way to the one before. Its folders hold shell scripts in place of programs.
class NodeUpdateTrial : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_old, m_new, m_other;

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
    void show_new() const {
        fs::remove(top() / "hearth");
        fs::create_directory_symlink(m_new, top() / "hearth");
        must(node::write_trial_note(top() / "hearth", {m_old, m_new, false}));
    }
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
        m_other = "hearth-0.3.0-linux-" + node::this_machine();
        program(m_old, good_home);
        program(m_new, good_home);
        show_new();
    }

    void aVersionThatServesHasPassed() {
        auto trial = node::Trial::of(installed(m_new));
        QVERIFY(trial && !trial->failed_silently());
        trial->begins();
        trial.reset(); // as its process does, without a word
        trial = node::Trial::of(installed(m_new));
        QVERIFY(trial && trial->failed_silently());
        trial->serves();
        QVERIFY(!node::Trial::of(installed(m_new)));
        QCOMPARE(shown(), m_new);
    }

    void whatIsJustBeingTriedHasNotFailed() {
        auto first = node::Trial::of(installed(m_new));
        QVERIFY(first.has_value());
        first->begins();
        QVERIFY(!node::Trial::of(installed(m_new)));
        first->goes_on();
        first.reset();
        const auto second = node::Trial::of(installed(m_new));
        QVERIFY(second && !second->failed_silently());
    }

    void aVersionThatDoesNotStartGivesWay() {
        auto trial = node::Trial::of(installed(m_new));
        QVERIFY(trial.has_value());
        const auto back = trial->step_back(home());
        QVERIFY(back.moved);
        QCOMPARE(std::string(back.sentence.id()), std::string("update_stepped_back"));
        QCOMPARE(shown(), m_old);
        QVERIFY(!node::Trial::of(installed(m_new)) && !node::Trial::of(installed(m_old)));
    }

    void whatGaveWayIsKnownUntilItServes() {
        QVERIFY(!node::Trial::gave_way(installed(m_old), "0.2.0"));
        node::Trial::of(installed(m_new))->step_back(home());
        QVERIFY(node::Trial::gave_way(installed(m_old), "0.2.0"));
        QVERIFY(!node::Trial::gave_way(installed(m_old), "0.3.0") && !node::Trial::gave_way(installed(m_old), "0.1.0"));
        show_new();
        node::Trial::of(installed(m_new))->serves();
        QVERIFY(!node::Trial::gave_way(installed(m_new), "0.2.0"));
    }

    void whereTheOldOneReadsTheHomeNoMoreNothingMoves() {
        program(m_old, home_with("ledger"));
        const auto trial = node::Trial::of(installed(m_new));
        const auto stays = [&] {
            const auto back = trial->step_back(home());
            return !back.moved && std::string(back.sentence.id()) == "update_no_way_back" && shown() == m_new;
        };
        QVERIFY(stays());
        program(m_old, "[]");
        QVERIFY(stays());
        fs::remove_all(top() / m_old);
        QVERIFY(stays());
        QVERIFY(!node::Trial::gave_way(installed(m_new), "0.2.0"));
    }

    void whatKeepsNobodyFromAStartDoesNotBarTheWay() {
        for (const char* name : {"settings", "keys", "database"}) {
            program(m_old, home_with(name));
            QVERIFY2(!node::Trial::of(installed(m_new))->step_back(home()).moved, name);
        }
        for (const char* name : {"models", "folders"}) {
            program(m_old, home_with(name));
            QVERIFY2(node::Trial::of(installed(m_new))->step_back(home()).moved, name);
            QCOMPARE(shown(), m_old);
            show_new();
        }
    }

    void aNoteThatAnotherVersionLeftMeanwhileStays() {
        auto trial = node::Trial::of(installed(m_new));
        must(node::write_trial_note(top() / "hearth", {m_new, m_other, false}));
        trial->begins();
        trial->serves();
        program(m_other, good_home);
        fs::remove(top() / "hearth");
        fs::create_directory_symlink(m_other, top() / "hearth");
        const auto other = node::Trial::of(installed(m_other));
        QVERIFY(other && !other->failed_silently());
    }

    void onlyItsOwnFaultsCountAgainstIt() {
        QVERIFY(node::Trial::is_its_own(core::fail(core::Code::corrupt, "x")));
        QVERIFY(!node::Trial::is_its_own(core::fail(core::Code::io, "The disk is full.")));
        QVERIFY(!node::Trial::is_its_own(core::fail(core::Code::conflict, "Another one runs.")));
    }

    void aNoteOfAnotherVersionOrAnotherPersonIsNone() {
        QVERIFY(!node::Trial::of(installed(m_old)));
        must(node::write_trial_note(top() / "hearth", {"../elsewhere", m_new, false}));
        QVERIFY(!node::Trial::of(installed(m_new)));
        must(node::write_trial_note(top() / "hearth", {m_old, m_new, true}));
        QVERIFY(node::Trial::of(installed(m_new))->failed_silently());
        fs::permissions(top(), fs::perms::all);
        QVERIFY(!node::Trial::of(installed(m_new)));
    }
};

QTEST_GUILESS_MAIN(NodeUpdateTrial)
#include "tst_node_update_trial.moc"
