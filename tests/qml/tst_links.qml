// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Hearth.Testing
import Hearth.Window

/// What a link from another program may do to the window: ask, and nothing before the answer.
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
        name: "Links"
        when: windowShown

        property var scenario: null
        property var frame: null

        function open(name) {
            failOnWarning(/.?/)
            scenario = createTemporaryObject(scenarioMaker, scene, { name: name })
            frame = createTemporaryObject(frameMaker, scene, {
                connection: scenario.connection, preferences: scenario.preferences,
                width: scene.width, height: scene.height
            })
            verify(frame !== null)
            tryVerify(() => scenario.connection.online)
        }
        function cleanup() {
            if (frame) frame.destroy()
            frame = null
            wait(0)
            if (scenario) scenario.destroy()
            scenario = null
        }
        function dialog() {
            return findChild(frame, "linkDialog")
        }

        function test_aReceiptIsShownWhenSomebodySaysSo() {
            open("working")
            frame.offerLink("receipt", "ab12cd34")
            tryVerify(() => dialog().opened)
            compare(frame.page, "overview")
            keyClick(Qt.Key_Escape)
            tryVerify(() => !dialog().visible)
            compare(frame.page, "overview")
            frame.offerLink("receipt", "ab12cd34")
            tryVerify(() => dialog().opened)
            findChild(dialog().contentItem, "dialogConfirm").clicked()
            tryCompare(frame, "page", "jobs")
            tryCompare(frame.pageItem, "chosenReceipt", "ab12cd34")
        }
        function test_anInvitationIsLookedAtAndNoMore() {
            open("working")
            frame.offerLink("invitation", "hearth-network-1.scripted")
            tryVerify(() => dialog().opened)
            compare(findChild(dialog().contentItem, "linkWord").text, "hearth-network-1.scripted")
            compare(frame.page, "overview")
            findChild(dialog().contentItem, "dialogConfirm").clicked()
            tryCompare(frame, "page", "network")
            tryVerify(() => findChild(frame.pageItem, "whatItMeans").visible)
            compare(findChild(frame.pageItem, "invitation").text, "hearth-network-1.scripted")
        }
        function test_aRefusedLinkIsSaidAndGoesAway() {
            open("working")
            frame.refuseLink("Hearth does not know such a link.", "Nothing was done.")
            const fault = findChild(frame, "linkFault")
            tryVerify(() => fault.visible)
            compare(frame.page, "overview")
            frame.offerLink("receipt", "ab12cd34")
            tryVerify(() => !fault.visible)
            dialog().close()
            tryVerify(() => !dialog().visible)
        }
        function test_whileANodeIsSetUpALinkWaits() {
            open("onboarding")
            tryVerify(() => frame.settingUp)
            frame.offerLink("invitation", "hearth-network-1.scripted")
            tryVerify(() => findChild(frame, "linkFault").visible)
            verify(!dialog().visible)
        }
    }
}
