// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Hearth.Backend
import Hearth.Devices
import Hearth.Settings
import Hearth.Testing
import Hearth.Work

/// What an operator changes: when the node works, what its devices may, its settings.
Item {
    id: scene
    width: 1060
    height: 700

    Component { id: scenarioMaker; Scenario {} }
    Component {
        id: workMaker
        WorkPage { id: workPage; truth: Truth { connection: workPage.connection } }
    }
    Component {
        id: devicesMaker
        DevicesPage { id: devicesPage; history: DeviceHistory { connection: devicesPage.connection } }
    }
    Component { id: settingsCardMaker; SettingsCard {} }
    Component { id: paymentsCardMaker; PaymentSettingsCard {} }
    Component { id: hubCardMaker; HubSettingsCard {} }
    Component { id: rolesMaker; RolesCard {} }
    Component { id: identityMaker; IdentityCard {} }
    Component { id: updatesMaker; UpdatesCard {} }

    TestCase {
        name: "Operator"
        when: windowShown

        property var scenario: null
        property var page: null

        function open(maker, name) {
            scenario = createTemporaryObject(scenarioMaker, scene, { name: name })
            page = createTemporaryObject(maker, scene, { connection: scenario.connection, width: scene.width, height: scene.height })
            verify(page !== null)
            tryVerify(() => scenario.connection.online)
        }
        function init() {
            failOnWarning(/.?/)
        }
        function cleanup() {
            if (page) page.destroy()
            page = null
            wait(0)
            if (scenario) scenario.destroy()
            scenario = null
        }

        function test_aRoleIsSwitchedAndSaysWhenItHolds() {
            open(rolesMaker, "working")
            tryVerify(() => findChild(page, "node.auditor") !== null)
            const auditor = findChild(page, "node.auditor")
            tryVerify(() => auditor.enabled)
            compare(auditor.checked, true)
            mouseClick(auditor)
            tryCompare(auditor, "checked", false)
            compare(findChild(page, "node.executor").checked, true)
            // What no version does yet has no switch, and says so.
            for (const key of ["feeds", "store"]) verify(findChild(page, "later-" + key).text.endsWith(": not there yet"))
        }

        function test_theWordsAreShownOnceAndThreeOfThemAskedFor() {
            open(identityMaker, "working")
            tryVerify(() => findChild(page, "showWords").enabled)
            compare(findChild(page, "backupBadge").text, "no backup")
            mouseClick(findChild(page, "showWords"))
            const warning = findChild(page, "wordsWarning"), paper = findChild(page, "wordsPaper"), check = findChild(page, "wordsCheck")
            tryVerify(() => warning.opened)
            mouseClick(findChild(warning.contentItem, "dialogConfirm"))
            tryVerify(() => paper.opened)
            mouseClick(findChild(paper.contentItem, "dialogConfirm"))
            tryVerify(() => check.opened)
            verify(!findChild(check.contentItem, "dialogConfirm").enabled)
            for (const name of ["word1", "word2", "word3"]) {
                const field = findChild(check.contentItem, name)
                field.text = field.placeholderText === "Word 24" ? "art" : "abandon"
            }
            mouseClick(findChild(check.contentItem, "dialogConfirm"))
            tryCompare(findChild(page, "backupBadge"), "text", "backed up")
            verify(findChild(page, "wordsConfirmed").text !== "")
        }

        function test_theWeekIsDrawnWithMouseAndKeyboard() {
            open(workMaker, "working")
            const grid = findChild(page, "weekGrid"), text = findChild(page, "hoursText")
            tryCompare(text, "text", "At any hour")
            const at = (day, hour) => Qt.point(grid.nameWidth + (hour + 0.5) * grid.cellWidth, grid.headHeight + (day + 0.5) * grid.cellHeight)
            page.contentY = grid.mapToItem(page.contentItem, 0, 0).y
            // From Monday 8:00 to Monday 12:00.
            const from = at(0, 8), to = at(0, 11)
            mousePress(grid, from.x, from.y)
            for (let x = from.x; x <= to.x; x += grid.cellWidth / 2) mouseMove(grid, x, from.y)
            mouseMove(grid, to.x, to.y)
            mouseRelease(grid, to.x, to.y)
            tryCompare(text, "text", "Mon 0–8, 12–24 · Tue–Sun 0–24")
            tryVerify(() => grid.enabled)
            grid.forceActiveFocus()
            compare(grid.Accessible.name, "Monday, 11 to 12 o'clock: not chosen")
            keyClick(Qt.Key_Space)
            tryCompare(text, "text", "Mon 0–8, 11–24 · Tue–Sun 0–24")
            tryVerify(() => grid.enabled)
            grid.forceActiveFocus()
            keyClick(Qt.Key_Down)
            keyClick(Qt.Key_Right)
            compare(grid.Accessible.name, "Tuesday, 12 to 13 o'clock: chosen")
            keyClick(Qt.Key_Return)
            tryCompare(text, "text", "Mon 0–8, 11–24 · Wed–Sun 0–24")
        }
        function test_aRuleIsSwitchedAndSaysWhatItSees() {
            open(workMaker, "resting")
            const sentence = findChild(page, "workSentence")
            tryVerify(() => sentence.text.startsWith("Resting outside of its hours"))
            const battery = findChild(page, "ruleBattery")
            verify(battery.rule.enabled)
            compare(battery.rule.word, "may work")
            battery.switched(false)
            tryVerify(() => !battery.rule.enabled)
            mouseClick(findChild(page, "finishThenPause"))
            tryVerify(() => sentence.text.startsWith("Paused by you"))
        }
        function test_limitsAreTriedAndKept() {
            open(devicesMaker, "gpus")
            const field = () => findChild(findChild(page, "device-cpu"), "pauseAt")
            tryVerify(() => findChild(page, "device-cpu") !== null && field().visible)
            const panel = findChild(page, "device-cpu")
            verify(!findChild(panel, "tryLimits").visible)
            field().text = "80"
            tryVerify(() => findChild(panel, "tryLimits").visible)
            findChild(panel, "tryLimits").clicked()
            tryVerify(() => panel.reader.left["cpu"] > 0)
            panel.reader.keepLimits("cpu")
            tryVerify(() => panel.reader.left["cpu"] === undefined)
            compare(field().text, "80")
        }
        function test_aNewVersionIsBroughtStepByStep() {
            open(updatesMaker, "working")
            const sentence = findChild(page, "updateSentence")
            tryCompare(sentence, "text", "Version 0.2.0 is there to be downloaded.")
            verify(findChild(page, "updateNotes").text.startsWith("Answers begin sooner"))
            verify(findChild(page, "updateApplying").text.startsWith("It is put beside this version"))
            verify(!findChild(page, "updateApply").visible)
            findChild(page, "updateDownload").clicked()
            tryCompare(sentence, "text", "Version 0.2.0 is downloaded, and its bytes are right.")
            const apply = findChild(page, "updateApply")
            tryVerify(() => apply.visible && apply.enabled)
            verify(!findChild(page, "updateDownload").visible)
            apply.clicked()
            tryVerify(() => sentence.text.startsWith("Version 0.2.0 is in its place"))
            tryVerify(() => !apply.visible && !findChild(page, "updateProgress").visible)
            compare(findChild(page, "updateError").text, "")
        }
        function test_theTokenOfTheHubIsTypedAndNeverShown() {
            open(hubCardMaker, "working")
            tryVerify(() => findChild(page, "hubEndpoint").setting.text === "https://huggingface.co")
            const field = findChild(page, "hubToken")
            verify(!findChild(page, "removeToken").visible && !findChild(page, "keepToken").enabled)
            field.text = "hf_two words"
            compare(field.displayText.indexOf("hf_"), -1)
            findChild(page, "keepToken").clicked()
            tryVerify(() => findChild(page, "hubError").text !== "")
            verify(field.enabled && !findChild(page, "removeToken").visible)
            compare(field.text, "hf_two words")
            field.text = "hf_planted"
            findChild(page, "keepToken").clicked()
            tryVerify(() => findChild(page, "removeToken").visible)
            tryCompare(field, "text", "")
            verify(findChild(page, "tokenState").text.startsWith("One is kept"))
            findChild(page, "removeToken").clicked()
            tryVerify(() => !findChild(page, "removeToken").visible)
        }
        function test_mirrorsAreOneLine() {
            open(hubCardMaker, "working")
            const line = findChild(page, "hubMirrors")
            tryVerify(() => line.setting.key === "hub.mirrors")
            findChild(line, "value").text = "https://a.example,  https://b.example"
            findChild(line, "apply").clicked()
            tryVerify(() => line.setting.text === "https://a.example, https://b.example")
            verify(!line.setting.waits) // in force at once
        }
        function test_whoSettlesIsSetAmongTheTermsOfPayment() {
            open(paymentsCardMaker, "first-run")
            tryVerify(() => findChild(page, "paymentsSold").text.includes("No call is sold"))
            findChild(page, "openPayments").clicked()
            tryVerify(() => findChild(page, "paymentFacilitator") !== null)
            const line = findChild(page, "paymentFacilitator")
            findChild(line, "value").text = "local"
            findChild(line, "apply").clicked()
            tryVerify(() => line.setting.text === "local" && line.setting.waits)
            const address = findChild(page, "payTo")
            findChild(address, "value").text = "0x209693Bc6afc0C5328bA36FaF03C514EF312287C"
            findChild(address, "apply").clicked()
            tryVerify(() => findChild(page, "paymentsSold").text.includes("Your address is set"))
        }
        function test_aSettingThatWaitsSaysSo() {
            open(settingsCardMaker, "working")
            tryVerify(() => findChild(page, "listen") !== null)
            const line = findChild(page, "listen")
            tryVerify(() => line.setting.text === "127.0.0.1:8747")
            findChild(line, "value").text = "127.0.0.1:9000"
            verify(line.changed)
            findChild(line, "apply").clicked()
            tryVerify(() => line.setting.waits === true)
            verify(findChild(page, "waits").visible)
        }
    }
}
