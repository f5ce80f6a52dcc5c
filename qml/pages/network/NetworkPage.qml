// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Network

/// The network that this home stands in, or that it is one alone.
Page {
    id: page

    required property NodeConnection connection
    /// Somebody brought an invitation, also to a home that stands in a network already.
    property bool invited: false

    function lookAt(invitation: string) {
        invited = true
        join.examine(invitation)
        Qt.callLater(reveal, join)
    }

    title: qsTr("Network")

    NetworkReader {
        id: net
        connection: page.connection
        active: page.visible
    }
    HomeChangeReader {
        id: homeChange
        connection: page.connection
        onDone: page.invited = false
    }
    ChangeState { Layout.fillWidth: true; change: homeChange }
    Banner { Layout.fillWidth: true; tone: "bad"; text: net.error; action: qsTr("Try again"); onActed: net.refresh() }
    Banner {
        objectName: "chainStands"
        Layout.fillWidth: true
        tone: "bad"
        text: net.trouble
        detail: net.repair
    }
    Banner {
        objectName: "clockOff"
        Layout.fillWidth: true
        tone: "warn"
        text: net.clock
    }
    Banner {
        Layout.fillWidth: true
        tone: "info"
        text: net.catchingUp ? qsTr("This home is catching up with blocks that others have.") : ""
    }
    EmptyState {
        Layout.fillWidth: true
        visible: !net.loaded
        icon: "network"
        title: page.connection.online ? qsTr("Looking at the network") : qsTr("The node cannot be asked now.")
        text: page.connection.online ? "" : qsTr("Its network appears here as soon as it answers.")
    }
    GridLayout {
        Layout.fillWidth: true
        visible: net.loaded
        columns: page.width < 900 * Theme.scale ? 1 : 2
        columnSpacing: Theme.l
        rowSpacing: Theme.l

        ColumnLayout {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.alignment: Qt.AlignTop
            spacing: Theme.l
            Card {
                Layout.fillWidth: true
                title: net.alone ? qsTr("A network of one") : qsTr("This home in its network")
                icon: "network"
                Label {
                    Layout.fillWidth: true
                    text: net.alone ? qsTr("This home orders the blocks, computes, audits and settles by itself. Nobody else checks it.")
                                        : qsTr("Blocks are ordered by all validators together and applied here as well.")
                    wrapMode: Text.Wrap
                }
                FieldRow { Layout.fillWidth: true; name: qsTr("Last block"); value: qsTr("%1, made at %2").arg(net.height).arg(net.lastBlock) }
                FieldRow { Layout.fillWidth: true; name: qsTr("Epoch"); value: net.epoch }
                FieldRow {
                    Layout.fillWidth: true
                    visible: net.waiting !== ""
                    name: qsTr("Waiting for a block")
                    value: net.waiting
                }
                FieldRow { Layout.fillWidth: true; visible: net.listen !== ""; name: qsTr("For full nodes"); value: net.listen }
                FieldRow { Layout.fillWidth: true; visible: net.linkListen !== ""; name: qsTr("For other homes"); value: net.linkListen }
                Label {
                    Layout.fillWidth: true
                    Layout.topMargin: Theme.xs
                    font.weight: Font.DemiBold
                    text: qsTr("Its roles")
                }
                Repeater {
                    model: net.roles
                    delegate: RowLayout {
                        id: role
                        required property var modelData
                        Layout.fillWidth: true
                        spacing: Theme.m
                        Item {
                            Layout.preferredWidth: Math.max(96 * Theme.scale, badge.implicitWidth)
                            implicitHeight: badge.implicitHeight
                            Badge { id: badge; text: role.modelData.word; tone: "accent" }
                        }
                        Label {
                            Layout.fillWidth: true
                            text: role.modelData.about
                            wrapMode: Text.Wrap
                        }
                    }
                }
            }
            TrustCard { Layout.fillWidth: true; network: net }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.alignment: Qt.AlignTop
            spacing: Theme.l
            ValidatorsCard { Layout.fillWidth: true; network: net }
            LinksCard { Layout.fillWidth: true; network: net }
            ChannelsCard { Layout.fillWidth: true; visible: net.channels.length > 0; network: net }
            JoinCard {
                id: join
                objectName: "join"
                Layout.fillWidth: true
                visible: net.alone || page.invited
                connection: page.connection
                change: homeChange
            }
            LeaveCard {
                objectName: "leave"
                Layout.fillWidth: true
                visible: !net.alone
                connection: page.connection
                change: homeChange
            }
        }
    }
}
