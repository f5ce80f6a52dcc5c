// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Hearth.Controls
import Hearth.Settings
import Hearth.Testing

/// What is set here, and what is shown to somebody who helps.
Item {
    id: scene
    width: 1060
    height: 700

    Component { id: scenarioMaker; Scenario {} }
    Component { id: settingsCardMaker; SettingsCard {} }
    Component { id: updatesMaker; UpdatesCard {} }
    Component { id: diagnosticsMaker; DiagnosticsCard {} }
    Component { id: logsMaker; LogsCard {} }

    TestCase {
        name: "Settings"
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

        function test_devicesAndTrustedNodesAreLists() {
            open(settingsCardMaker, "working")
            tryVerify(() => findChild(page, "workerDevices") !== null)
            for (const [name, typed, kept] of [["workerDevices", "vulkan:0=6144,cpu", "vulkan:0=6144, cpu"], ["privacyNodes", "ab12 cd34", "ab12, cd34"]]) {
                const line = findChild(page, name)
                findChild(line, "value").text = typed
                findChild(line, "apply").clicked()
                tryVerify(() => line.setting.text === kept && line.setting.waits && line.editable)
            }
        }
        function test_updatesAreTakenAsOneChooses() {
            open(updatesMaker, "working")
            const looks = findChild(page, "updatesCheck"), apply = findChild(page, "updatesApply")
            tryVerify(() => looks.checked && looks.enabled && apply.currentIndex === 1)
            apply.activated(2)
            tryCompare(apply, "currentIndex", 2)
            tryVerify(() => looks.enabled)
            looks.switchOver()
            tryVerify(() => !looks.checked && looks.enabled)
        }
        function test_theBundleIsReadBeforeItIsSaved() {
            open(diagnosticsMaker, "working")
            const save = findChild(page, "saveBundle"), made = findChild(page, "bundleReader")
            verify(!save.visible)
            findChild(page, "makeBundle").clicked()
            tryVerify(() => save.visible)
            compare(made.files.map((file) => file.name).join(), "machine.json,hearth.toml,log.txt")
            compare(made.files[0].taken, "nothing taken out")
            compare(made.files[2].taken, "taken out – secrets: 1, user names: 1")
            findChild(page, "preview-log.txt").clicked()
            tryVerify(() => findChild(page, "preview") !== null)
            const preview = findChild(page, "preview")
            verify(preview.readOnly && preview.text.includes("Bearer [secret]"), preview.text)
        }
        function test_theLogIsShownByItsGravity() {
            open(logsMaker, "working")
            const log = findChild(page, "logReader")
            tryVerify(() => log.lines.length === 3)
            compare(log.lines[0].text, "resumed")
            findChild(page, "logLevel").activated(1)
            tryVerify(() => log.lines.length === 1)
            verify(Qt.colorEqual(findChild(page, "logLine").color, Theme.warn))
            findChild(page, "logLevel").activated(2)
            tryVerify(() => log.lines.length === 0)
            verify(findChild(page, "openLogs").enabled)
        }
    }
}
