// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Hearth.Earnings
import Hearth.Jobs
import Hearth.Overview
import Hearth.Playground
import Hearth.Testing

Item {
    id: scene
    width: 1060
    height: 700

    Component { id: scenarioMaker; Scenario {} }
    TextEdit { id: pasted; visible: false }
    Component { id: jobsMaker; JobsPage {} }
    Component { id: earningsMaker; EarningsPage {} }
    Component { id: playgroundMaker; PlaygroundPage {} }
    Component { id: overviewMaker; OverviewPage {} }
    SignalSpy { id: spy; signalName: "receiptWanted" }

    TestCase {
        name: "Pages"
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

        function test_tenThousandJobsComeAsTheyAreScrolledTo() {
            open(jobsMaker, "many")
            const list = findChild(page, "jobList")
            tryCompare(list, "count", 100)
            for (let i = 0; i < 4; ++i) {
                const before = list.count
                tryVerify(() => {
                    list.positionViewAtEnd()
                    return list.count > before
                })
            }
            verify(list.contentItem.children.length < 60, "only what is seen has delegates: " + list.contentItem.children.length)
        }
        function test_aFilterLooksThroughOlderJobsToo() {
            open(jobsMaker, "many")
            const list = findChild(page, "jobList")
            tryCompare(list, "count", 100)
            mouseClick(findChild(page, "segment-failed"))
            tryCompare(list, "count", 0)
            verify(findChild(page, "segment-failed").visible, "what was chosen can be changed again")
            list.forceActiveFocus()
            mouseClick(findChild(page, "segment-settled"))
            tryVerify(() => list.count > 50)
            mouseClick(findChild(page, "segment-"))
            findChild(page, "jobSearch").text = "no such model"
            tryCompare(list, "count", 0)
            findChild(page, "jobSearch").text = ""
            tryVerify(() => list.count > 50)
            findChild(page, "jobsFrom").text = "1.1.1971"
            findChild(page, "jobsTo").text = "1971-12-31"
            tryCompare(list, "count", 0)
            findChild(page, "jobsTo").text = "tomorrow"
            verify(findChild(page, "daysWrong").visible)
            tryVerify(() => list.count > 50)
        }
        function test_aReceiptIsShownAndVerified() {
            open(jobsMaker, "working")
            const list = findChild(page, "jobList")
            tryVerify(() => list.count > 0)
            tryVerify(() => page.chosenReceipt !== "")
            const verifyNow = findChild(page, "verifyNow")
            tryVerify(() => verifyNow.visible)
            mouseClick(verifyNow)
            tryVerify(() => verifyNow.visible)
        }
        function test_aLinkToTheReceiptIsCopied() {
            open(jobsMaker, "working")
            tryVerify(() => page.chosenReceipt !== "")
            const link = findChild(page, "copyLink")
            tryVerify(() => link.visible && link.enabled)
            link.clicked()
            pasted.selectAll()
            pasted.paste()
            compare(pasted.text, "hearth://receipt/" + page.chosenReceipt)
        }
        function test_aJobThatDiedSaysWhyWhereItsReceiptWouldBe() {
            open(jobsMaker, "problem")
            const list = findChild(page, "jobList")
            tryVerify(() => list.count > 0)
            page.choose(0)
            compare(page.chosenReceipt, "")
            const empty = findChild(page, "noReceipt")
            tryVerify(() => empty.visible)
            verify(empty.text.startsWith("The worker stopped unexpectedly"), empty.text)
        }
        function test_theListMovesByKeyboard() {
            open(jobsMaker, "working")
            const list = findChild(page, "jobList")
            tryVerify(() => page.chosenReceipt !== "")
            const first = page.chosenReceipt
            list.forceActiveFocus()
            keyClick(Qt.Key_Down)
            verify(page.chosenReceipt !== first)
            keyClick(Qt.Key_Up)
            compare(page.chosenReceipt, first)
        }
        function test_aNarrowPageShowsListThenReceipt() {
            open(jobsMaker, "working")
            page.width = 700
            const list = findChild(page, "jobList")
            tryVerify(() => list.count > 0)
            verify(list.visible)
            page.reading = true
            verify(!list.visible)
        }
        function test_earningsScrollAsOne() {
            open(earningsMaker, "many")
            const list = findChild(page, "earningsList")
            tryVerify(() => list.count === 200)
            list.positionViewAtEnd()
            tryVerify(() => list.count > 200)
            verify(findChild(page, "exportCsv").enabled)
        }
        function test_theChartReadsItsColumnsAloud() {
            open(earningsMaker, "working")
            const chart = findChild(page, "earningsChart")
            tryVerify(() => chart.values.length > 40)
            chart.forceActiveFocus()
            keyClick(Qt.Key_Left)
            verify(chart.Accessible.name.indexOf("EMB") > 0)
        }
        function test_devicesTakeThePlaceOfModels() {
            open(earningsMaker, "gpus")
            const device = findChild(page, "segment-device")
            const parts = () => JSON.stringify(findChild(page, "earningsList").headerItem.earnings.parts)
            tryVerify(() => device.visible && parts() !== "[]")
            const models = parts()
            device.clicked()
            tryVerify(() => parts() !== models)
        }
        function test_electricityStandsApartFromWhatWasEarned() {
            open(earningsMaker, "gpus")
            const amount = findChild(page, "energyAmount"), chart = findChild(page, "energyChart")
            tryVerify(() => amount.visible && amount.text.indexOf("EUR") > 0 && amount.text.indexOf("EMB") < 0)
            chart.forceActiveFocus()
            keyClick(Qt.Key_Left)
            verify(chart.Accessible.name.indexOf("Wh") > 0, chart.Accessible.name)
        }
        function test_withoutWorkNoElectricityIsInvented() {
            open(earningsMaker, "first-run")
            tryVerify(() => findChild(page, "earningsList").headerItem.earnings.loaded)
            verify(!findChild(page, "energy").visible && !findChild(page, "vesting").visible)
        }
        // The dashed line stands for what a column would be, and is told with that figure.
        function test_theEstimateInTheChartNamesItsScale() {
            open(earningsMaker, "working")
            const chart = findChild(page, "earningsChart"), legend = findChild(page, "estimateLegend")
            tryVerify(() => chart.values.length > 40)
            tryVerify(() => chart.estimateShown)
            verify(legend.visible)
            const figure = Number(/≈ ([0-9.]+) EMB in 15 h$/.exec(legend.text)[1])
            verify(Math.abs(figure - chart.estimate) <= 0.01 * chart.estimate, legend.text + ", drawn at " + chart.estimate)
            chart.estimate = 1e6 // beyond every column: no line, so no word of it either
            verify(!chart.estimateShown && !legend.visible)
        }
        function test_aQuestionStreamsAndStops() {
            open(playgroundMaker, "working")
            scenario.setPace(25)
            tryVerify(() => page.ready)
            page.ask("What is a hearth?")
            tryVerify(() => findChild(page, "stop").visible)
            tryVerify(() => findChild(page, "answer") !== null && findChild(page, "answer").text.length > 10)
            mouseClick(findChild(page, "stop"))
            tryVerify(() => !page.busy)
            verify(findChild(page, "send").visible)
        }
        function test_anAnswerLeadsToItsReceipt() {
            open(playgroundMaker, "working")
            spy.target = page
            spy.clear()
            tryVerify(() => page.ready)
            page.ask("What is a hearth?")
            tryVerify(() => !page.busy)
            verify(findChild(page, "answer").text.startsWith("A hearth"))
            spy.target = null
        }
        function test_theOverviewTellsTheDayAndWhatWaits() {
            open(overviewMaker, "working")
            const vote = findChild(page, "openVote"), hint = findChild(page, "updateHint")
            tryVerify(() => vote.visible && vote.text.startsWith("Open vote: ") && hint.text.includes("0.2.0"))
            tryVerify(() => findChild(page, "todayEarned").text.endsWith("EMB") && findChild(page, "events").visible)
            verify(findChild(page, "runningSince").text.startsWith("Running since "))
        }
        function test_aFreshOverviewShowsNoEmptyParts() {
            open(overviewMaker, "first-run")
            tryVerify(() => findChild(page, "updateHint").visible)
            verify(!findChild(page, "today") && !findChild(page, "events"))
        }
        function test_theOverviewGoesOnWhenOnePartFails() {
            open(overviewMaker, "problem")
            wait(100)
            verify(page.contentHeight > 400)
        }
    }
}
