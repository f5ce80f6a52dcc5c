// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Models

/// Which file or folder to import, and under which name.
ConfirmDialog {
    id: dialog

    objectName: "importDialog"

    required property ModelsReader reader
    /// Empty: the node chooses.
    readonly property string chosenProfile: profile.currentIndex > 0 ? profile.currentText : ""

    /// Of another model nothing that was typed for the last one holds.
    function begin(path) {
        place.text = path
        name.text = ""
        profile.currentIndex = 0
        keep.checked = false
    }

    title: qsTr("Import a model")
    text: qsTr("A GGUF file, or a folder from Hugging Face with config.json and safetensors. It is copied into the node's home; the original stays.")
    confirmText: qsTr("Import")
    ready: place.text.trim() !== ""
    onConfirmed: reader.importModel(place.text, name.text, chosenProfile, keep.checked)

    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.s
        InputField {
            id: place
            objectName: "importPlace"
            Layout.fillWidth: true
            placeholderText: qsTr("File or folder")
            onTextChanged: dialog.reader.measure(text)
        }
        ActionButton { text: qsTr("File…"); onClicked: file.open() }
        ActionButton { text: qsTr("Folder…"); onClicked: folder.open() }
    }
    InputField {
        id: name
        objectName: "importName"
        Layout.fillWidth: true
        placeholderText: qsTr("Name (taken from the file if empty)")
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.m
        Label { text: qsTr("Profile") }
        Choice {
            id: profile
            Layout.fillWidth: true
            label: qsTr("Profile")
            model: [qsTr("the node's choice"), "ci8.1", "ci4.1", "bf16", "fp32"]
        }
    }
    Toggle {
        id: keep
        objectName: "keepSource"
        Layout.fillWidth: true
        text: dialog.reader.sourceSize === "" ? qsTr("Keep the source, too") : qsTr("Keep the source, too: %1").arg(dialog.reader.sourceSize)
    }
    FileDialog {
        id: file
        title: qsTr("Choose a GGUF file")
        nameFilters: [qsTr("GGUF models (*.gguf)"), qsTr("All files (*)")]
        onAccepted: place.text = dialog.reader.pathOf(selectedFile.toString())
    }
    FolderDialog {
        id: folder
        title: qsTr("Choose a Hugging Face folder")
        onAccepted: place.text = dialog.reader.pathOf(selectedFolder.toString())
    }
}
