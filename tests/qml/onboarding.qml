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
        function test_anotherModelIsFetchedPausedAndGoneOnWith() {
            open("onboarding-benchmark")
            tryVerify(() => part("pick-qwen2.5-1.5b-instruct") !== null)
            verify(part("pick-smollm2-135m-instruct").checked) // the one that is here
            verify(part("pick-mistral-7b-instruct-v0.3") === null) // it may not fit
            compare(part("next").text, "Import and go on")
            part("pick-qwen2.5-1.5b-instruct").clicked()
            tryCompare(part("next"), "text", "Fetch and go on")
            scenario.setPace(20)
            part("next").clicked()
            tryVerify(() => part("importProgress").visible && part("importProgress").fraction > 0)
            compare(part("importProgress").stopText, "Pause")
            part("importProgress").stopped()
            tryVerify(() => !part("importProgress").visible)
            tryVerify(() => part("discard-qwen2.5-1.5b-instruct").visible)
            verify(part("pick-qwen2.5-1.5b-instruct").note.startsWith("Stopped at"))
            compare(step(), "benchmark")
            scenario.setPace(1)
            tryVerify(() => part("next").enabled)
            part("next").clicked()
            tryVerify(() => step() === "identity")
        }
        function test_aWindowThatComesLaterGoesOnWithWhatWasStopped() {
            open("onboarding-paused")
            tryVerify(() => part("pick-qwen2.5-1.5b-instruct") !== null)
            tryVerify(() => part("pick-qwen2.5-1.5b-instruct").checked)
            tryCompare(part("next"), "text", "Fetch and go on")
            part("discard-qwen2.5-1.5b-instruct").clicked()
            tryVerify(() => part("pick-smollm2-135m-instruct").checked)
            compare(part("next").text, "Import and go on")
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
        function test_anOwnerIsRestoredFromWords() {
            open("onboarding-identity")
            tryVerify(() => part("next").enabled)
            part("identityWay").chosen("restore")
            tryVerify(() => part("recoveryWords") !== null)
            const words = part("recoveryWords")
            verify(!part("restoreOwner").enabled)
            words.text = "abandon hearthh abandon"
            tryVerify(() => part("wordsFault").visible)
            verify(part("wordsFault").text.includes("hearthh"))
            words.text = Array(24).fill("abandon").join(" ") // all known, and no key's
            tryVerify(() => part("wordsFault").visible && !part("restoreOwner").enabled)
            part("next").clicked() // stays with what is not right
            compare(step(), "identity")
            words.text = Array(23).fill("abandon").join(" ") + " art"
            tryVerify(() => part("restoreOwner").enabled && !part("wordsFault").visible)
            compare(part("wordsCount").text, "24 of 24 words")
            compare(scenario.namelessControls(frame).join("\n"), "")
            part("restoreOwner").clicked()
            const dialog = part("restoreDialog")
            tryVerify(() => dialog.opened)
            findChild(dialog.contentItem, "dialogConfirm").clicked()
            compare(words.text, "") // nothing of them stays
            tryVerify(() => part("recoveryWords") === null)
            tryVerify(() => part("changeNote").visible && part("changeNote").tone === "good")
            tryVerify(() => part("next").enabled)
            part("next").clicked()
            tryVerify(() => step() === "work")
        }
        function test_aNetworkIsJoinedInTheSetUp() {
            open("onboarding-work")
            tryVerify(() => part("next").enabled)
            part("company").chosen("network")
            tryVerify(() => part("invitation") !== null)
            part("invitation").text = "hearth-network-1.abc"
            part("examineInvitation").clicked()
            tryVerify(() => part("joinNetwork").visible)
            part("joinNetwork").clicked()
            const dialog = part("joinDialog")
            tryVerify(() => dialog.opened && dialog.ready)
            findChild(dialog.contentItem, "dialogConfirm").clicked()
            tryVerify(() => page.first.inNetwork)
            tryVerify(() => part("invitation") === null && part("changeNote").visible)
            tryVerify(() => part("next").enabled)
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
            return ["onboarding", "onboarding-devices", "onboarding-benchmark", "onboarding-paused", "onboarding-identity", "onboarding-work"].map((name) => ({ tag: name }))
        }
        function test_everyControlTellsAScreenReaderItsName(row) {
            open(row.tag)
            tryVerify(() => part("next").enabled)
            compare(scenario.namelessControls(frame).join("\n"), "")
        }
    }
}
