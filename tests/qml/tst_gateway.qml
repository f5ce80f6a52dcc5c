// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Hearth.Gateway
import Hearth.Playground
import Hearth.Testing

/// The gateway's page and the playground's choices, by mouse and keyboard.
Item {
    id: scene
    width: 1060
    height: 1600

    Component { id: scenarioMaker; Scenario {} }
    Component { id: gatewayMaker; GatewayPage {} }
    Component { id: playgroundMaker; PlaygroundPage {} }

    TestCase {
        name: "Gateway"
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
        function all(item, name) {
            let found = item.objectName === name && item.visible ? [item] : []
            for (let i = 0; i < item.children.length; ++i) found = found.concat(all(item.children[i], name))
            return found
        }

        function test_networksTellTheirStateAndWhatTheirEvidenceIsWorth() {
            open(gatewayMaker, "problem")
            tryVerify(() => all(page, "networkState").length === 3)
            compare(all(page, "networkState").map((badge) => badge.text).join(", "),
                    "is not asked for a while, its key is missing, not asked yet")
            for (const worth of all(page, "worth")) verify(worth.text.length > 20)
            compare(scenario.namelessControls(page).join(", "), "")
        }
        function test_aHomeWithoutNetworksSaysSo() {
            open(gatewayMaker, "first-run")
            tryVerify(() => findChild(page, "noNetwork").visible)
            verify(!findChild(page, "spendChart").visible)
        }
        function test_aNetworkIsAddedByKeyboard() {
            open(gatewayMaker, "first-run")
            const button = findChild(page, "addNetwork")
            tryVerify(() => button.enabled && button.visible)
            button.forceActiveFocus()
            keyClick(Qt.Key_Return)
            tryVerify(() => findChild(page, "networks").adding)
            const dialog = findChild(page, "addNetworkDialog")
            verify(!dialog.ready)
            const worth = findChild(dialog.contentItem, "kindWorth").text
            findChild(dialog.contentItem, "networkKind").currentIndex = 1
            verify(findChild(dialog.contentItem, "kindWorth").text !== worth)
            findChild(dialog.contentItem, "networkUrl").text = "http://nobody/v1"
            findChild(dialog.contentItem, "networkUrl").forceActiveFocus()
            keyClick(Qt.Key_Tab)
            for (const letter of "box") keyClick(letter)
            verify(dialog.ready)
            compare(findChild(dialog.contentItem, "networkKey").echoMode, TextInput.Password)
            findChild(dialog.contentItem, "dialogConfirm").clicked()
            tryVerify(() => findChild(page, "networkNote").visible && findChild(page, "networkNote").tone === "bad")
            findChild(page, "networks").openDialog() // what was typed is there still
            compare(findChild(dialog.contentItem, "networkName").text, "box")
            findChild(dialog.contentItem, "networkUrl").text = "http://10.0.0.7:8080/v1"
            findChild(dialog.contentItem, "dialogConfirm").clicked()
            tryVerify(() => all(page, "networkState").length === 1)
            compare(findChild(page, "networkNote").tone, "good")
        }
        function test_addingCanBeCancelled() {
            open(gatewayMaker, "first-run")
            scenario.setPace(20)
            tryVerify(() => findChild(page, "addNetwork").enabled)
            const card = findChild(page, "networks")
            card.gateway.add("http://10.0.0.7/v1", "box", "openai", "", "", "")
            tryVerify(() => findChild(page, "asking").visible)
            findChild(page, "asking").stopped()
            tryVerify(() => !findChild(page, "asking").visible)
            compare(findChild(page, "networkNote").text, "Cancelled.")
        }
        function test_aTokenTellsWhatTheNetworkCounts() {
            open(gatewayMaker, "working")
            tryVerify(() => all(page, "tryNetwork").length === 3 && all(page, "tryNetwork")[0].enabled)
            verify(all(page, "tryNetwork")[0].tip.includes("costs"))
            all(page, "tryNetwork")[0].clicked()
            const note = findChild(page, "networkNote")
            tryVerify(() => note.detail.includes("box/llama-3.2-3b-instruct wrote an answer with evidence E0"))
            verify(note.tone === "good" && note.detail.includes("its own prices"), note.detail)
        }
        function test_removingAsksFirst() {
            open(gatewayMaker, "working")
            tryVerify(() => all(page, "removeNetwork").length === 3)
            all(page, "removeNetwork")[1].clicked()
            const dialog = findChild(page, "networkRemoval")
            tryVerify(() => dialog.opened)
            verify(dialog.title.includes("red") && dialog.text.includes("key"), dialog.text)
            keyClick(Qt.Key_Escape)
            tryVerify(() => !dialog.opened)
            compare(all(page, "networkState").length, 3)
            all(page, "removeNetwork")[1].clicked()
            findChild(dialog.contentItem, "dialogConfirm").clicked()
            tryVerify(() => all(page, "networkState").length === 2)
        }
        function test_aKeyIsShownOnceAndRevokedAfterAQuestion() {
            open(gatewayMaker, "working")
            tryVerify(() => all(page, "revokeKey").length === 2)
            const card = findChild(page, "apiKeys")
            card.openDialog()
            const dialog = findChild(page, "newKeyDialog")
            tryVerify(() => dialog.opened)
            findChild(dialog.contentItem, "keyName").text = "desk"
            findChild(dialog.contentItem, "keyRate").text = "often"
            verify(!dialog.ready && findChild(dialog.contentItem, "keyFault").visible)
            findChild(dialog.contentItem, "keyRate").text = "30"
            verify(dialog.ready)
            findChild(dialog.contentItem, "dialogConfirm").clicked()
            tryVerify(() => findChild(page, "freshKey").visible)
            tryVerify(() => all(page, "revokeKey").length === 3)
            findChild(page, "keyNoted").clicked()
            tryVerify(() => !findChild(page, "freshKey").visible)
            all(page, "revokeKey")[0].clicked()
            const question = findChild(page, "revocation")
            tryVerify(() => question.opened)
            findChild(question.contentItem, "dialogConfirm").clicked()
            tryVerify(() => all(page, "revokeKey").length === 2)
        }
        function test_theChartReadsItsDaysAloudAndHasATable() {
            open(gatewayMaker, "working")
            const chart = findChild(page, "spendChart")
            tryVerify(() => chart.visible && chart.values.length === 30)
            chart.forceActiveFocus()
            keyClick(Qt.Key_Left)
            verify(chart.Accessible.name.indexOf("EMB") > 0, chart.Accessible.name)
            const height = page.contentHeight
            mouseClick(findChild(page, "spendTable"))
            tryVerify(() => page.contentHeight > height)
        }
        function test_soldCallsTellTheirTermsAndWhatCameOfThem() {
            open(gatewayMaker, "working")
            tryVerify(() => all(page, "paymentFact").length === 8)
            verify(findChild(page, "paymentState").text.includes("facilitator.example"))
            compare(all(page, "paymentSum").map((sum) => sum.name).join(", "),
                    "is being answered, owed, settled, tried out, refused, lost")
            verify(all(page, "paymentSum")[2].value.includes("0.022659 USD Coin"), all(page, "paymentSum")[2].value)
            compare(all(page, "payment").length, 0)
            findChild(page, "paymentTable").clicked()
            tryVerify(() => all(page, "payment").length === 9)
            compare(scenario.namelessControls(page).join(", "), "")
        }
        function test_aHomeThatSellsNoCallsSaysSo() {
            open(gatewayMaker, "first-run")
            tryVerify(() => findChild(page, "paymentState").text.includes("No call is sold"))
            verify(!findChild(page, "paymentTable").visible)
        }
        function test_thePlaygroundAsksTheChosenNetwork() {
            open(playgroundMaker, "working")
            const network = findChild(page, "networkChoice"), model = findChild(page, "modelChoice")
            tryVerify(() => network.count === 5 && network.visible)
            const any = model.count
            network.currentIndex = 2
            network.activated(2)
            compare(page.talk.network, "box")
            tryVerify(() => model.count === 2 && model.count < any)
            page.ask("What is a hearth?")
            tryVerify(() => !page.busy)
            compare(findChild(page, "answeredBy").text, "Answered by box")
            verify(findChild(page, "privacy").text.includes("P0"))
            verify(findChild(page, "showEvidence").visible)
            verify(findChild(page, "copyAnswer").visible)
            verify(findChild(page, "summary").text !== "")
        }
        function test_thePlaygroundAsksForPrivacy() {
            open(playgroundMaker, "working")
            const tier = findChild(page, "tierChoice")
            tryVerify(() => page.ready && tier.visible && tier.count === 4)
            verify(tier.Accessible.name.startsWith("Lowest privacy: "))
            tier.currentIndex = 1
            tier.activated(1)
            compare(page.talk.minTier, "P1")
            page.ask("What is a hearth?")
            tryVerify(() => !page.busy)
            verify(findChild(page, "privacy").text.includes("P1"))
        }
        function test_aTierThatNobodyOffersCannotBeChosen() {
            open(playgroundMaker, "working")
            const tier = findChild(page, "tierChoice")
            tryVerify(() => page.ready && tier.visible && page.talk.networkKeys.length > 3)
            compare(page.talk.highestTier, 1)
            compare(tier.offered, [true, true, false, false])
            verify(findChild(page, "tierNote").text.startsWith("Nobody here reaches P2"))
            tier.activated(2)
            compare(page.talk.minTier, "")
            compare(tier.currentIndex, 0)
            page.talk.network = "box"
            compare(page.talk.highestTier, 0)
            compare(tier.offered, [true, false, false, false])
            verify(findChild(page, "tierNote").text.includes("can read the question"))
        }
        function test_aWishThatCannotBeMeantKeepsTheQuestion() {
            open(playgroundMaker, "working")
            tryVerify(() => page.ready && findChild(page, "maxPrice").visible)
            page.talk.maxPrice = "cheap"
            tryVerify(() => findChild(page, "wishFault").visible)
            findChild(page, "prompt").text = "hello"
            verify(!findChild(page, "send").enabled)
            page.talk.maxPrice = ""
            tryVerify(() => findChild(page, "send").enabled)
        }
        function test_erasingAsksFirst() {
            open(playgroundMaker, "working")
            tryVerify(() => page.ready)
            page.ask("What is a hearth?")
            tryVerify(() => !page.busy)
            tryVerify(() => findChild(page, "beginAnew").visible && findChild(page, "exportTalk").visible)
            findChild(page, "eraseTalk").clicked()
            const dialog = findChild(page, "erasure")
            tryVerify(() => dialog.opened)
            findChild(dialog.contentItem, "dialogConfirm").clicked()
            tryVerify(() => findChild(page, "exchanges").count === 0)
        }
    }
}
