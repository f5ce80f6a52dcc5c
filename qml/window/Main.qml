// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Window
import Hearth.Backend
import Hearth.Controls
import Hearth.Window

/// The window. Closing it leaves the node going, and the icon in the tray, if there is one.
Window {
    id: window

    required property NodeConnection connection
    required property Preferences preferences
    property alias page: frame.page
    readonly property Item pageItem: frame.pageItem

    function showProposal(id: int) {
        frame.showProposal(id)
    }
    function offerLink(kind: string, word: string) {
        frame.offerLink(kind, word)
    }
    function refuseLink(why: string, hint: string) {
        frame.refuseLink(why, hint)
    }

    width: 1280
    height: 800
    minimumWidth: 820
    minimumHeight: 540
    color: Theme.page
    title: connection.scenario === "" ? "Hearth" : qsTr("Hearth (scenario %1)").arg(connection.scenario)

    Binding { target: Theme; property: "dark"; value: window.preferences.dark }
    Binding { target: Theme; property: "scale"; value: window.preferences.textScale }
    Binding { target: Theme; property: "reducedMotion"; value: window.preferences.reducedMotion }

    Frame {
        id: frame
        anchors.fill: parent
        connection: window.connection
        preferences: window.preferences
    }
    Shortcut { sequence: "Ctrl+W"; onActivated: window.close() }
    Shortcut { sequence: "Ctrl+Q"; onActivated: Qt.quit() }
}
