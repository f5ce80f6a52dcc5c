// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Hearth.Controls
import Hearth.Testing
import Hearth.Window

/// Every page in every scenario and both languages, made smaller and larger as by a hand: no text is cut, nothing lies
/// on anything else, and German pages say nothing in English. The tall sizes show all of a page at once.
Item {
    id: scene
    width: 1280
    height: 1400

    LayoutEye { id: eye }
    Component { id: scenarioMaker; Scenario {} }
    Component { id: frameMaker; Frame {} }

    TestCase {
        name: "Layout"
        when: windowShown

        readonly property var pages: ["overview", "jobs", "earnings", "playground", "models", "devices", "work", "governance",
            "network", "gateway", "settings"]
        readonly property var sizes: [Qt.size(1280, 900), Qt.size(820, 540), Qt.size(820, 1400)]
        property var scenario: null
        property var frame: null

        /// The pages that some scenarios change, of all that others have shown already.
        readonly property var changed: ({
            "offline-not-installed": ["overview", "settings"],
            "offline-other-version": ["overview", "settings"],
            "offline-refused": ["overview", "settings"],
            "offline-silent": ["overview", "playground", "settings"],
            "join-fails": ["network"],
            "gpus": ["overview", "models", "devices", "settings"],
            "many": ["overview", "jobs", "earnings", "models", "playground", "gateway"],
            "idle": ["overview", "jobs", "playground"],
            "paused": ["overview", "devices", "work"],
            "resting": ["overview", "devices", "work"]
        })
        /// What a scenario shows that others do not.
        function pagesOf(name) {
            if (name.startsWith("onboarding")) return ["onboarding"] // which stands in place of all
            if (name === "home-away") return ["overview"]
            if (name.startsWith("network")) return ["governance", "network"]
            if (changed[name] && !eye.everything()) return changed[name]
            return pages
        }
        function open(name) {
            scenario = createTemporaryObject(scenarioMaker, scene, { name: name })
            frame = createTemporaryObject(frameMaker, scene, {
                connection: scenario.connection, preferences: scenario.preferences, width: 900, height: 600
            })
            tryVerify(() => scenario.connection.condition !== "connecting")
            if (name.startsWith("onboarding")) tryVerify(() => frame.settingUp)
            wait(50)
        }
        function cleanup() {
            if (frame) frame.destroy()
            frame = null
            wait(0)
            if (scenario) scenario.destroy()
            scenario = null
            Theme.scale = 1
            eye.speak("en_US")
        }
        /// Lets what was asked of the node come, and the layouts settle.
        function settle(page) {
            const item = frame.pageItem
            if (page === "onboarding") tryVerify(() => findChild(frame, "next").enabled)
            if (page === "playground" && item.ready && findChild(item, "answer") === null) {
                item.ask("What is a hearth?")
                tryVerify(() => !item.busy)
            }
            if (page === "settings") findChild(item, "doctor").examine()
            if (page === "network") {
                const join = findChild(item, "join")
                if (join.visible) join.examine("hearth-network-1.abc")
            }
            if (page === "governance") item.unfolded = [1, 11, 12]
            for (let calm = 0, tries = 0, last = ""; calm < 3 && tries < 120; ++tries) {
                wait(25)
                const now = eye.texts(frame).join()
                calm = now === last ? calm + 1 : 0
                last = now
            }
        }
        function look(page, size) {
            frame.width = size.width
            frame.height = size.height
            wait(30)
            const where = page + " " + size.width + "x" + size.height + ": "
            const seen = () => eye.cutTexts(frame).map((text) => where + "cut: " + text)
                .concat(eye.overlaps(frame).map((pair) => where + "on each other: " + pair))
            let found = seen()
            for (let i = 0; i < 40 && found.length > 0; ++i) { // a busy machine lays out late
                wait(50)
                found = seen()
            }
            return found
        }
        /// What tells a layout that has kept something of another size.
        function shape() {
            if (frame.settingUp) return "" // what was tested there stays
            const item = frame.pageItem, jobs = findChild(item, "jobList"), earnings = findChild(item, "earningsList")
            if (jobs) return "width " + jobs.width
            if (earnings) return "at the top: " + earnings.atYBeginning
            return item.contentHeight === undefined ? "" : "height " + item.contentHeight
        }
        function faults(language, scenarioName) {
            let found = []
            for (const page of pagesOf(scenarioName)) {
                frame.width = sizes[0].width
                frame.show(page)
                settle(page)
                look(page, sizes[0])
                if (language === "de") found = found.concat(englishIn(page))
                const first = shape()
                for (const size of sizes.slice(1).concat(sizes[0])) found = found.concat(look(page, size))
                for (let i = 0; i < 60 && shape() !== first; ++i) wait(50) // a busy machine lays out late
                if (shape() !== first) found.push(page + ": another shape after resizing: " + shape() + ", was " + first)
            }
            return found.filter((fault, at) => found.indexOf(fault) === at).join("\n")
        }

        function test_nothingIsCutAndNothingOverlaps_data() {
            const rows = []
            for (const name of scenarioMaker.createObject(scene).names())
                for (const language of ["working", "problem", "gpus", "first-run", "network"].includes(name) ? ["de", "en"] : ["de"]) // the longer words
                    rows.push({ tag: name + " " + language, scenario: name, language: language })
            return rows
        }
        function test_dialogsAndMenusAreWhole_data() {
            return [{ tag: "en" }, { tag: "de" }]
        }
        function test_dialogsAndMenusAreWhole(row) {
            if (!eye.speak(row.tag)) skip("There are no translations in this build.")
            open("working")
            const menu = findChild(frame, "pauseMenu")
            tryVerify(() => menu.visible)
            mouseClick(menu)
            tryVerify(() => menu.opened)
            wholeInside(menu.list)
            keyClick(Qt.Key_Escape)
            frame.show("models")
            tryVerify(() => findChild(frame.pageItem, "importModel").enabled)
            mouseClick(findChild(frame.pageItem, "importModel"))
            wholeInside(findChild(frame.pageItem, "importDialog").contentItem)
            keyClick(Qt.Key_Escape)
            frame.show("settings")
            tryVerify(() => findChild(frame.pageItem, "backUpKeys").enabled)
            findChild(frame.pageItem, "backUpKeys").clicked()
            wholeInside(findChild(frame.pageItem, "backupDialog").contentItem)
            keyClick(Qt.Key_Escape)
            tryVerify(() => findChild(frame.pageItem, "showWords").enabled)
            findChild(frame.pageItem, "showWords").clicked()
            wholeInside(findChild(frame.pageItem, "wordsWarning").contentItem)
            findChild(frame.pageItem, "wordsWarning").confirmed()
            findChild(frame.pageItem, "wordsWarning").close()
            tryVerify(() => findChild(frame.pageItem, "wordsPaper").opened)
            wholeInside(findChild(frame.pageItem, "wordsPaper").contentItem)
            keyClick(Qt.Key_Escape)
            frame.show("gateway")
            for (const [button, dialog] of [["addNetwork", "addNetworkDialog"], ["makeKey", "newKeyDialog"]]) {
                tryVerify(() => findChild(frame.pageItem, button).enabled)
                findChild(frame.pageItem, button).clicked()
                const asked = findChild(frame.pageItem, dialog)
                const kind = findChild(asked.contentItem, "networkKind")
                if (kind) kind.currentIndex = kind.count - 1 // every field is there
                wholeInside(asked.contentItem)
                keyClick(Qt.Key_Escape)
                tryVerify(() => !asked.opened)
            }
        }
        function wholeInside(item) {
            wait(60)
            verify(item.visible)
            const seen = () => eye.cutTexts(item).concat(eye.overlaps(item)).join("\n")
            for (let i = 0; i < 40 && seen() !== ""; ++i) wait(50)
            compare(seen(), "")
        }
        function test_germanPagesSayNothingInTheNodesOwnWords() {
            if (!eye.speak("de")) skip("There are no translations in this build.")
            open("working")
            frame.width = 1280 // the receipt is read where it is shown
            for (const page of pages) {
                frame.show(page)
                settle(page)
            }
            for (const word of ["rechnet, ", "135 Mio.", "Perplexität", "das Schlusstoken"])
                tryVerify(() => eye.texts(frame).join("\n").includes(word), 5000, word)
            const said = eye.texts(frame).join("\n")
            for (const word of ["busy", "perplexity", "stop token", "135 M\n"])
                verify(!said.includes(word), word)
        }
        /// The name of a scenario; what a version's makers wrote about it.
        readonly property var stillEnglish: [/^Gespieltes Szenario/, /^Answers begin sooner on machines/]
        function englishIn(page) {
            const english = /\b(the|is|are|were|and|not|its|this|that|of|with|has|have|from|it|to|by|no|you)\b/i
            return eye.texts(frame).filter((text) => english.test(text) && !stillEnglish.some((known) => known.test(text)))
                .map((text) => page + ": in English: " + text)
        }
        function test_nothingIsCutInLargeTextAndOnWideScreens_data() {
            return [{ tag: "large", scale: 1.6, size: Qt.size(1280, 900) }, { tag: "large, small window", scale: 1.6, size: Qt.size(900, 600) },
                    { tag: "wide", scale: 1, size: Qt.size(1920, 1080) }]
        }
        function test_nothingIsCutInLargeTextAndOnWideScreens(row) {
            if (!eye.speak("de")) skip("There are no translations in this build.")
            open("problem")
            Theme.scale = row.scale
            let found = []
            for (const page of pages) {
                frame.width = row.size.width
                frame.show(page)
                settle(page)
                found = found.concat(look(page, row.size))
            }
            compare(found.join("\n"), "")
        }
        function test_nothingIsCutAndNothingOverlaps(row) {
            if (!eye.speak(row.language)) skip("There are no translations in this build.")
            open(row.scenario)
            compare(faults(row.language, row.scenario), "")
        }
    }
}
