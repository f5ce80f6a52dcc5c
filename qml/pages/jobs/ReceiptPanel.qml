// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import QtQuick.Templates as T
import Hearth.Backend
import Hearth.Controls
import Hearth.Jobs

/// The receipt viewer: what it is worth, its way, the checks, every field; verify now, export.
Rectangle {
    id: panel

    required property NodeConnection connection
    property string receiptId: ""
    /// Why the job ended before its time, where it has no receipt.
    property string jobReason: ""
    property bool backShown: false
    signal back

    radius: Theme.radius
    color: Theme.card
    border.width: 1
    border.color: receipt.shown && !receipt.valid ? Theme.bad : Theme.line
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Receipt")

    ReceiptReader {
        id: receipt
        connection: panel.connection
        active: panel.visible
        receiptId: panel.receiptId
    }
    EmptyState {
        objectName: "noReceipt"
        anchors.fill: parent
        visible: panel.receiptId === "" || (!receipt.shown && receipt.error === "")
        icon: "receipt"
        title: panel.receiptId === "" ? (panel.jobReason === "" ? qsTr("No receipt yet") : qsTr("This job has no receipt"))
            : panel.connection.online ? qsTr("Reading the receipt") : qsTr("The node cannot be asked now.")
        text: panel.receiptId !== "" ? "" : panel.jobReason !== "" ? panel.jobReason
            : qsTr("A job gets its receipt when the answer is finished and signed.")
    }
    Flickable {
        anchors.fill: parent
        anchors.margins: 1
        visible: panel.receiptId !== "" && (receipt.shown || receipt.error !== "")
        contentWidth: width
        contentHeight: column.implicitHeight + 2 * Theme.l
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ScrollMark {}

        ColumnLayout {
            id: column
            x: Theme.l
            y: Theme.l
            width: parent.width - 2 * Theme.l
            spacing: Theme.m

            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.s
                ActionButton {
                    visible: panel.backShown
                    kind: "quiet"
                    text: qsTr("Back to the list")
                    onClicked: panel.back()
                }
                Label { Layout.fillWidth: true; visible: !panel.backShown; kind: "heading"; text: qsTr("Receipt") }
                Item { Layout.fillWidth: true; visible: panel.backShown }
                Badge { text: receipt.level; tone: receipt.levelTone; tip: receipt.levelText }
                Badge { text: receipt.moneyState; tone: receipt.moneyTone }
            }
            CopyLabel {
                Layout.fillWidth: true
                text: panel.receiptId
                name: qsTr("receipt id")
                alone: false
            }
            Banner { Layout.fillWidth: true; tone: "bad"; text: receipt.error }
            Banner {
                Layout.fillWidth: true
                tone: "bad"
                text: receipt.shown && !receipt.valid ? qsTr("Something in this receipt does not agree.") : ""
                detail: receipt.reason
            }
            Banner {
                objectName: "cutShort"
                Layout.fillWidth: true
                tone: "warn"
                text: receipt.cutShort ? qsTr("Its caller ended this answer before it was whole; what was computed by then is paid.") : ""
            }
            Banner { Layout.fillWidth: true; tone: receipt.valid ? "good" : "warn"; text: receipt.note }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.s
                Label { kind: "figure"; text: receipt.earned }
                Label {
                    Layout.alignment: Qt.AlignBottom
                    Layout.bottomMargin: 4
                    dim: true
                    text: receipt.moneyTone === "bad" ? qsTr("EMB, lost with this receipt") : qsTr("EMB, your share")
                    HoverHandler { id: hover }
                    Tip { shown: hover.hovered; text: receipt.earnedExact }
                }
            }
            ProofStrip {
                Layout.fillWidth: true
                stages: receipt.stages
                compact: false
            }
            RowLayout {
                visible: !receipt.verifying
                spacing: Theme.s
                ActionButton {
                    objectName: "verifyNow"
                    kind: "primary"
                    icon.name: "shield"
                    text: qsTr("Verify now")
                    tip: qsTr("A fresh worker on this machine computes the answer again and compares.")
                    enabled: panel.connection.online
                    onClicked: receipt.verify()
                }
                ActionButton {
                    icon.name: "export"
                    text: qsTr("Export…")
                    tip: qsTr("Writes the signed receipt to a file that anyone can check with hearthctl.")
                    enabled: panel.connection.online && receipt.shown
                    onClicked: exportDialog.open()
                }
                ActionButton {
                    objectName: "copyLink"
                    kind: "quiet"
                    icon.name: copied.running ? "check" : "copy"
                    tip: copied.running ? qsTr("Copied") : qsTr("Copy a hearth:// link that opens this receipt in the window of a node that has it.")
                    enabled: receipt.shown
                    onClicked: {
                        Clipboard.copy("hearth://receipt/" + panel.receiptId)
                        copied.restart()
                    }
                }
                Timer { id: copied; interval: 1500 }
            }
            ProgressLine {
                Layout.fillWidth: true
                visible: receipt.verifying
                text: receipt.progress
                fraction: receipt.fraction
                onStopped: receipt.cancelVerify()
            }
            Label { kind: "heading"; text: qsTr("What was checked") }
            Label { Layout.fillWidth: true; kind: "caption"; text: receipt.levelText; wrapMode: Text.Wrap }
            CheckList { Layout.fillWidth: true; checks: receipt.checks }
            Label { Layout.topMargin: Theme.s; kind: "heading"; text: qsTr("What it says") }
            Repeater {
                model: receipt.fields
                delegate: FieldRow {
                    required property var modelData
                    Layout.fillWidth: true
                    name: modelData.name
                    value: modelData.value
                    isId: modelData.isId
                }
            }
        }
    }
    FileDialog {
        id: exportDialog
        title: qsTr("Export the receipt")
        fileMode: FileDialog.SaveFile
        defaultSuffix: "receipt"
        nameFilters: [qsTr("Receipts (*.receipt)"), qsTr("All files (*)")]
        onAccepted: receipt.exportTo(selectedFile)
    }
}
