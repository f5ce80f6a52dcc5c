// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Settings

/// Warns, shows the words once, and asks for three of them.
Item {
    id: dialogs

    required property IdentityReader reader

    function begin() {
        warning.open()
    }

    Connections {
        target: dialogs.reader
        function onWordsShown() { paper.open() }
    }
    ConfirmDialog {
        id: warning
        objectName: "wordsWarning"
        title: qsTr("Is nobody looking?")
        text: qsTr("24 words appear now, this once. Whoever has them has everything this home owns: write them on paper, take no picture, and type them into nothing but Hearth. Nobody who helps you ever needs them.")
        confirmText: qsTr("Show the words")
        onConfirmed: dialogs.reader.showWords()
    }
    ConfirmDialog {
        id: paper
        objectName: "wordsPaper"
        title: qsTr("Write these 24 words down, in their order")
        confirmText: qsTr("They are on paper")
        onConfirmed: check.open()
        onClosed: dialogs.reader.forgetWords()
        GridLayout {
            objectName: "words"
            Layout.fillWidth: true
            columns: 3
            flow: GridLayout.LeftToRight
            columnSpacing: Theme.m
            rowSpacing: Theme.xs
            Repeater {
                model: dialogs.reader.words
                delegate: Label {
                    required property string modelData
                    required property int index
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                    kind: "mono"
                    elide: Text.ElideNone
                    text: (index + 1) + ". " + modelData
                    Accessible.name: qsTr("Word %1: %2").arg(index + 1).arg(modelData)
                }
            }
        }
    }
    ConfirmDialog {
        id: check
        objectName: "wordsCheck"
        title: qsTr("Three of them, from the paper")
        confirmText: qsTr("Check")
        ready: first.text.trim() !== "" && second.text.trim() !== "" && third.text.trim() !== ""
        onConfirmed: dialogs.reader.confirmWords([first.text, second.text, third.text])
        onAboutToShow: {
            first.text = ""
            second.text = ""
            third.text = ""
        }
        InputField {
            id: first
            objectName: "word1"
            Layout.fillWidth: true
            placeholderText: qsTr("Word %1").arg(dialogs.reader.places[0] ?? "")
        }
        InputField {
            id: second
            objectName: "word2"
            Layout.fillWidth: true
            placeholderText: qsTr("Word %1").arg(dialogs.reader.places[1] ?? "")
        }
        InputField {
            id: third
            objectName: "word3"
            Layout.fillWidth: true
            placeholderText: qsTr("Word %1").arg(dialogs.reader.places[2] ?? "")
        }
    }
}
