// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Gateway

/// The door: its address, who may call there, what that spends, and which networks stand behind it.
Page {
    id: page

    required property NodeConnection connection

    title: qsTr("Gateway")
    subtitle: qsTr("One address for programs that speak the OpenAI API; behind it this home and every network that you add.")

    GatewayReader {
        id: gateway
        connection: page.connection
        active: page.visible
    }
    CallersReader {
        id: callers
        connection: page.connection
        active: page.visible
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: gateway.error; action: qsTr("Try again"); onActed: gateway.refresh() }
    EmptyState {
        Layout.fillWidth: true
        visible: !gateway.loaded
        icon: "send"
        title: page.connection.online ? qsTr("Looking behind the door") : qsTr("The node cannot be asked now.")
        text: page.connection.online ? "" : qsTr("Its networks and keys appear here as soon as it answers.")
    }
    GridLayout {
        Layout.fillWidth: true
        visible: gateway.loaded
        columns: page.width < 900 * Theme.scale ? 1 : 2
        columnSpacing: Theme.l
        rowSpacing: Theme.l

        ColumnLayout {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.alignment: Qt.AlignTop
            spacing: Theme.l
            DoorCard { Layout.fillWidth: true; callers: callers }
            NetworksCard {
                objectName: "networks"
                Layout.fillWidth: true
                gateway: gateway
                online: page.connection.online
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.alignment: Qt.AlignTop
            spacing: Theme.l
            ApiKeysCard {
                objectName: "apiKeys"
                Layout.fillWidth: true
                callers: callers
                online: page.connection.online
            }
            SpendCard { Layout.fillWidth: true; callers: callers }
            PaymentsCard { objectName: "payments"; Layout.fillWidth: true; connection: page.connection }
        }
    }
}
