// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Hearth.Controls
import Hearth.Earnings

/// One earning, in the columns of the table's head.
Item {
    id: line

    required property string receiptId
    required property string shortId
    required property string modelName
    required property string at
    required property string atExact
    required property string moneyState
    required property string tone
    required property string amount
    required property string amountExact
    required property string epoch
    required property bool cutShort
    required property TableHead head
    signal receiptWanted(string receiptId)

    component ReceiptButton: ActionButton {
        x: -5
        implicitHeight: 26 * Theme.scale
        leftPadding: 5
        kind: "quiet"
        font.pixelSize: Theme.caption
        font.family: "DejaVu Sans Mono"
        font.weight: Font.Normal
        tip: qsTr("Show the receipt")
    }

    implicitHeight: Math.max(34 * Theme.scale, model.implicitHeight + 12)
    Accessible.role: Accessible.Row
    Accessible.name: qsTr("%1, %2, %3, %4").arg(at).arg(modelName).arg(moneyState).arg(amountExact)

    Rectangle {
        anchors.fill: parent
        color: hover.hovered ? Theme.raised : "transparent"
        radius: Theme.smallRadius
        HoverHandler { id: hover }
    }
    Row {
        x: Theme.l
        width: line.head.width
        height: parent.height
        spacing: line.head.spacing
        Label {
            anchors.verticalCenter: parent.verticalCenter
            width: line.head.widthOf(0)
            dim: true
            font.pixelSize: Theme.caption
            text: line.at
            HoverHandler { id: overTime }
            Tip { shown: overTime.hovered; text: line.atExact }
        }
        Column {
            id: model
            anchors.verticalCenter: parent.verticalCenter
            width: line.head.widthOf(1)
            Label { width: parent.width; text: line.modelName; wrapMode: Text.Wrap }
            Label {
                objectName: "cutShort"
                width: parent.width
                visible: line.cutShort
                kind: "caption"
                text: qsTr("cut short by its caller")
                wrapMode: Text.Wrap
            }
            ReceiptButton { visible: !line.head.shows(2); text: line.shortId; onClicked: line.receiptWanted(line.receiptId) }
        }
        Item {
            visible: line.head.shows(2)
            width: line.head.widthOf(2)
            height: parent.height
            ReceiptButton { anchors.verticalCenter: parent.verticalCenter; text: line.shortId; onClicked: line.receiptWanted(line.receiptId) }
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            visible: line.head.shows(3)
            width: line.head.widthOf(3)
            kind: "mono"
            dim: true
            text: line.epoch
        }
        Item {
            width: line.head.widthOf(4)
            height: parent.height
            Badge { anchors.verticalCenter: parent.verticalCenter; text: line.moneyState; tone: line.tone }
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            width: line.head.widthOf(5)
            horizontalAlignment: Text.AlignRight
            kind: "mono"
            text: line.amount
            HoverHandler { id: overAmount }
            Tip { shown: overAmount.hovered; text: line.amountExact }
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        x: Theme.l
        width: line.head.width
        height: 1
        color: Theme.line
        opacity: 0.6
    }
}
