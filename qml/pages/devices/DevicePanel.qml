// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Devices
import Hearth.Overview

/// Everything that is known about one device.
DeviceCard {
    id: panel

    required property string deviceId
    required property DevicesReader reader
    required property Measuring measuring
    required property ProfilesReader profiles
    property var line: null
    property bool editable: true
    readonly property var facts: reader.facts[deviceId] ?? {}

    objectName: "device-" + deviceId
    editsLimits: true

    Toggle {
        objectName: "deviceSwitch"
        Layout.fillWidth: true
        visible: panel.facts.canSwitch ?? false
        enabled: panel.editable && !panel.reader.busy
        text: qsTr("Compute on this card")
        Accessible.name: qsTr("Compute on %1").arg(panel.name)
        Accessible.description: qsTr("Switched off, it ends what it computes and gets no more.")
        checked: panel.facts.isOn ?? true
        onToggled: {
            const wanted = checked
            checked = Qt.binding(() => panel.facts.isOn ?? true)
            panel.reader.switchDevice(panel.deviceId, wanted)
        }
    }
    HistoryLine {
        Layout.fillWidth: true
        visible: panel.line !== null
        line: panel.line
        limit: panel.facts.powerLimit ?? 0
    }
    UsersList {
        Layout.fillWidth: true
        visible: panel.kind === "gpu"
        users: panel.facts.users ?? []
        known: panel.facts.usersKnown ?? false
    }
    ProfileChoice {
        Layout.fillWidth: true
        device: panel.deviceId
        profile: panel.profiles.profiles[panel.deviceId] ?? null
        error: panel.profiles.errorDevice === panel.deviceId ? panel.profiles.error : ""
        editable: panel.editable && !panel.profiles.busy
        onChosen: (key) => panel.profiles.choose(panel.deviceId, key)
    }
    LimitsEditor {
        Layout.fillWidth: true
        device: panel.deviceId
        facts: panel.facts
        secondsLeft: panel.reader.left[panel.deviceId] ?? -1
        error: panel.reader.errorDevice === panel.deviceId ? panel.reader.error : ""
        editable: panel.editable && !panel.reader.busy
        onTried: (watts, gibibytes, degrees) => panel.reader.tryLimits(panel.deviceId, watts, gibibytes, degrees)
        onKept: panel.reader.keepLimits(panel.deviceId)
    }
    BenchmarkPart {
        Layout.fillWidth: true
        measuring: panel.measuring
        device: panel.measuring.computing[panel.deviceId] ?? ""
        editable: panel.editable
    }
}
