// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Work

/// When the node works: what holds now, the hours of the week, and the rules besides.
Page {
    id: page

    required property NodeConnection connection
    required property Truth truth

    title: qsTr("When to work")
    subtitle: qsTr("The node takes work only while no rule says otherwise; what runs is finished first. Changes hold at once.")

    WorkReader {
        id: work
        connection: page.connection
        active: page.visible
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: work.error }
    EmptyState {
        Layout.fillWidth: true
        Layout.topMargin: Theme.xl
        visible: !work.loaded && page.connection.condition !== "connecting"
        icon: "clock"
        title: qsTr("The node cannot be asked now.")
        text: qsTr("Its rules appear here as soon as it answers.")
    }
    NowCard {
        Layout.fillWidth: true
        visible: work.loaded
        reader: work
        truth: page.truth
        online: page.connection.online
    }
    HoursCard {
        Layout.fillWidth: true
        visible: work.loaded
        reader: work
        editable: page.connection.online
    }
    RulesCard {
        Layout.fillWidth: true
        visible: work.loaded
        reader: work
        editable: page.connection.online
    }
}
