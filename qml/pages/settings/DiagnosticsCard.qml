// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Settings

/// What helps somebody else to help: read here before it is passed on, and saved where the person says.
Card {
    id: card

    required property NodeConnection connection
    property int shown: -1

    function make() {
        shown = -1
        reader.make()
    }
    function save(file: url) {
        reader.save(file)
    }

    title: qsTr("Diagnostics bundle")
    icon: "shield"
    spacing: Theme.s
    tools: ActionButton {
        objectName: "makeBundle"
        text: reader.running ? qsTr("Gathering…") : qsTr("Gather")
        enabled: card.connection.online && !reader.running
        onClicked: card.make()
    }

    BundleReader {
        id: reader
        objectName: "bundleReader"
        connection: card.connection
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: reader.error }
    Banner { objectName: "bundleSaved"; Layout.fillWidth: true; tone: "good"; text: reader.note }
    Label {
        Layout.fillWidth: true
        dim: true
        text: qsTr("Checks, status, settings and the last lines of the log, for somebody who helps you. Keys, prompts and answers are never in it; secrets, names of keys, e-mail addresses, addresses of other machines and your user name are taken out. Read it before you pass it on.")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: reader.files
        delegate: ColumnLayout {
            id: row
            required property int index
            required property var modelData
            Layout.fillWidth: true
            spacing: Theme.xs
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.s
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: 0
                    Label { Layout.fillWidth: true; text: qsTr("%1, %2").arg(row.modelData.name).arg(row.modelData.size); wrapMode: Text.Wrap }
                    Label { objectName: "taken"; Layout.fillWidth: true; kind: "caption"; text: row.modelData.taken; wrapMode: Text.Wrap }
                }
                ActionButton {
                    objectName: "preview-" + row.modelData.name
                    text: card.shown === row.index ? qsTr("Hide") : qsTr("Read")
                    tip: qsTr("What would be passed on of %1").arg(row.modelData.name)
                    onClicked: card.shown = card.shown === row.index ? -1 : row.index
                }
            }
            Loader { // long texts are laid out when they are read
                Layout.fillWidth: true
                active: card.shown === row.index
                visible: active
                sourceComponent: InputArea {
                    objectName: "preview"
                    implicitHeight: 220 * Theme.scale
                    readOnly: true
                    label: row.modelData.name
                    text: row.modelData.text
                }
            }
        }
    }
    ActionButton {
        objectName: "saveBundle"
        visible: reader.files.length > 0
        text: qsTr("Save…")
        onClicked: dialog.open()
    }
    FileDialog {
        id: dialog
        title: qsTr("Save the bundle")
        fileMode: FileDialog.SaveFile
        defaultSuffix: "json"
        nameFilters: [qsTr("Bundles (*.json)"), qsTr("All files (*)")]
        onAccepted: card.save(selectedFile)
    }
}
