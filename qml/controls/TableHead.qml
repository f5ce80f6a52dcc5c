// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Hearth.Controls

/// The head of a list: `columns` holds maps {text, width, right}; width 0 takes what is left, one below 0 is not shown.
Item {
    id: head

    required property var columns
    property real spacing: Theme.m
    readonly property real fixed: {
        let sum = -spacing
        for (const column of columns) if (column.width >= 0) sum += column.width + spacing
        return sum
    }
    implicitHeight: 28 * Theme.scale
    function shows(index: int): bool {
        return columns[index].width >= 0
    }
    function widthOf(index: int): real {
        return columns[index].width > 0 ? columns[index].width : Math.max(40, width - fixed)
    }

    Row {
        anchors.fill: parent
        spacing: head.spacing
        Repeater {
            model: head.columns
            delegate: Label {
                required property int index
                required property var modelData
                anchors.verticalCenter: parent ? parent.verticalCenter : undefined
                visible: head.shows(index)
                width: head.widthOf(index)
                horizontalAlignment: modelData.right ? Text.AlignRight : Text.AlignLeft
                kind: "caption"
                text: modelData.text
                Accessible.role: Accessible.ColumnHeader
            }
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.line
    }
}
