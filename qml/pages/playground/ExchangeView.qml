// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Jobs
import Hearth.Playground

/// One question, its answer, and beside it what the answer is worth.
GridLayout {
    id: view

    required property string prompt
    required property string answer
    required property string error
    required property string exchangeState
    required property string level
    required property string levelText
    required property string levelTone
    required property string receiptId
    required property string figures
    required property var checks
    required property string network
    required property string evidenceId
    required property string privacy
    required property string summary
    required property bool begins
    readonly property bool wide: width >= 700 * Theme.scale
    signal receiptWanted(string receiptId)
    signal evidenceWanted(string evidenceId)

    columns: wide && level !== "" ? 2 : 1 // without evidence the answer has the whole width
    columnSpacing: Theme.l
    rowSpacing: Theme.m

    Label {
        objectName: "begins"
        Layout.fillWidth: true
        Layout.columnSpan: view.columns
        visible: view.begins
        horizontalAlignment: Text.AlignHCenter
        kind: "caption"
        text: qsTr("A new conversation: what stands above is not known below.")
        wrapMode: Text.Wrap
    }
    Rectangle {
        Layout.fillWidth: true
        Layout.columnSpan: view.columns
        implicitHeight: question.implicitHeight + 2 * Theme.m
        radius: Theme.radius
        color: Theme.accentSoft
        TextEdit {
            id: question
            anchors.fill: parent
            anchors.margins: Theme.m
            readOnly: true
            selectByMouse: true
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.Wrap
            font.family: Qt.application.font.family
            font.pixelSize: Theme.body
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            text: view.prompt
            Accessible.name: qsTr("You asked: %1").arg(text)
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignTop
        spacing: Theme.s
        TextEdit {
            objectName: "answer"
            Layout.fillWidth: true
            Layout.leftMargin: Theme.m
            visible: text !== ""
            readOnly: true
            selectByMouse: true
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.Wrap
            font.family: Qt.application.font.family
            font.pixelSize: Theme.body
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            text: view.answer
            Accessible.name: qsTr("Answer: %1").arg(text)
        }
        Label {
            Layout.leftMargin: Theme.m
            visible: view.exchangeState === "waiting"
            dim: true
            text: qsTr("Waiting for the first token…")
        }
        Banner {
            Layout.fillWidth: true
            tone: "bad"
            text: view.error
        }
        Label {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.m
            visible: text !== ""
            kind: "caption"
            text: view.exchangeState === "stopped" ? qsTr("Stopped by you.") + "  " + view.figures : view.figures
            wrapMode: Text.Wrap
        }
        ActionButton {
            objectName: "copyAnswer"
            visible: view.answer !== "" && view.exchangeState !== "streaming"
            kind: "quiet"
            icon.name: copied.running ? "check" : "copy"
            text: copied.running ? qsTr("Copied") : qsTr("Copy the answer")
            onClicked: {
                Clipboard.copy(view.answer)
                copied.restart()
            }
        }
        Timer { id: copied; interval: 1500 }
    }
    Card {
        visible: view.level !== ""
        Layout.alignment: Qt.AlignTop
        Layout.preferredWidth: view.wide ? 300 * Theme.scale : -1
        Layout.fillWidth: !view.wide
        title: qsTr("Evidence")
        icon: "shield"
        tools: Badge {
            text: view.level
            tone: view.levelTone
        }
        Label {
            objectName: "answeredBy"
            Layout.fillWidth: true
            visible: text !== ""
            font.weight: Font.DemiBold
            text: view.network
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        }
        Label { Layout.fillWidth: true; kind: "caption"; text: view.levelText; wrapMode: Text.Wrap }
        Label { objectName: "privacy"; Layout.fillWidth: true; visible: text !== ""; kind: "caption"; text: view.privacy; wrapMode: Text.Wrap }
        Label { objectName: "summary"; Layout.fillWidth: true; text: view.summary; wrapMode: Text.Wrap }
        ActionButton {
            visible: view.receiptId !== ""
            icon.name: "receipt"
            text: qsTr("Show the receipt")
            onClicked: view.receiptWanted(view.receiptId)
        }
        ActionButton {
            objectName: "showEvidence"
            visible: view.evidenceId !== ""
            icon.name: "shield"
            text: qsTr("Open the evidence")
            tip: qsTr("What this node wrote down of the answer, in the browser")
            onClicked: view.evidenceWanted(view.evidenceId)
        }
        CopyLabel {
            Layout.fillWidth: true
            visible: view.evidenceId !== ""
            alone: false
            text: view.evidenceId
            name: qsTr("Evidence id")
        }
        // What another network's answer is worth stands in no receipt that could be opened.
        CheckList { Layout.fillWidth: true; checks: view.checks; details: view.receiptId === "" }
    }
}
