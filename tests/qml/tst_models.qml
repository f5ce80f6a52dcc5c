// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Hearth.Models
import Hearth.Testing

/// What this node answers with: what is imported, fetched, loaded and removed.
Item {
    id: scene
    width: 1060
    height: 700

    Component { id: scenarioMaker; Scenario {} }
    Component { id: modelsMaker; ModelsPage {} }

    TestCase {
        name: "Models"
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

        function test_theImportDialogOpensAndCancels() {
            open(modelsMaker, "first-run")
            const button = findChild(page, "importModel")
            tryVerify(() => button.enabled)
            mouseClick(button)
            tryVerify(() => page.importing)
            compare(findChild(page, "importDialog").chosenProfile, "")
            keyClick(Qt.Key_Escape)
            tryVerify(() => !page.importing)
        }
        function test_aFileThatIsDroppedIsOfferedForImport() {
            open(modelsMaker, "first-run")
            const area = findChild(page, "modelDrop")
            tryVerify(() => area.enabled)
            verify(!scenario.letGo(area, ["https://example.org/tiny.gguf"]), "nothing is fetched by a drop")
            verify(!scenario.letGo(area, ["file:///m/a.gguf", "file:///m/b.gguf"]), "one at a time")
            verify(!page.importing && !area.takes)
            verify(scenario.letGo(area, ["file:///m/my%20tiny.gguf"]))
            tryVerify(() => page.importing)
            compare(findChild(page, "importPlace").text, "/m/my tiny.gguf")
            verify(!findChild(page, "keepSource").checked)
            findChild(page, "importName").text = "mine"
            findChild(page, "keepSource").checked = true
            keyClick(Qt.Key_Escape)
            tryVerify(() => !page.importing)
            verify(scenario.letGo(area, ["file:///m/other.gguf"]))
            tryVerify(() => page.importing)
            compare(findChild(page, "importName").text, "")
            verify(!findChild(page, "keepSource").checked)
            keyClick(Qt.Key_Escape)
            tryVerify(() => !page.importing)
        }
        function test_whatAModelMakesIsMarked() {
            const marks = (item) => {
                let found = item.objectName === "kind" && item.visible ? [item.text] : []
                for (let i = 0; i < item.children.length; ++i) found = found.concat(marks(item.children[i]))
                return found
            }
            open(modelsMaker, "gpus")
            tryVerify(() => marks(page).length === 3)
            compare(marks(page).sort().join(), "makes texts,makes texts,makes vectors")
        }
        function test_aModelIsLoadedFromItsMenu() {
            open(modelsMaker, "gpus")
            const cards = (item) => {
                let found = item.actions !== undefined && item.stateKey !== undefined ? [item] : []
                for (let i = 0; i < item.children.length; ++i) found = found.concat(cards(item.children[i]))
                return found
            }
            const offers = (card, key) => card.actions.some((one) => one.key === key)
            tryVerify(() => cards(page).length === 3)
            const card = cards(page).find((one) => one.stateKey === "ready")
            verify(offers(card, "load") && !offers(card, "unload"))
            card.switched("load")
            tryCompare(card, "stateKey", "loaded")
            verify(!offers(card, "load") && offers(card, "unload"))
        }
        function test_aModelIsFoundAndFetched() {
            open(modelsMaker, "working")
            const hub = findChild(page, "hub")
            tryVerify(() => hub.count === 4)
            const words = findChild(page, "hubWords")
            words.forceActiveFocus()
            keyClick("t")
            keyClick("i")
            keyClick(Qt.Key_Return)
            tryVerify(() => hub.shown === "ti" && hub.count === 2)
            findChild(page, "offerButton").clicked()
            tryVerify(() => hub.shown.startsWith("hf:"))
            findChild(page, "hubCatalogue").clicked()
            tryVerify(() => hub.shown === "" && hub.count === 4)
            compare(hub.downloads.length, 1)
            findChild(page, "dropButton").clicked()
            tryVerify(() => hub.downloads.length === 0)
        }
        // The number is the command line's.
        function test_removingAModelTellsHowManyReceiptsNeedIt() {
            open(modelsMaker, "working")
            tryVerify(() => findChild(page, "removeModel") !== null)
            mouseClick(findChild(page, "removeModel"))
            const dialog = findChild(page, "removal")
            tryVerify(() => dialog.opened)
            verify(dialog.receipts > 0)
            verify(dialog.text.includes(dialog.receipts + " receipt"), dialog.text)
            keyClick(Qt.Key_Escape)
            tryVerify(() => !dialog.opened)
        }
    }
}
