// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Hearth.Controls
import Hearth.Testing
import Hearth.Window

/// For those who use no mouse, want nothing to move, or read large letters: on every page.
Item {
    id: scene
    readonly property Item focusedItem: Window.activeFocusItem
    width: 1280
    height: 900

    LayoutEye { id: eye }
    Component { id: scenarioMaker; Scenario {} }
    Component { id: frameMaker; Frame {} }

    TestCase {
        name: "Comfort"
        when: windowShown

        property var scenario: null
        property var frame: null

        function open(name) {
            scenario = createTemporaryObject(scenarioMaker, scene, { name: name })
            frame = createTemporaryObject(frameMaker, scene, {
                connection: scenario.connection, preferences: scenario.preferences, width: scene.width, height: scene.height
            })
            tryVerify(() => scenario.connection.online)
            wait(50)
        }
        function cleanup() {
            Theme.scale = 1
            Theme.reducedMotion = false
            eye.speak("en_US")
            if (frame) frame.destroy()
            frame = null
            wait(0)
            if (scenario) scenario.destroy()
            scenario = null
        }
        function all(item, found) {
            if (!item.visible) return found
            found.push(item)
            for (let i = 0; i < item.children.length; ++i) all(item.children[i], found)
            return found
        }
        function focused() {
            return scene.focusedItem
        }
        function inside(item, root) {
            for (let above = item; above; above = above.parent) if (above === root) return true
            return false
        }
        /// What the Tab key reaches, until it comes round.
        function tabbed(most) {
            const stops = []
            for (let i = 0; i < most; ++i) {
                keyClick(Qt.Key_Tab)
                const now = focused()
                if (stops.includes(now)) return stops
                stops.push(now)
            }
            return stops
        }

        function test_theTabKeyReachesEveryControlOfAPageAndLeavesIt_data() {
            const any = createTemporaryObject(scenarioMaker, scene, { name: "working" })
            const pages = createTemporaryObject(frameMaker, scene, { connection: any.connection, preferences: any.preferences }).pages
            return pages.map((page) => ({ tag: page.key }))
        }
        function test_theTabKeyReachesEveryControlOfAPageAndLeavesIt(row) {
            open("gpus")
            frame.show(row.tag)
            tryVerify(() => frame.pageItem !== null)
            wait(200)
            frame.forceActiveFocus()
            const stops = tabbed(400)
            const wanted = all(frame, []).filter((item) => item.activeFocusOnTab && item.enabled && item.width > 0)
            verify(wanted.length > 8)
            const missed = wanted.filter((item) => !stops.includes(item) && !stops.some((stop) => inside(stop, item)))
            compare(missed.map((item) => item + " " + item.objectName + " " + (item.text ?? "")).join("\n"), "")
            verify(stops.some((item) => item.objectName === "page-" + row.tag)) // the way to another page
        }
        function test_pagesAreChosenAndRulesSwitchedWithoutAMouse() {
            open("working")
            keyClick(Qt.Key_7, Qt.ControlModifier)
            compare(frame.page, "work")
            tryVerify(() => findChild(frame.pageItem, "ruleBattery") !== null)
            const line = findChild(frame.pageItem, "ruleBattery")
            tryVerify(() => line.rule.enabled)
            const stops = tabbed(400)
            const own = stops.find((item) => inside(item, line))
            verify(own !== undefined)
            own.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Space)
            tryVerify(() => !line.rule.enabled)
        }
        function test_whatHasTheKeyboardIsInSight() {
            open("gpus")
            frame.height = 540
            frame.show("settings")
            const page = frame.pageItem
            wait(200)
            frame.forceActiveFocus()
            for (let i = 0; i < 60; ++i) {
                keyClick(Qt.Key_Tab)
                const now = focused()
                if (!inside(now, page.contentItem) || now.height > page.height) continue
                const top = now.mapToItem(page, 0, 0).y
                verify(top >= -1 && top + now.height <= page.height + 1, now + " " + now.objectName + " at " + top)
            }
        }
        function test_nothingMovesForThoseWhoWantNoMotion() {
            open("working")
            Theme.reducedMotion = true
            compare(Theme.quick, 0)
            for (const page of frame.pages.map((one) => one.key)) {
                frame.show(page)
                tryVerify(() => frame.pageItem !== null)
            }
            const line = createTemporaryQmlObject("import Hearth.Controls; ProgressLine { width: 300; text: 'x'; fraction: -1 }", scene)
            const places = () => all(line, []).map((item) => item.x).join()
            const before = places()
            wait(300)
            compare(places(), before)
            Theme.reducedMotion = false
            tryVerify(() => places() !== before) // the same line does move otherwise
        }
        function test_nothingIsCutAtTwiceTheTextSize_data() {
            return [{ tag: "1280x900", size: Qt.size(1280, 900) }, { tag: "1920x1080", size: Qt.size(1920, 1080) }]
        }
        function test_nothingIsCutAtTwiceTheTextSize(row) {
            if (!eye.speak("de")) skip("There are no translations in this build.")
            open("working")
            Theme.scale = 2
            frame.width = row.size.width
            frame.height = row.size.height
            let found = []
            for (const page of frame.pages.map((one) => one.key)) {
                frame.show(page)
                tryVerify(() => frame.pageItem !== null)
                const seen = () => eye.cutTexts(frame).map((text) => page + ": cut: " + text)
                    .concat(eye.overlaps(frame).map((pair) => page + ": on each other: " + pair))
                wait(150)
                let now = seen()
                for (let i = 0; i < 20 && now.length > 0; ++i) { // a busy machine lays out late
                    wait(50)
                    now = seen()
                }
                found = found.concat(now)
            }
            compare(found.join("\n"), "")
        }
    }
}
