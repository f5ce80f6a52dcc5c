// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Hearth.Controls
import Hearth.Testing
import Hearth.Window

Item {
    id: scene
    width: 1280
    height: 800

    Component {
        id: scenarioMaker
        Scenario {}
    }
    Component {
        id: frameMaker
        Frame {}
    }

    TestCase {
        name: "Frame"
        when: windowShown

        property var scenario: null
        property var frame: null

        function open(name, page) {
            scenario = createTemporaryObject(scenarioMaker, scene, { name: name })
            frame = createTemporaryObject(frameMaker, scene, {
                connection: scenario.connection, preferences: scenario.preferences,
                width: scene.width, height: scene.height, page: page || "overview"
            })
            verify(frame !== null)
        }
        function init() {
            failOnWarning(/.?/)
        }
        function cleanup() {
            if (frame) frame.destroy()
            frame = null
            wait(0)
            if (scenario) scenario.destroy()
            scenario = null
            Theme.dark = false
            Theme.scale = 1
        }

        function test_everyPageInEveryScenario_data() {
            const rows = []
            for (const name of ["working", "first-run", "paused", "resting", "problem", "offline", "many"])
                for (const page of ["overview", "jobs", "earnings", "playground", "models", "devices", "work", "settings"])
                    rows.push({ tag: name + " " + page, scenario: name, page: page })
            for (const name of ["working", "first-run", "offline", "network", "network-voted", "network-stands"])
                for (const page of ["governance", "network"])
                    rows.push({ tag: name + " " + page, scenario: name, page: page })
            for (const name of ["working", "first-run", "problem", "offline"])
                rows.push({ tag: name + " gateway", scenario: name, page: "gateway" })
            return rows
        }
        function test_everyPageInEveryScenario(row) {
            open(row.scenario, row.page)
            tryVerify(() => frame.pageItem !== null)
            tryVerify(() => scenario.connection.known)
            wait(60)
            compare(scenario.namelessControls(frame).join(", "), "")
        }
        function test_theScenarioIsAnnounced() {
            open("working")
            verify(findChild(frame, "scenarioBanner").visible)
        }
        function test_theSidebarAndTheKeyboardChangePages() {
            open("working")
            tryVerify(() => findChild(frame, "page-earnings").y > 0) // laid out
            mouseClick(findChild(frame, "page-earnings"))
            compare(frame.page, "earnings")
            findChild(frame, "page-models").forceActiveFocus()
            keyClick(Qt.Key_Return)
            compare(frame.page, "models")
            keyClick(Qt.Key_2, Qt.ControlModifier)
            compare(frame.page, "jobs")
        }
        // From a notification: its card, the choice, the receipt; no third click.
        function test_aProposalIsVotedOnInTwoClicks() {
            open("network")
            tryVerify(() => scenario.connection.known)
            frame.showProposal(14)
            compare(frame.page, "governance")
            const card = () => findChild(frame.pageItem, "proposal-14")
            tryVerify(() => card() !== null && card().marked)
            const choice = () => findChild(card(), "vote-yes")
            tryVerify(() => choice() !== null && choice().activeFocus)
            const seen = choice().mapToItem(frame, 0, 0)
            verify(seen.y > 0 && seen.y < frame.height, "it is where one can see it")
            keyClick(Qt.Key_Return)
            tryVerify(() => findChild(card(), "voteReceipt").text.startsWith("Confirmed at height"))
            tryVerify(() => choice().made && findChild(card(), "vote-no").enabled)
            mouseClick(findChild(card(), "vote-no")) // thought better of
            tryVerify(() => card().ownChoice === "no")
        }
        function test_aProposalThatIsOverIsUnfoldedAndOneThatIsNotThereIsSaid() {
            open("network", "governance")
            tryVerify(() => findChild(frame.pageItem, "proposal-12") !== null)
            verify(findChild(frame.pageItem, "proposal-12").folded)
            frame.showProposal(12)
            tryVerify(() => !findChild(frame.pageItem, "proposal-12").folded)
            frame.showProposal(99)
            tryVerify(() => findChild(frame.pageItem, "noSuchProposal").visible)
        }
        function test_aHomeAloneSaysThatItIsANetworkOfOne() {
            open("working", "governance")
            tryVerify(() => findChild(frame.pageItem, "networkOfOne").visible)
            frame.show("network")
            tryVerify(() => findChild(frame.pageItem, "join").visible)
            cleanup()
            open("network", "governance")
            tryVerify(() => scenario.connection.known)
            verify(!findChild(frame.pageItem, "networkOfOne").visible)
            frame.show("network")
            tryVerify(() => !findChild(frame.pageItem, "join").visible)
            verify(!findChild(frame.pageItem, "chainStands").visible)
        }
        function test_anInvitationIsExplainedAndItsCommandsCopied() {
            open("working", "network")
            frame.height = 2400
            tryVerify(() => findChild(frame.pageItem, "join").visible)
            const join = findChild(frame.pageItem, "join"), means = findChild(join, "whatItMeans")
            verify(!means.visible)
            join.examine("what is this")
            tryVerify(() => findChild(join, "invitationFault").visible)
            join.examine("hearth-network-1.abc")
            tryVerify(() => means.visible)
            verify(!findChild(join, "invitationFault").visible)
            compare(scenario.namelessControls(frame).join(", "), "")
            mouseClick(findChild(join, "copyCommands"))
            tryVerify(() => findChild(join, "copyCommands").icon.name === "check")
        }
        function test_everyEntryOfTheSidebarIsReachedInASmallWindowWithLargeText() {
            Theme.scale = 1.6
            open("working")
            frame.width = 820
            frame.height = 540
            const last = findChild(frame, "page-settings"), first = findChild(frame, "page-overview")
            const inSight = (item) => {
                const y = item.mapToItem(frame, 0, 0).y
                return y >= 0 && y + item.height <= frame.height
            }
            last.forceActiveFocus(Qt.TabFocusReason)
            tryVerify(() => inSight(last))
            first.forceActiveFocus(Qt.BacktabFocusReason)
            tryVerify(() => inSight(first))
        }
        function test_aSmallWindowHasANarrowSidebar() {
            open("working")
            frame.width = 900
            frame.height = 600
            verify(findChild(frame, "page-overview").narrow)
            wait(40)
        }
        // Ten pages and more in the lowest window with the largest text.
        function test_everyPageIsReachedInALowWindow() {
            Theme.scale = 1.6
            open("working")
            frame.width = 820
            frame.height = 540
            wait(40)
            const list = findChild(frame, "pageList")
            for (const entry of frame.pages) {
                const button = findChild(frame, "page-" + entry.key)
                button.forceActiveFocus(Qt.TabFocusReason)
                const top = button.mapToItem(list, 0, 0).y
                verify(top >= -1 && top + button.height <= list.height + 1, entry.key + " at " + top + " of " + list.height)
            }
            frame.show("settings")
            compare(frame.page, "settings")
        }
        function test_largeTextStillFits() {
            Theme.scale = 1.6
            Theme.dark = true
            open("working", "settings")
            tryVerify(() => scenario.connection.known)
            wait(60)
        }
        function test_theSentenceFollowsTheService() {
            open("working")
            const sentence = findChild(frame, "sentence")
            tryVerify(() => sentence.text.startsWith("Serving"))
            scenario.stopService()
            tryVerify(() => sentence.text.indexOf("does not run") >= 0, 2000)
            const start = findChild(frame, "startService")
            verify(start.visible)
            mouseClick(start)
            tryVerify(() => sentence.text.startsWith("Serving"))
        }
        // Each part is an item of its own, so that no line ends with what parts them.
        function test_theWordsBesideTheSentenceArePartsOfTheirOwn() {
            open("first-run")
            tryVerify(() => scenario.connection.known)
            const details = findChild(frame, "details")
            verify(details.parts.length >= 3)
            for (const part of details.parts) verify(!part.includes("·"), part)
            frame.width = 820
            wait(40)
            for (let i = 1; i < details.parts.length; ++i) {
                const part = details.children[i]
                compare(part.children[0].visible, part.x > 0)
            }
        }
        function test_nobodyIsAskedWhereThereIsNobody() {
            for (const name of ["first-run", "offline-not-installed"]) {
                open(name, "playground")
                tryVerify(() => scenario.connection.condition !== "connecting")
                tryVerify(() => !findChild(frame, "prompt").visible, 2000, name)
                cleanup()
            }
            open("working", "playground")
            tryVerify(() => findChild(frame, "send").visible && findChild(frame, "prompt").visible)
        }
        function test_settingsOfTheWindowAreNeverOld() {
            open("working", "settings")
            tryVerify(() => scenario.connection.known)
            scenario.stopService()
            tryVerify(() => !scenario.connection.online)
            tryVerify(() => frame.pageItem.stale < 1)
            for (let item = findChild(frame, "themeChoice"); item; item = item.parent) compare(item.opacity, 1)
        }
        function test_resumeResumes() {
            open("paused")
            const resume = findChild(frame, "resume")
            tryVerify(() => resume.visible)
            mouseClick(resume)
            tryVerify(() => !resume.visible)
            verify(findChild(frame, "pauseMenu").visible)
        }
        function test_stopIsNeverDisabled() {
            for (const name of ["working", "first-run", "problem"]) {
                open(name)
                const menu = findChild(frame, "pauseMenu")
                tryVerify(() => menu.visible && menu.enabled)
                cleanup()
            }
        }
    }
}
