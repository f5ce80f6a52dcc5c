// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Hearth.Backend
import Hearth.Controls
import Hearth.Jobs

/// Every job on its way from prompt to payout, and the receipt of the chosen one.
Item {
    id: page

    required property NodeConnection connection
    property string chosenJob: ""
    property string chosenReceipt: ""
    property string chosenReason: ""
    property bool reading: false
    readonly property bool split: width >= 980 * Theme.scale
    readonly property bool searchable: reader.count > 0 || reader.filtered || reader.searching

    function choose(row: int) {
        chosenJob = reader.jobs.jobAt(row)
        chosenReceipt = reader.jobs.receiptAt(row)
        chosenReason = reader.jobs.reasonAt(row)
        list.currentIndex = row
    }
    /// From another page: the newest jobs may not hold it, the viewer reads it anyway.
    function open(receiptId: string) {
        chosenReceipt = receiptId
        chosenJob = ""
        chosenReason = ""
        reading = true
    }

    JobsReader {
        id: reader
        connection: page.connection
        active: page.visible
        // A tall view may have room for more than one page.
        onFetchingMoreChanged: {
            if (fetchingMore) return
            list.forceLayout()
            if (list.nearEnd) more()
        }
        onCountChanged: if (page.chosenReceipt === "" && page.chosenJob === "" && count > 0) page.chooseFirst()
    }
    function chooseFirst() {
        for (let i = 0; i < Math.min(reader.count, 20); ++i)
            if (reader.jobs.receiptAt(i) !== "") {
                choose(i)
                return
            }
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.xl
        spacing: Theme.l

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.m
            Label { Layout.alignment: Qt.AlignBaseline; kind: "title"; text: qsTr("Jobs & proofs") }
            Label {
                Layout.fillWidth: true
                Layout.alignment: Qt.AlignBaseline
                dim: true
                text: reader.count > 0 ? qsTr("%n shown", "", reader.count) : ""
            }
            InputField {
                objectName: "jobSearch"
                visible: page.searchable
                Layout.preferredWidth: 190 * Theme.scale
                maximumLength: 160
                placeholderText: qsTr("Search model or id")
                onTextChanged: reader.text = text
            }
        }
        Flow {
            visible: page.searchable
            Layout.fillWidth: true
            spacing: Theme.s
            Segments {
                label: qsTr("Which jobs")
                current: reader.group
                options: [
                    { key: "", text: qsTr("All") },
                    { key: "running", text: qsTr("Running") },
                    { key: "proving", text: qsTr("In proof") },
                    { key: "settled", text: qsTr("Settled") },
                    { key: "failed", text: qsTr("Failed") }
                ]
                onChosen: (key) => reader.group = key
            }
            InputField {
                objectName: "jobsFrom"
                width: 130 * Theme.scale
                label: qsTr("First day")
                placeholderText: qsTr("From day")
                maximumLength: 10
                onTextChanged: reader.from = text
            }
            InputField {
                objectName: "jobsTo"
                width: 130 * Theme.scale
                label: qsTr("Last day")
                placeholderText: qsTr("To day")
                maximumLength: 10
                onTextChanged: reader.to = text
            }
        }
        Label {
            objectName: "daysWrong"
            Layout.fillWidth: true
            visible: page.searchable && reader.daysWrong
            dim: true
            wrapMode: Text.WordWrap
            text: qsTr("A day is written as 2026-11-30 or 30.11.2026; what is not does not count.")
        }
        Banner { Layout.fillWidth: true; tone: "bad"; text: reader.error; action: qsTr("Try again"); onActed: reader.refresh() }
        Item { // no layout: one whose parts hide while it is resized may keep the old widths
            id: room
            Layout.fillWidth: true
            Layout.fillHeight: true

            Rectangle {
                visible: page.split || !page.reading
                width: panel.visible ? panel.x - Theme.l : room.width
                height: room.height
                radius: Theme.radius
                color: Theme.card
                border.width: 1
                border.color: Theme.line
                ListView {
                    id: list
                    objectName: "jobList"
                    anchors.fill: parent
                    anchors.margins: Theme.s
                    clip: true
                    model: reader.jobs
                    activeFocusOnTab: true
                    boundsBehavior: Flickable.StopAtBounds
                    reuseItems: true
                    // Reused delegates do not ask the model for more, so the view does.
                    readonly property bool nearEnd: contentY - originY + 2 * height >= contentHeight
                    onNearEndChanged: if (nearEnd) reader.more()
                    currentIndex: -1
                    T.ScrollBar.vertical: ScrollMark {}
                    Accessible.role: Accessible.List
                    Accessible.name: qsTr("Jobs")
                    Keys.onReturnPressed: page.reading = true
                    Keys.onUpPressed: if (currentIndex > 0) page.choose(currentIndex - 1)
                    Keys.onDownPressed: if (currentIndex < count - 1) page.choose(currentIndex + 1)
                    delegate: JobLine {
                        required property int index
                        required property string jobId
                        required property string receiptId
                        width: ListView.view.width
                        tight: width < 470 * Theme.scale
                        chosen: page.split ? (jobId === page.chosenJob || (receiptId !== "" && receiptId === page.chosenReceipt))
                                           : list.activeFocus && ListView.isCurrentItem
                        onClicked: {
                            page.choose(index)
                            page.reading = true
                        }
                    }
                    FocusRing { shown: list.activeFocus; corner: Theme.radius }
                }
                EmptyState {
                    anchors.centerIn: parent
                    width: parent.width
                    visible: list.count === 0 && !reader.searching
                    icon: "receipt"
                    title: !reader.loaded ? (page.connection.online ? qsTr("Reading the jobs") : qsTr("The node cannot be asked now.")) : reader.filtered
                        ? qsTr("No job matches") : qsTr("No jobs yet")
                    text: !reader.loaded ? (page.connection.online ? "" : qsTr("Its jobs and their receipts appear here as soon as it answers."))
                        : reader.filtered ? ""
                        : qsTr("Each answer that this node computes is listed here with its receipt and its proofs.")
                }
            }
            ReceiptPanel {
                id: panel
                // Beside an empty list it would say the same once more.
                visible: page.reading || (page.split && (reader.count > 0 || page.chosenReceipt !== ""))
                x: room.width - width
                width: page.split ? 460 * Theme.scale : room.width
                height: room.height
                connection: page.connection
                receiptId: page.chosenReceipt
                jobReason: page.chosenReason
                backShown: !page.split
                onBack: page.reading = false
            }
        }
    }
}
