// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Earnings
import Hearth.Jobs
import Hearth.Overview

/// What an operator sees at a glance: lamps, money, devices, the last proofs.
Page {
    id: page

    required property NodeConnection connection
    /// Before the first answer, frames around nothing would say less than the next step does.
    readonly property bool used: status.stage === "used"
    signal pageWanted(string key)
    signal receiptWanted(string receiptId)

    StatusReader {
        id: status
        connection: page.connection
        active: page.visible
    }
    EarningsReader {
        id: earnings
        connection: page.connection
        active: page.visible
    }
    JobsReader {
        id: last
        connection: page.connection
        active: page.visible
        most: 7
    }

    Banner { Layout.fillWidth: true; tone: "bad"; text: status.workerProblem }
    GridLayout {
        Layout.fillWidth: true
        columns: page.width < 900 * Theme.scale ? 2 : 4 // a remedy in a narrow lamp is a long one
        columnSpacing: Theme.m
        rowSpacing: Theme.m
        Repeater {
            model: status.lamps
            delegate: Lamp {
                required property var modelData
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 1
                name: modelData.name
                word: modelData.word
                tone: modelData.tone
                reason: modelData.reason
                shown: modelData.shown
            }
        }
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: earnings.error; action: qsTr("Try again"); onActed: earnings.refresh() }
    MoneyBuckets { Layout.fillWidth: true; visible: page.used; earnings: earnings }
    GridLayout {
        visible: status.stage !== "unknown"
        /// Beside the chart there is room for a processor and one card; more of them stand above it.
        readonly property bool crowded: devices.count > 2
        Layout.fillWidth: true
        columns: page.narrow || crowded ? 1 : 2
        columnSpacing: Theme.l
        rowSpacing: Theme.l
        FirstSteps {
            visible: status.stage === "new" || status.stage === "ready"
            Layout.row: parent.crowded ? 1 : 0
            Layout.column: 0
            Layout.fillWidth: true
            Layout.preferredWidth: 3
            Layout.alignment: Qt.AlignTop
            hasModel: status.stage === "ready"
            onPageWanted: (key) => page.pageWanted(key)
        }
        EarningsChart {
            visible: page.used
            Layout.row: parent.crowded ? 1 : 0
            Layout.column: 0
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 3
            earnings: earnings
        }
        GridLayout {
            Layout.row: page.narrow && !parent.crowded ? 1 : 0
            Layout.column: page.narrow || parent.crowded ? 0 : 1
            Layout.fillWidth: true
            Layout.preferredWidth: 2
            Layout.alignment: Qt.AlignTop
            columns: parent.crowded && !page.narrow ? 2 : 1
            columnSpacing: Theme.m
            rowSpacing: Theme.m
            Repeater {
                id: devices
                model: status.devices
                delegate: DeviceCard {
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                    Layout.alignment: Qt.AlignTop
                }
            }
        }
    }
    EmptyState { // nothing is known of the node, so there is nothing to frame
        Layout.fillWidth: true
        Layout.topMargin: Theme.xl
        visible: status.stage === "unknown" && page.connection.condition !== "connecting"
        icon: "home"
        title: qsTr("The node cannot be asked now.")
        text: qsTr("Its devices, earnings and proofs appear here as soon as it answers.")
    }
    Card {
        Layout.fillWidth: true
        visible: page.used
        title: qsTr("Last proofs")
        icon: "shield"
        tools: [
            Label { anchors.verticalCenter: parent.verticalCenter; kind: "caption"; text: status.counts },
            ActionButton {
                kind: "quiet"
                text: qsTr("All jobs")
                onClicked: page.pageWanted("jobs")
            }
        ]
        Banner { Layout.fillWidth: true; tone: "bad"; text: last.error }
        Column {
            Layout.fillWidth: true
            Repeater {
                model: last.jobs
                delegate: JobLine {
                    required property string receiptId
                    width: parent ? parent.width : 0
                    tight: width < 470 * Theme.scale
                    focusPolicy: Qt.StrongFocus
                    enabled: receiptId !== ""
                    onClicked: page.receiptWanted(receiptId)
                    Keys.onReturnPressed: page.receiptWanted(receiptId)
                    FocusRing { shown: parent.visualFocus }
                }
            }
        }
        EmptyState {
            Layout.fillWidth: true
            visible: last.loaded && last.count === 0
            icon: "shield"
            title: qsTr("No answer was proved yet")
            text: qsTr("Ask something in the playground, or point any OpenAI client at this node.")
            action: qsTr("Open the playground")
            onActed: page.pageWanted("playground")
        }
    }
}
