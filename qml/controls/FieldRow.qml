// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// "name — value" in a list of facts; ids can be copied.
RowLayout {
    id: row

    required property string name
    property string value: ""
    property bool isId: false
    property string tip: ""
    property real nameWidth: 132 * Theme.scale

    spacing: Theme.m
    Label {
        Layout.preferredWidth: row.nameWidth
        Layout.alignment: Qt.AlignVCenter
        dim: true
        text: row.name
        wrapMode: Text.Wrap
    }
    Label {
        id: plain
        visible: !row.isId
        Layout.fillWidth: true
        text: row.value === "" ? "—" : row.value
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        HoverHandler { id: hover }
        Tip { shown: hover.hovered; text: row.tip }
    }
    CopyLabel {
        visible: row.isId
        Layout.fillWidth: true
        alone: false
        text: row.value
        name: row.name
    }
    Item { visible: row.isId; implicitWidth: 0 }
}
