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
            for (const name of ["working", "first-run", "paused", "problem", "offline", "many"])
                for (const page of ["overview", "jobs", "earnings", "playground", "models", "settings"])
                    rows.push({ tag: name + " " + page, scenario: name, page: page })
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
            mouseClick(findChild(frame, "page-earnings"))
            compare(frame.page, "earnings")
            findChild(frame, "page-models").forceActiveFocus()
            keyClick(Qt.Key_Return)
            compare(frame.page, "models")
            keyClick(Qt.Key_2, Qt.ControlModifier)
            compare(frame.page, "jobs")
        }
        function test_aSmallWindowHasANarrowSidebar() {
            open("working")
            frame.width = 900
            frame.height = 600
            verify(findChild(frame, "page-overview").narrow)
            wait(40)
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
