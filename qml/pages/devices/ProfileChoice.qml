// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// Quiet, balanced or full: a choice, what it sets, and the way to keep it where it falls back by itself.
ColumnLayout {
    id: choice

    required property string device
    required property var profile ///< of ProfilesReader; null = no profile would set anything
    property string error: ""
    property bool editable: true
    /// Until limits that wait fall back; negative = none wait, or somebody else tells.
    property int secondsLeft: -1
    signal chosen(string key)
    signal kept

    visible: profile !== null
    spacing: Theme.s
    Label { Layout.fillWidth: true; kind: "caption"; text: qsTr("How much it may do"); wrapMode: Text.Wrap }
    Segments {
        objectName: "profile"
        enabled: choice.editable
        label: qsTr("How much it may do")
        options: choice.profile === null ? [] : choice.profile.options
        current: choice.profile === null ? "" : choice.profile.current
        onChosen: (key) => choice.chosen(key)
    }
    Label {
        objectName: "profileDetail"
        Layout.fillWidth: true
        text: choice.profile === null ? ""
            : choice.profile.current === "" ? qsTr("Limits of your own.") : choice.profile.details[choice.profile.current]
        wrapMode: Text.Wrap
    }
    Label {
        Layout.fillWidth: true
        visible: choice.profile !== null && choice.profile.waits
        kind: "caption"
        color: Theme.warn
        text: qsTr("Holds from the next start of the service.")
        wrapMode: Text.Wrap
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: choice.error }
    Banner {
        Layout.fillWidth: true
        tone: "warn"
        text: choice.secondsLeft < 0 ? "" : qsTr("In force now; they fall back in %1 s unless you keep them.").arg(choice.secondsLeft)
        action: qsTr("Keep them")
        onActed: choice.kept()
    }
}
