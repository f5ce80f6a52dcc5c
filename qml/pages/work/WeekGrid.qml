// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Hearth.Controls

/// Seven days of 24 hours; each cell is chosen or not. The mouse draws, the keyboard moves a cursor.
FocusScope {
    id: grid

    property var days: []
    property int day: 0
    property int hour: 0
    signal edited(var days)

    /// What is drawn while a button is held down; then it is told at once.
    property var drawn: null
    readonly property var shown: drawn ?? days
    readonly property real nameWidth: 44 * Theme.scale
    readonly property real cellWidth: Math.floor((width - nameWidth) / 24) // all gaps are the same
    readonly property real cellHeight: 24 * Theme.scale
    readonly property real headHeight: 20 * Theme.scale

    implicitHeight: headHeight + 7 * cellHeight
    implicitWidth: 420 * Theme.scale
    activeFocusOnTab: true
    opacity: enabled ? 1 : 0.6
    Accessible.role: Accessible.Table
    Accessible.name: qsTr("%1, %2 to %3 o'clock: %4").arg(dayName(day, Locale.LongFormat)).arg(hour).arg(hour + 1)
        .arg(chosen(day, hour) ? qsTr("chosen") : qsTr("not chosen"))
    Accessible.focusable: true

    function dayName(index: int, form: int): string {
        return Qt.locale().dayName((index + 1) % 7, form)
    }
    function chosen(aDay: int, anHour: int): bool {
        return ((shown[aDay] ?? 0) >> anHour & 1) === 1
    }
    function changed(from: var, aDay: int, anHour: int, on: bool): var {
        const copy = from.slice()
        copy[aDay] = on ? copy[aDay] | 1 << anHour : copy[aDay] & ~(1 << anHour)
        return copy
    }
    function toggle() {
        if (days.length === 7) edited(changed(days, day, hour, !chosen(day, hour)))
    }
    function toggleDay() {
        if (days.length !== 7) return
        const copy = days.slice()
        copy[day] = copy[day] === 0xffffff ? 0 : 0xffffff
        edited(copy)
    }
    onDaysChanged: drawn = null

    Keys.onLeftPressed: hour = Math.max(0, hour - 1)
    Keys.onRightPressed: hour = Math.min(23, hour + 1)
    Keys.onUpPressed: day = Math.max(0, day - 1)
    Keys.onDownPressed: day = Math.min(6, day + 1)
    Keys.onSpacePressed: toggle()
    Keys.onReturnPressed: toggleDay()
    Keys.onEnterPressed: toggleDay()

    Repeater {
        model: 5
        delegate: Label {
            required property int index
            x: Math.max(grid.nameWidth, Math.min(grid.nameWidth + 24 * grid.cellWidth - width, grid.nameWidth + index * 6 * grid.cellWidth - width / 2))
            kind: "caption"
            text: index * 6
            Accessible.ignored: true
        }
    }
    Repeater {
        model: 7
        delegate: Item {
            id: line
            required property int index
            y: grid.headHeight + index * grid.cellHeight
            width: grid.width
            height: grid.cellHeight
            Label {
                anchors.verticalCenter: parent.verticalCenter
                width: grid.nameWidth
                kind: "caption"
                text: grid.dayName(line.index, Locale.ShortFormat)
                Accessible.ignored: true
            }
            Repeater {
                model: 24
                delegate: Rectangle {
                    required property int index
                    x: grid.nameWidth + index * grid.cellWidth
                    width: grid.cellWidth - 1
                    height: grid.cellHeight - 1
                    radius: 3
                    color: grid.chosen(line.index, index) ? Theme.accent : Theme.raised
                    border.width: grid.activeFocus && grid.day === line.index && grid.hour === index ? 2 : 1
                    border.color: border.width === 2 ? Theme.text : grid.chosen(line.index, index) ? Theme.accent : Theme.line
                }
            }
        }
    }
    FocusRing { shown: grid.activeFocus }
    MouseArea {
        property bool on: false

        function at(mouse: var): bool {
            grid.hour = Math.max(0, Math.min(23, Math.floor((mouse.x - grid.nameWidth) / grid.cellWidth)))
            grid.day = Math.max(0, Math.min(6, Math.floor((mouse.y - grid.headHeight) / grid.cellHeight)))
            return mouse.x >= grid.nameWidth && mouse.y >= grid.headHeight
        }
        anchors.fill: parent
        preventStealing: true
        onPressed: (mouse) => {
            grid.forceActiveFocus(Qt.MouseFocusReason)
            if (grid.days.length !== 7 || !at(mouse)) {
                mouse.accepted = false
                return
            }
            on = !grid.chosen(grid.day, grid.hour)
            grid.drawn = grid.changed(grid.days, grid.day, grid.hour, on)
        }
        onPositionChanged: (mouse) => {
            if (!grid.drawn) return
            at(mouse)
            grid.drawn = grid.changed(grid.drawn, grid.day, grid.hour, on)
        }
        onReleased: if (grid.drawn) grid.edited(grid.drawn)
        onCanceled: grid.drawn = null
    }
}
