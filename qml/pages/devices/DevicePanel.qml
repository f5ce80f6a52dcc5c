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
    property var line: null
    property bool editable: true
    readonly property var facts: reader.facts[deviceId] ?? {}

    objectName: "device-" + deviceId
    editsLimits: true

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
}
