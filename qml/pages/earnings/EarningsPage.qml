// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import QtQuick.Templates as T
import Hearth.Backend
import Hearth.Controls
import Hearth.Earnings

/// Money: buckets, chart, every single earning, CSV.
Item {
    id: page

    required property NodeConnection connection
    signal receiptWanted(string receiptId)

    EarningsReader {
        id: reader
        connection: page.connection
        active: page.visible
        range: "30d"
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.xl
        spacing: Theme.l

        RowLayout {
            Layout.fillWidth: true
            Label { Layout.fillWidth: true; kind: "title"; text: qsTr("Earnings") }
            ActionButton {
                objectName: "exportCsv"
                icon.name: "export"
                text: reader.exporting ? qsTr("Writing…") : qsTr("Export CSV…")
                tip: qsTr("Writes the earnings of the chosen range to a file.")
                enabled: !reader.exporting && page.connection.online
                onClicked: fileDialog.open()
            }
        }
        Banner { Layout.fillWidth: true; tone: "bad"; text: reader.error; action: qsTr("Try again"); onActed: reader.refresh() }
        Banner { Layout.fillWidth: true; tone: "good"; text: reader.note }
        MoneyBuckets { Layout.fillWidth: true; earnings: reader }
        EarningsChart {
            Layout.fillWidth: true
            earnings: reader
            chartHeight: Math.max(110, Math.min(190, page.height * 0.24)) * Theme.scale
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: 120
            radius: Theme.radius
            color: Theme.card
            border.width: 1
            border.color: Theme.line

            TableHead {
                id: head
                x: Theme.l
                y: Theme.s
                width: parent.width - 2 * Theme.l
                columns: [
                    { text: qsTr("Time"), width: 110 * Theme.scale, right: false },
                    { text: qsTr("Model"), width: 0, right: false },
                    { text: qsTr("Receipt"), width: 130 * Theme.scale, right: false },
                    { text: qsTr("Epoch"), width: 64 * Theme.scale, right: true },
                    { text: qsTr("State"), width: 96 * Theme.scale, right: false },
                    { text: qsTr("EMB"), width: 96 * Theme.scale, right: true }
                ]
            }
            ListView {
                id: list
                objectName: "earningsList"
                anchors.fill: parent
                anchors.topMargin: head.height + Theme.s
                anchors.leftMargin: Theme.l
                anchors.rightMargin: Theme.s
                anchors.bottomMargin: Theme.s
                clip: true
                model: reader.rows
                reuseItems: true
                activeFocusOnTab: true
                boundsBehavior: Flickable.StopAtBounds
                T.ScrollBar.vertical: ScrollMark {}
                Accessible.role: Accessible.Table
                Accessible.name: qsTr("Single earnings")
                FocusRing { shown: list.activeFocus }
                delegate: EarningsLine {
                    width: head.width
                    head: head
                    onReceiptWanted: (id) => page.receiptWanted(id)
                }
            }
            EmptyState {
                anchors.centerIn: parent
                width: parent.width
                visible: list.count === 0 && reader.loaded
                icon: "coins"
                title: qsTr("Nothing earned yet")
                text: qsTr("Each signed answer is booked here: first pending, then confirmed, then paid.")
            }
        }
    }
    FileDialog {
        id: fileDialog
        title: qsTr("Export earnings")
        fileMode: FileDialog.SaveFile
        defaultSuffix: "csv"
        nameFilters: [qsTr("Tables (*.csv)")]
        onAccepted: reader.exportCsv(selectedFile)
    }
}
