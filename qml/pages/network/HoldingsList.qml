// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Network

/// What the home has on the ledger that it is about to leave.
ColumnLayout {
    id: list

    required property HomeChangeReader reader

    spacing: Theme.xs
    Label {
        objectName: "holdingsState"
        Layout.fillWidth: true
        visible: text !== ""
        dim: true
        text: list.reader.holdingsKnown ? list.reader.holdings.length === 0 ? qsTr("It has nothing there.") : ""
            : list.reader.error === "" ? qsTr("Looking at what it has there…") : list.reader.error
        wrapMode: Text.Wrap
    }
    Repeater {
        model: list.reader.holdings
        delegate: FieldRow {
            required property var modelData
            Layout.fillWidth: true
            nameWidth: 190 * Theme.scale
            name: modelData.name
            value: modelData.value
        }
    }
}
