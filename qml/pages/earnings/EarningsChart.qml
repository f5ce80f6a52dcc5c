// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Earnings

/// The series as columns, with the range to choose and the figure under the mouse or the arrow keys.
Card {
    id: card

    required property EarningsReader earnings
    property real chartHeight: 180 * Theme.scale
    property string empty: qsTr("Nothing was earned in this time.")

    title: qsTr("Earned over time")
    tools: Segments {
        label: qsTr("Range")
        current: card.earnings.range
        options: [
            { key: "24h", text: qsTr("24 h") },
            { key: "7d", text: qsTr("7 d") },
            { key: "30d", text: qsTr("30 d") },
            { key: "all", text: qsTr("All") }
        ]
        onChosen: (key) => card.earnings.range = key
    }

    Item {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: card.chartHeight

        BarChart {
            id: chart
            objectName: "earningsChart"
            anchors.fill: parent
            visible: card.earnings.any
            values: card.earnings.values
            ticks: card.earnings.ticks
            estimate: card.earnings.estimatePerBucket
            barColor: Theme.accent
            lineColor: Theme.line
            textColor: Theme.muted
            estimateColor: Theme.text // seen on a column as well as beside it
            fontSize: Theme.caption
            activeFocusOnTab: card.earnings.any
            Accessible.role: Accessible.Chart
            Accessible.name: current >= 0 ? qsTr("%1: %2").arg(card.earnings.bucketName(current)).arg(card.earnings.bucketAmount(current))
                                          : qsTr("Earned over time; the table on the earnings page holds the same")
            Keys.onLeftPressed: current = Math.max(0, current < 0 ? values.length - 1 : current - 1)
            Keys.onRightPressed: current = Math.min(values.length - 1, current + 1)
            onActiveFocusChanged: if (!activeFocus) current = -1
            FocusRing { shown: chart.activeFocus }
            HoverHandler {
                id: hover
                onPointChanged: chart.current = hovered ? chart.bucketAt(point.position.x) : -1
                onHoveredChanged: if (!hovered) chart.current = -1
            }
            Rectangle {
                visible: chart.current >= 0
                x: Math.max(0, Math.min(chart.width - width, chart.xOf(Math.max(0, chart.current)) - width / 2))
                width: figure.implicitWidth + 16
                height: figure.implicitHeight + 8
                radius: 6
                color: Theme.text
                Text {
                    id: figure
                    anchors.centerIn: parent
                    font.pixelSize: Theme.caption
                    color: Theme.card
                    text: chart.current < 0 ? "" : qsTr("%1   %2").arg(card.earnings.bucketName(chart.current))
                                                                  .arg(card.earnings.bucketAmount(chart.current))
                }
            }
        }
        Label { // bare axes would look like a fault
            anchors.centerIn: parent
            width: Math.min(parent.width, 420 * Theme.scale)
            visible: !card.earnings.any
            horizontalAlignment: Text.AlignHCenter
            dim: true
            text: card.earnings.loaded ? card.empty : ""
            wrapMode: Text.Wrap
        }
    }
    RowLayout {
        visible: chart.visible && chart.estimateShown
        spacing: Theme.s
        DashedFrame { implicitWidth: 22; implicitHeight: 2; color: Theme.text; radius: 0 }
        Label { // the scale is that of one column, not that of a day
            objectName: "estimateLegend"
            kind: "caption"
            Layout.fillWidth: true
            text: qsTr("estimate per column: ≈ %1 EMB in %2").arg(card.earnings.bucketEstimate).arg(card.earnings.bucketLength)
            wrapMode: Text.Wrap
        }
    }
}
