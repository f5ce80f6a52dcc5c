// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Playground

/// Where the question is written, with its settings.
Rectangle {
    id: panel

    required property Talk talk
    property bool ready: true
    property bool settingsShown: false
    readonly property bool written: prompt.length > 0
    readonly property string modelWord: settings.model !== "" ? settings.model : talk.loaded ? qsTr("no model") : ""

    function send() {
        if (talk.busy || !ready) return
        talk.ask(prompt.text, settings.system, settings.model, settings.temperature, settings.tokens)
        if (talk.busy) prompt.text = ""
    }
    function fill(text: string) {
        prompt.text = text
    }

    radius: Theme.radius
    color: Theme.card
    border.width: 1
    border.color: Theme.line
    implicitHeight: column.implicitHeight + 2 * Theme.m

    ColumnLayout {
        id: column
        anchors.fill: parent
        anchors.margins: Theme.m
        spacing: Theme.m
        AskSettings {
            id: settings
            visible: panel.settingsShown
            Layout.fillWidth: true
            talk: panel.talk
        }
        InputArea {
            id: prompt
            objectName: "prompt"
            Layout.fillWidth: true
            implicitHeight: 72 * Theme.scale
            placeholder: panel.talk.continues ? qsTr("Go on in this conversation. Ctrl+Return sends it.")
                                              : qsTr("Ask the model something. Ctrl+Return sends it.")
            label: qsTr("Your question")
            onAccepted: panel.send()
        }
        Label {
            Layout.fillWidth: true
            visible: !panel.settingsShown && text !== ""
            kind: "caption"
            text: panel.talk.wishFault !== "" ? panel.talk.wishFault
                : panel.modelWord === "" ? "" : qsTr("%1  ·  temperature %2  ·  at most %3 tokens")
                    .arg(panel.modelWord).arg(settings.temperatureFigure).arg(settings.tokens)
            color: panel.talk.wishFault !== "" ? Theme.bad : Theme.muted
            wrapMode: Text.Wrap
        }
        Flow { // German words need a second line in a small window
            Layout.fillWidth: true
            spacing: Theme.s
            layoutDirection: Qt.RightToLeft
            ActionButton {
                objectName: "stop"
                visible: panel.talk.busy
                kind: "danger"
                icon.name: "stop"
                text: qsTr("Stop")
                onClicked: panel.talk.stop()
            }
            ActionButton {
                objectName: "send"
                visible: !panel.talk.busy
                enabled: prompt.length > 0 && panel.ready && panel.talk.wishFault === ""
                kind: "primary"
                icon.name: "send"
                text: qsTr("Ask")
                onClicked: panel.send()
            }
            ActionButton {
                objectName: "beginAnew"
                visible: panel.talk.continues && !panel.talk.busy
                text: qsTr("New conversation")
                tip: qsTr("What is asked next knows nothing of what was said before")
                onClicked: panel.talk.beginAnew()
            }
            ActionButton {
                objectName: "exportTalk"
                visible: panel.talk.count > 0 && !panel.talk.busy
                kind: "quiet"
                icon.name: "export"
                text: qsTr("Export…")
                onClicked: file.open()
            }
            ActionButton {
                objectName: "eraseTalk"
                visible: panel.talk.count > 0 && !panel.talk.busy
                kind: "quiet"
                icon.name: "trash"
                text: qsTr("Erase…")
                onClicked: erasure.open()
            }
            ActionButton {
                objectName: "askSettings"
                kind: "quiet"
                icon.name: "gear"
                text: panel.settingsShown ? qsTr("Hide settings") : qsTr("Settings")
                onClicked: panel.settingsShown = !panel.settingsShown
            }
        }
    }
    FileDialog {
        id: file
        title: qsTr("Export the conversation")
        fileMode: FileDialog.SaveFile
        defaultSuffix: "md"
        nameFilters: [qsTr("Markdown (*.md)"), qsTr("All files (*)")]
        onAccepted: panel.talk.exportTo(selectedFile)
    }
    ConfirmDialog {
        id: erasure
        objectName: "erasure"
        title: qsTr("Erase everything that was said here?")
        text: qsTr("Questions and answers go from this window and from the file in which it keeps them. Receipts stay: they hold no text of them.")
        confirmText: qsTr("Erase")
        dangerous: true
        onConfirmed: panel.talk.clear()
    }
}
