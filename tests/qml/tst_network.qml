// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Hearth.Testing
import Hearth.Window

/// A home joins a network and leaves it in the window, on the scripted node.
Item {
    id: scene
    width: 1280
    height: 1600

    Component { id: scenarioMaker; Scenario {} }
    Component { id: frameMaker; Frame {} }

    TestCase {
        name: "Network"
        when: windowShown

        property var scenario: null
        property var frame: null

        function open(name) {
            failOnWarning(/.?/)
            scenario = createTemporaryObject(scenarioMaker, scene, { name: name })
            frame = createTemporaryObject(frameMaker, scene, {
                connection: scenario.connection, preferences: scenario.preferences, width: scene.width, height: scene.height
            })
            tryVerify(() => scenario.connection.online)
            frame.show("network")
            tryVerify(() => frame.pageItem !== null)
        }
        function part(name) {
            return findChild(frame.pageItem, name)
        }
        function cleanup() {
            if (frame) frame.destroy()
            frame = null
            wait(0)
            if (scenario) scenario.destroy()
            scenario = null
        }
        function join() {
            tryVerify(() => part("join").visible)
            part("join").examine("hearth-network-1.abc")
            tryVerify(() => part("joinNetwork").visible && part("joinNetwork").enabled)
            part("joinNetwork").clicked()
            tryVerify(() => part("joinDialog").opened)
        }

        function test_aHomeJoinsAfterItWasToldWhatItLeaves() {
            open("working")
            join()
            tryVerify(() => part("joinDialog").ready)
            compare(findChild(part("joinDialog").contentItem, "holdingsState").text, "")
            findChild(part("joinDialog").contentItem, "dialogConfirm").clicked()
            tryVerify(() => part("leave").visible && !part("join").visible)
            tryVerify(() => part("changeNote").visible && part("changeNote").tone === "good")
            compare(scenario.namelessControls(frame).join(", "), "")
        }
        function test_whoeverDoesNotConfirmJoinsNothing() {
            open("working")
            join()
            keyClick(Qt.Key_Escape)
            tryVerify(() => !part("joinDialog").visible)
            verify(!part("changeProgress").visible && part("join").visible)
        }
        function test_joiningIsCancelledWhileItIsTried() {
            open("working")
            scenario.setPace(30)
            join()
            tryVerify(() => part("joinDialog").ready)
            findChild(part("joinDialog").contentItem, "dialogConfirm").clicked()
            tryVerify(() => part("changeProgress").visible && part("changeProgress").canStop)
            part("changeProgress").stopped()
            tryVerify(() => !part("changeProgress").visible)
            verify(part("join").visible && !part("changeFault").visible && !part("changeNote").visible)
        }
        function test_whatFailsIsSaidAndTheHomeIsAsItWas() {
            open("join-fails")
            join()
            tryVerify(() => part("joinDialog").ready)
            findChild(part("joinDialog").contentItem, "dialogConfirm").clicked()
            tryVerify(() => part("changeNote").visible && part("changeNote").tone === "bad")
            verify(part("changeNote").text.includes("Nothing was changed"))
            verify(part("join").visible && !part("leave").visible)
        }
        function test_aHomeLeavesAfterItWasToldWhatIsLockedThere() {
            open("network")
            tryVerify(() => part("leave").visible)
            part("leaveNetwork").clicked()
            const dialog = part("leaveDialog")
            tryVerify(() => dialog.opened && dialog.ready)
            verify(dialog.dangerous)
            findChild(dialog.contentItem, "dialogConfirm").clicked()
            tryVerify(() => part("join").visible && !part("leave").visible)
            tryVerify(() => part("changeNote").visible)
        }
    }
}
