// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Settings

/// How the window looks.
Card {
    id: card

    required property Preferences preferences

    title: qsTr("Window")
    icon: "heart"
    spacing: Theme.m

    RowLayout {
        Layout.fillWidth: true
        Label { Layout.fillWidth: true; text: qsTr("Colours") }
        Segments {
            objectName: "themeChoice"
            label: qsTr("Colours")
            current: card.preferences.theme
            options: [
                { key: "system", text: qsTr("System") },
                { key: "light", text: qsTr("Light") },
                { key: "dark", text: qsTr("Dark") }
            ]
            onChosen: (key) => card.preferences.theme = key
        }
    }
    SlideField {
        Layout.fillWidth: true
        name: qsTr("Text size")
        from: 0.85
        to: 2
        stepSize: 0.05
        value: card.preferences.textScale
        figure: qsTr("%1 %").arg(Math.round(value * 100))
        onMoved: (value) => card.preferences.textScale = value
    }
    Toggle {
        Layout.fillWidth: true
        text: qsTr("Reduced motion")
        checked: card.preferences.reducedMotion
        onToggled: card.preferences.reducedMotion = checked
    }
    ColumnLayout { // beside a label that wraps, the choice does not find its place again after a resize
        Layout.fillWidth: true
        spacing: 2
        Label { Layout.fillWidth: true; text: qsTr("Language (from the next start)"); wrapMode: Text.Wrap }
        Segments {
            label: qsTr("Language")
            current: card.preferences.language
            options: [
                { key: "", text: qsTr("System") },
                { key: "en", text: "English" },
                { key: "de", text: "Deutsch" }
            ]
            onChosen: (key) => card.preferences.language = key
        }
    }
    Toggle {
        Layout.fillWidth: true
        objectName: "trayIcon"
        enabled: card.preferences.trayThere
        text: qsTr("Icon beside the clock")
        checked: card.preferences.trayIcon && card.preferences.trayThere
        onToggled: card.preferences.trayIcon = checked
    }
    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: !card.preferences.trayThere && !card.preferences.noticesThere
            ? qsTr("This desktop has no place for such an icon, so there are no notices either. Closing the window leaves the node going.")
            : !card.preferences.trayThere ? qsTr("This desktop has no place for such an icon. Closing the window leaves the node going.")
            : card.preferences.trayIcon ? qsTr("Closing the window leaves the icon; its menu, or Ctrl+Q, quits it. The node goes on.")
            : qsTr("Closing the window leaves the node going.")
        wrapMode: Text.Wrap
    }
    Toggle {
        Layout.fillWidth: true
        visible: card.preferences.noticesThere
        text: qsTr("Tell troubles of the node and open votes")
        checked: card.preferences.notices
        onToggled: card.preferences.notices = checked
    }
    RowLayout {
        Layout.fillWidth: true
        visible: card.preferences.noticesThere && card.preferences.notices
        spacing: Theme.s
        Label { Layout.fillWidth: true; text: qsTr("But not from … to"); wrapMode: Text.Wrap }
        HourChoice {
            label: qsTr("Quiet from")
            hour: card.preferences.quietFrom
            onChosen: (hour) => card.preferences.quietFrom = hour
        }
        HourChoice {
            label: qsTr("Quiet to")
            hour: card.preferences.quietTo
            onChosen: (hour) => card.preferences.quietTo = hour
        }
    }
}
