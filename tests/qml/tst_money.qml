// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Hearth.Backend
import Hearth.Devices
import Hearth.Earnings
import Hearth.Settings
import Hearth.Testing

/// Money that is sent and asked for, electricity and what an EMB is worth, cards that are switched: without a terminal.
Item {
    id: scene
    width: 1060
    height: 700

    Component { id: scenarioMaker; Scenario {} }
    Component { id: sendMaker; SendCard {} }
    Component { id: pricesMaker; PricesCard {} }
    Component { id: powerMaker; PowerSettingsCard {} }
    Component { id: settingsMaker; SettingsCard {} }
    Component { id: rolesMaker; RolesCard {} }
    Component { id: earningsMaker; EarningsPage {} }
    Component {
        id: devicesMaker
        DevicesPage { id: devicesPage; history: DeviceHistory { connection: devicesPage.connection } }
    }
    SignalSpy { id: toNetwork; signalName: "networkWanted" }

    TestCase {
        name: "Money"
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

        function test_moneyIsCheckedConfirmedAndReceipted() {
            open(sendMaker, "working")
            const balance = findChild(page, "sendBalance"), send = findChild(page, "send")
            tryCompare(balance, "value", "125 EMB")
            const to = findChild(page, "sendTo"), amount = findChild(page, "sendAmount"), fault = findChild(page, "sendFault")
            compare(to.Accessible.name, "Address of the account that gets it")
            compare(amount.Accessible.name, "Amount in EMB")
            verify(!send.enabled && !fault.visible)
            to.text = "anna"
            verify(fault.visible && fault.text.startsWith("An address is"))
            to.text = "a".repeat(64)
            verify(!fault.visible && !send.enabled)
            amount.text = "200"
            verify(fault.text.startsWith("There are only 125") && !send.enabled)
            amount.text = "2.5"
            verify(!fault.visible && send.enabled)
            send.clicked()
            const ask = findChild(page, "sendConfirm")
            tryVerify(() => ask.opened)
            verify(ask.title.startsWith("Send 2.5") && ask.text.includes(to.text))
            findChild(ask.contentItem, "dialogCancel").clicked()
            tryVerify(() => !ask.visible)
            compare(balance.value, "125 EMB")
            send.clicked()
            tryVerify(() => ask.opened)
            findChild(ask.contentItem, "dialogConfirm").clicked()
            tryVerify(() => findChild(page, "sendReceipt").visible)
            tryCompare(balance, "value", "122 EMB")
            compare(to.text + amount.text, "")
            compare(findChild(page, "sendError").text, "")
        }
        function test_ownPricesAreSet() {
            open(pricesMaker, "working")
            for (const [name, typed] of [["promptPrice", "0.2"], ["completionPrice", "0.5"], ["modelPrices", "tiny=0.05/0.2, other=1/2"]]) {
                const line = findChild(page, name)
                tryVerify(() => line.editable && line.setting.key !== undefined)
                findChild(line, "value").text = typed
                findChild(line, "apply").clicked()
                tryVerify(() => line.setting.text === typed)
                verify(!line.setting.waits)
            }
            compare(findChild(page, "pricesError").text, "")
        }
        function test_netIsADashUntilAWorthIsSet() {
            open(earningsMaker, "working")
            tryVerify(() => findChild(page, "energyNet") !== null && findChild(page, "energyNet").visible)
            compare(findChild(page, "energyNet").text, "Earned net of it: —")
            const first = page
            page = createTemporaryObject(powerMaker, scene, { connection: scenario.connection, width: scene.width, height: scene.height })
            const line = findChild(page, "embWorth")
            tryVerify(() => line.editable && line.setting.key === "power.emb_worth")
            findChild(line, "value").text = "0.05"
            findChild(line, "apply").clicked()
            tryVerify(() => line.setting.text === "0.05")
            verify(!line.setting.waits)
            page.destroy()
            page = first
            tryVerify(() => findChild(page, "energyNet").net !== "", 5000, "the settings' change reaches the earnings")
            verify(findChild(page, "energyNet").text.endsWith("EUR"))
        }
        function test_aCardIsSwitched() {
            open(devicesMaker, "gpus")
            tryVerify(() => findChild(page, "device-gpu:0") !== null)
            const toggle = () => findChild(findChild(page, "device-gpu:0"), "deviceSwitch")
            tryVerify(() => toggle().visible && toggle().enabled && toggle().checked)
            verify(toggle().Accessible.name.startsWith("Compute on "))
            toggle().switchOver()
            tryVerify(() => !toggle().checked && toggle().enabled)
            compare(findChild(page, "device-gpu:0").deviceState, "switched off")
            toggle().switchOver()
            tryVerify(() => toggle().checked && toggle().enabled)
            verify(!findChild(findChild(page, "device-cpu"), "deviceSwitch").visible)
        }
        function test_theServiceRestartsInOneStep() {
            open(settingsMaker, "working")
            tryVerify(() => findChild(page, "listen") !== null)
            const line = findChild(page, "listen"), waits = findChild(page, "waits")
            tryVerify(() => line.editable)
            findChild(line, "value").text = "127.0.0.1:9000"
            findChild(line, "apply").clicked()
            tryVerify(() => waits.visible)
            compare(waits.action, "Restart the service")
            waits.acted()
            tryVerify(() => scenario.connection.online && !scenario.connection.starting && !findChild(page, "waits").visible, 10000)
            compare(findChild(page, "listen").setting.text, "127.0.0.1:9000")
        }
        function test_rolesLeadToTheInvitation() {
            open(rolesMaker, "working")
            tryVerify(() => findChild(page, "toNetwork") !== null)
            toNetwork.target = page
            findChild(page, "toNetwork").clicked()
            compare(toNetwork.count, 1)
        }
    }
}
