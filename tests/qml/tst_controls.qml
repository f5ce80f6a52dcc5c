// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import QtTest
import Hearth.Controls
import Hearth.Testing

Item {
    id: scene
    width: 700
    height: 500

    Scenario { id: helper }
    ColumnLayout {
        id: column
        ActionButton { id: button; text: "Go" }
        ActionButton { id: iconOnly; icon.name: "copy"; tip: "Copy it" }
        Segments {
            id: segments
            label: "Which"
            current: "a"
            options: [{ key: "a", text: "A" }, { key: "b", text: "B" }]
            onChosen: (key) => current = key
        }
        MenuButton {
            id: menu
            text: "Pause"
            entries: [{ key: "one", text: "One", detail: "" }, { key: "two", text: "Two", detail: "more" }]
        }
        Toggle { id: toggle; text: "Reduced motion" }
        SlideField { id: slide; name: "Text size"; figure: "100 %"; from: 0; to: 10; stepSize: 1; value: 3 }
        InputField { id: field; placeholderText: "Search" }
        InputArea { id: area; placeholder: "Ask"; implicitWidth: 200 }
        Choice { id: choice; label: "Model"; model: ["one", "two"] }
        LoadBar { id: bar; name: "Load"; figure: "—"; fraction: -1; implicitWidth: 300 }
        CopyLabel { id: copy; text: "0123456789abcdef0123456789abcdef"; name: "id"; implicitWidth: 200 }
        ProofStrip {
            id: strip
            stages: [
                { name: "assigned", state: "done", word: "Assigned", stateWord: "done", at: "10:00", detail: "", tone: "good" },
                { name: "running", state: "failed", word: "Running", stateWord: "failed", at: "10:01", detail: "why", tone: "bad" }
            ]
        }
        ProofStrip {
            id: cut
            compact: false
            stages: [
                { name: "running", state: "cancelled", word: "Running", stateWord: "cut short", at: "10:00", detail: "", tone: "warn" },
                { name: "committed", state: "done", word: "Committed", stateWord: "done", at: "10:01", detail: "", tone: "good" }
            ]
        }
        Banner { id: banner; tone: "bad"; text: ""; implicitWidth: 300 }
        BarChart { id: chart; implicitWidth: 300; implicitHeight: 100; values: [1, 0, 3, 2] }
    }
    SignalSpy { id: clicks; target: button; signalName: "clicked" }
    SignalSpy { id: chosen; target: menu; signalName: "chosen" }
    SignalSpy { id: accepted; target: area; signalName: "accepted" }

    TestCase {
        name: "Controls"
        when: windowShown

        function init() {
            failOnWarning(/.?/)
            clicks.clear()
            chosen.clear()
            accepted.clear()
        }
        function test_everythingThatTakesTheKeyboardHasANameAndARole() {
            compare(helper.namelessControls(column).join(), "")
        }
        function test_aJobThatWasCutShortShowsBothThatAndItsWayToTheMoney() {
            const ended = findChild(cut, "mark0"), paid = findChild(cut, "mark1"), way = findChild(cut, "way0")
            verify(ended !== null && paid !== null && way !== null)
            verify(Qt.colorEqual(ended.color, Theme.warn))
            verify(Qt.colorEqual(paid.color, Theme.good))
            verify(way.visible && Qt.colorEqual(way.color, Theme.good))
            verify(cut.Accessible.name.indexOf("cut short") >= 0)
        }
        function test_buttonsWorkWithMouseSpaceAndReturn() {
            mouseClick(button)
            button.forceActiveFocus()
            keyClick(Qt.Key_Space)
            keyClick(Qt.Key_Return)
            compare(clicks.count, 3)
            button.enabled = false
            mouseClick(button)
            compare(clicks.count, 3)
            button.enabled = true
        }
        function test_anIconAloneHasAName() {
            compare(iconOnly.Accessible.name, "Copy it")
        }
        function test_segmentsChoose() {
            const b = findChild(segments, "segment-b")
            mouseClick(b)
            compare(segments.current, "b")
            verify(b.checked)
            keyClick(Qt.Key_Left)
            keyClick(Qt.Key_Space)
            compare(segments.current, "a")
        }
        function test_menusOpenAndChooseByKeyboard() {
            menu.forceActiveFocus()
            keyClick(Qt.Key_Space)
            tryVerify(() => menu.opened)
            keyClick(Qt.Key_Down)
            keyClick(Qt.Key_Return)
            compare(chosen.count, 1)
            compare(chosen.signalArguments[0][0], "two")
        }
        function test_escapeClosesAMenuWithoutAChoice() {
            menu.forceActiveFocus()
            keyClick(Qt.Key_Space)
            tryVerify(() => menu.opened)
            keyClick(Qt.Key_Escape)
            tryVerify(() => !menu.opened)
            compare(chosen.count, 0)
            tryCompare(menu, "activeFocus", true)
        }
        function test_togglesAndSlidersMoveByKeyboard() {
            toggle.forceActiveFocus()
            keyClick(Qt.Key_Space)
            verify(toggle.checked)
            mouseClick(toggle)
            verify(!toggle.checked)
        }
        function test_areasAcceptWithControlReturnAndLetTabGo() {
            area.nextItemInFocusChain(true).forceActiveFocus()
            keyClick(Qt.Key_A)
            keyClick(Qt.Key_Return, Qt.ControlModifier)
            compare(accepted.count, 1)
            verify(area.text.startsWith("a"))
        }
        function test_unknownLoadShowsNoBar() {
            compare(bar.Accessible.name, "Load: —")
        }
        function test_stripsAreReadAloudInWords() {
            compare(strip.Accessible.name, "Assigned: done, Running: failed")
        }
        function test_anEmptyBannerTakesNoRoom() {
            verify(!banner.visible)
            banner.text = "Trouble"
            verify(banner.visible)
            compare(banner.Accessible.name, "Trouble")
            banner.text = ""
        }
        function test_copyingShowsThatItHappened() {
            mouseClick(copy.children[1])
            compare(copy.children[1].tip, "Copied")
        }
        function test_chartsKnowTheirBuckets() {
            compare(chart.bucketAt(chart.xOf(2)), 2)
            compare(chart.bucketAt(1), -1)
            chart.current = 99
            compare(chart.current, 3)
            chart.values = []
            compare(chart.current, -1)
        }
    }
}
