// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Devices

/// A card for the processor and each graphics card: what it does, for whom, and what it may.
Page {
    id: page

    required property NodeConnection connection
    required property DeviceHistory history

    title: qsTr("Devices")

    DevicesReader {
        id: all
        connection: page.connection
        active: page.visible
    }
    Measuring {
        id: theSpeeds
        connection: page.connection
        active: page.visible
    }
    ProfilesReader {
        id: manners
        connection: page.connection
        active: page.visible
    }
    EmptyState {
        Layout.fillWidth: true
        Layout.topMargin: Theme.xl
        visible: !all.known && page.connection.condition !== "connecting"
        icon: "gpu"
        title: qsTr("The node cannot be asked now.")
        text: qsTr("Its devices appear here as soon as it answers.")
    }
    Banner { Layout.fillWidth: true; tone: "info"; text: all.known ? all.noGpu : "" }
    GridLayout {
        Layout.fillWidth: true
        columns: page.width < 900 * Theme.scale ? 1 : 2
        columnSpacing: Theme.l
        rowSpacing: Theme.l
        Repeater {
            model: all.devices
            delegate: DevicePanel {
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                Layout.alignment: Qt.AlignTop
                reader: all
                measuring: theSpeeds // "speeds" would be the card's own
                profiles: manners
                line: page.history.lines[deviceId] ?? null
                editable: page.connection.online
            }
        }
    }
}
