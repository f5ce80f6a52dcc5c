// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Earnings

/// Pending, confirmed and paid, and apart from them what may come.
GridLayout {
    id: buckets

    required property EarningsReader earnings
    readonly property var aside: [
        qsTr("in your account"),
        buckets.earnings.audits === "" ? "" : qsTr("%1 EMB more for audits").arg(buckets.earnings.audits),
        buckets.earnings.newlyMade === "" ? "" : qsTr("%1 EMB more newly made").arg(buckets.earnings.newlyMade)
    ].filter(words => words !== "")
    readonly property var parts: [
        { name: qsTr("Pending"), figure: buckets.earnings.pending, exact: buckets.earnings.pendingExact,
          note: qsTr("still in proof"), tone: "warn" },
        { name: qsTr("Confirmed"), figure: buckets.earnings.confirmed, exact: buckets.earnings.confirmedExact,
          note: qsTr("not contradicted, not vested"), tone: "info" },
        { name: qsTr("Paid"), figure: buckets.earnings.paid, exact: buckets.earnings.paidExact,
          note: buckets.aside.join("; "), tone: "good" }
    ]

    columns: width < 640 * Theme.scale ? 2 : 4
    columnSpacing: Theme.m
    rowSpacing: Theme.m

    Repeater {
        model: buckets.parts.length // the parts stay, their figures change
        delegate: Rectangle {
            id: bucket

            required property int index
            readonly property var modelData: buckets.parts[index]

            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1
            implicitHeight: column.implicitHeight + 2 * Theme.m
            radius: Theme.radius
            color: Theme.card
            border.width: 1
            border.color: Theme.line
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("%1: %2 EMB, %3").arg(modelData.name).arg(modelData.figure).arg(modelData.note)

            ColumnLayout {
                id: column
                anchors.fill: parent
                anchors.margins: Theme.m
                spacing: 2
                RowLayout {
                    spacing: Theme.s
                    Rectangle {
                        implicitWidth: 8
                        implicitHeight: 8
                        radius: 4
                        color: Theme.ink(bucket.modelData.tone)
                    }
                    Label { Layout.fillWidth: true; dim: true; text: bucket.modelData.name }
                }
                RowLayout {
                    spacing: 6
                    Label { // a small amount has many digits
                        Layout.fillWidth: true
                        Layout.maximumWidth: implicitWidth
                        kind: "figure"
                        text: bucket.modelData.figure
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: Theme.caption
                        verticalAlignment: Text.AlignBottom
                    }
                    Label {
                        visible: bucket.modelData.figure !== "—"
                        Layout.alignment: Qt.AlignBaseline
                        Layout.minimumWidth: implicitWidth
                        dim: true
                        text: "EMB"
                        font.pixelSize: Theme.caption
                    }
                }
                Label { Layout.fillWidth: true; kind: "caption"; text: bucket.modelData.note; wrapMode: Text.Wrap }
                Item { Layout.fillHeight: true }
            }
            HoverHandler { id: hover }
            Tip { shown: hover.hovered; text: bucket.modelData.exact }
        }
    }
    Item { // drawn differently: a dashed frame says that this is no money
        id: guess
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        Layout.fillHeight: true
        implicitHeight: guessColumn.implicitHeight + 2 * Theme.m
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("Estimate: %1 EMB, %2").arg(buckets.earnings.estimate).arg(buckets.earnings.estimateNote)
        DashedFrame {
            anchors.fill: parent
            color: Theme.strongLine
            radius: Theme.radius
        }
        ColumnLayout {
            id: guessColumn
            anchors.fill: parent
            anchors.margins: Theme.m
            spacing: 2
            Label { Layout.fillWidth: true; dim: true; text: qsTr("Estimate") }
            RowLayout {
                spacing: 6
                Label {
                    Layout.fillWidth: true
                    Layout.maximumWidth: implicitWidth
                    kind: "figure"
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: Theme.caption
                    font.weight: Font.Normal
                    font.italic: text !== "—"
                    color: Theme.muted
                    text: buckets.earnings.estimate === "—" ? "—" : "≈ " + buckets.earnings.estimate
                }
                Label {
                    visible: buckets.earnings.estimate !== "—"
                    Layout.alignment: Qt.AlignBaseline
                    Layout.minimumWidth: implicitWidth
                    dim: true
                    text: "EMB"
                    font.pixelSize: Theme.caption
                }
            }
            Label {
                Layout.fillWidth: true
                kind: "caption"
                text: buckets.earnings.estimateNote
                wrapMode: Text.Wrap
            }
            Item { Layout.fillHeight: true }
        }
    }
}
