// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Overview

/// The cards of all devices, side by side in `columns`.
GridLayout {
    id: grid

    required property DeviceListModel devices
    readonly property alias count: cards.count

    columnSpacing: Theme.m
    rowSpacing: Theme.m
    Repeater {
        id: cards
        model: grid.devices
        delegate: DeviceCard {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.alignment: Qt.AlignTop
        }
    }
}
