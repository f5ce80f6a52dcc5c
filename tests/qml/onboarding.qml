// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Hearth.Testing
import Hearth.Window

/// A new home is set up in the window, step by step, on the scripted node.
Item {
    id: scene
    width: 1280
    height: 900

    readonly property Item focusedItem: Window.activeFocusItem

    Component { id: scenarioMaker; Scenario {} }
    Component { id: frameMaker; Frame {} }

    TestCase {
        name: "Onboarding"
        when: windowShown

        property var scenario: null
        property var frame: null
        readonly property var page: frame ? findChild(frame, "onboarding").item : null

        function openFrame() {
            frame = createTemporaryObject(frameMaker, scene, {
                connection: scenario.connection, preferences: scenario.preferences, width: scene.width, height: scene.height
            })
            tryVerify(() => scenario.connection.online)
            tryVerify(() => frame.settingUp)
            tryVerify(() => findChild(frame, "onboarding").item !== null)
        }
        function open(name) {
            scenario = createTemporaryObject(scenarioMaker, scene, { name: name })
            openFrame()
        }
        function part(name) {
            return findChild(findChild(frame, "onboarding").item, name)
        }
        function step() {
            return findChild(frame, "onboarding").item.first.step
        }
        function cleanup() {
            if (frame) frame.destroy()
            frame = null
            wait(0)
            if (scenario) scenario.destroy()
            scenario = null
        }

        function test_theReturnKeyAloneLeadsThroughAllOfIt() {
            open("onboarding")
            for (const name of ["place", "devices", "benchmark", "identity", "work"]) {
                tryVerify(() => step() === name, 5000, name)
                tryVerify(() => part("next").enabled)
                tryCompare(scene, "focusedItem", part("next"))
                verify(part("about").text !== "")
                keyClick(Qt.Key_Return)
            }
            tryVerify(() => !frame.settingUp)
            compare(frame.page, "overview")
            // The default model came in on the way.
            frame.show("models")
            tryVerify(() => frame.pageItem !== null && findChild(frame.pageItem, "importModel").enabled)
            tryVerify(() => scenario.connection.known)
        }
        function test_aWindowThatComesLaterGoesOnAtTheSameStep() {
            open("onboarding")
            tryVerify(() => part("next").enabled)
            part("next").clicked()
            tryVerify(() => step() === "devices")
            part("skip").clicked()
            tryVerify(() => step() === "benchmark")
            frame.destroy()
            frame = null
            wait(0)
            openFrame()
            compare(step(), "benchmark")
            tryVerify(() => part("back").enabled)
            part("back").clicked()
            tryVerify(() => step() === "devices")
        }
        function test_skippingTheModelImportsNothing() {
            open("onboarding-benchmark")
            tryVerify(() => part("next").enabled)
            scenario.setPace(20)
            part("next").clicked()
            tryVerify(() => part("importProgress").visible)
            part("skip").clicked()
            tryVerify(() => step() === "identity")
            wait(100)
            compare(step(), "identity") // the import that ended does not move it
        }
        function test_devicesAreTestedAndAFailingOneIsNamed() {
            open("onboarding-failing")
            const proof = (id) => findChild(part("found-" + id), "proof")
            tryVerify(() => part("found-gpu:1") !== null)
            tryVerify(() => proof("cpu").tone === "good" && proof("gpu:1").tone === "bad")
            verify(proof("gpu:1").text.startsWith("It serves only"))
            verify(part("next").enabled) // it does not hold anybody back
        }
        function test_withoutRoomOrAFileItSaysSoAndGoesOn() {
            open("onboarding-no-disk")
            tryVerify(() => part("noRoom") !== null && part("noRoom").visible)
            part("next").clicked()
            tryVerify(() => step() === "devices")
            part("next").clicked()
            tryVerify(() => step() === "benchmark")
            tryVerify(() => part("modelAway") !== null && part("modelAway").visible)
            tryVerify(() => part("next").enabled)
            compare(part("next").text, "Next")
            part("next").clicked()
            tryVerify(() => step() === "identity")
        }
        function test_startAtLoginAndCompanyAreChosen() {
            open("onboarding-work")
            const toggle = part("autostart")
            tryVerify(() => toggle.enabled)
            toggle.toggle()
            toggle.toggled()
            tryVerify(() => findChild(frame, "onboarding").item.first.autostart)
            verify(toggle.checked)
            verify(part("invitation") === null)
            part("company").chosen("network")
            tryVerify(() => part("invitation") !== null)
        }
        function test_aQuotaThatIsNoNumberIsSaidAndNothingIsLost() {
            open("onboarding")
            tryVerify(() => part("quota") !== null && part("next").enabled)
            part("quota").text = "many"
            part("next").clicked()
            tryVerify(() => part("onboardingFault").visible)
            compare(step(), "place")
            part("quota").text = "20"
            part("next").clicked()
            tryVerify(() => step() === "devices")
        }
        function test_aServiceThatGoesAwayLeavesTheStepInPlace() {
            open("onboarding-identity")
            tryVerify(() => part("next").enabled)
            scenario.stopService()
            tryVerify(() => !scenario.connection.online)
            verify(frame.settingUp && !part("next").enabled)
            scenario.connection.startService()
            tryVerify(() => part("next").enabled)
            compare(step(), "identity")
        }
        function test_everyControlTellsAScreenReaderItsName_data() {
            return ["onboarding", "onboarding-devices", "onboarding-benchmark", "onboarding-identity", "onboarding-work"].map((name) => ({ tag: name }))
        }
        function test_everyControlTellsAScreenReaderItsName(row) {
            open(row.tag)
            tryVerify(() => part("next").enabled)
            compare(scenario.namelessControls(frame).join("\n"), "")
        }
    }
}
