// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Hearth.Backend
import Hearth.Controls
import Hearth.Playground

/// Try models of this home and of the networks behind it; each answer shows who gave it and what it is worth.
Item {
    id: page

    required property NodeConnection connection
    signal receiptWanted(string receiptId)
    signal pageWanted(string key)

    /// For screenshots and tests.
    function ask(question: string) {
        panel.fill(question)
        panel.send()
    }
    readonly property alias busy: talk.busy
    readonly property alias ready: panel.ready
    readonly property alias talk: talk

    Talk {
        id: talk
        connection: page.connection
        active: page.visible
    }
    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.xl
        spacing: Theme.l
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.m
            Label { Layout.alignment: Qt.AlignBaseline; kind: "title"; text: qsTr("Playground") }
            Label {
                Layout.fillWidth: true
                Layout.alignment: Qt.AlignBaseline
                dim: true
                text: qsTr("Each answer comes with what was checked of it. What is said here is kept on this machine until you erase it.")
                wrapMode: Text.Wrap
            }
        }
        Banner { Layout.fillWidth: true; tone: "bad"; text: talk.error }
        Banner { Layout.fillWidth: true; tone: "bad"; text: talk.trouble }
        Banner { Layout.fillWidth: true; tone: "good"; text: talk.note }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true
            ListView {
                id: list
                objectName: "exchanges"
                anchors.fill: parent
                clip: true
                spacing: Theme.xl
                model: talk.exchanges
                boundsBehavior: Flickable.StopAtBounds
                cacheBuffer: 4000
                T.ScrollBar.vertical: ScrollMark {}
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Questions and answers")
                delegate: ExchangeView {
                    width: ListView.view.width - Theme.m
                    onReceiptWanted: (id) => page.receiptWanted(id)
                    onEvidenceWanted: (id) => Qt.openUrlExternally(talk.evidenceUrl(id))
                }
                onContentHeightChanged: if (talk.busy) positionViewAtEnd()
            }
            EmptyState {
                anchors.centerIn: parent
                width: parent.width
                visible: list.count === 0 && implicitHeight <= parent.height // else it would lie on what is below
                icon: "question"
                readonly property bool away: !page.connection.online && page.connection.condition !== "connecting"
                title: away ? qsTr("The node cannot be asked now.")
                    : talk.loaded && talk.models.length === 0 ? qsTr("No model that answers is here yet") : qsTr("Ask your node something")
                text: away ? qsTr("You can ask it something as soon as it answers.") : talk.loaded && talk.models.length === 0 ? qsTr("Import a GGUF file or a Hugging Face folder first.")
                    : qsTr("An answer of this home is computed, signed, and shown with the checks that were made; one of another network with what its evidence is worth.")
                action: !away && talk.loaded && talk.models.length === 0 ? qsTr("Go to the models") : ""
                onActed: page.pageWanted("models")
            }
        }
        AskPanel {
            id: panel
            Layout.fillWidth: true
            // Where there is nobody to ask there is no place for a question; one that is being written stays.
            visible: ready || list.count > 0 || written || page.connection.condition === "connecting"
            talk: talk
            ready: page.connection.online && talk.models.length > 0
            settingsShown: ready && page.height > 680 * Theme.scale && list.count === 0
        }
    }
}
