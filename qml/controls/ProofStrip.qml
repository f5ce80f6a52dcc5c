// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// The way of one answer from prompt to payout. `stages` holds maps {name, state, word, at, detail, tone};
/// compact strips show marks only, full ones names and times as well. A stage that its caller cut short has a mark of its
/// own, and the way goes on from it: what was computed by then is paid.
Item {
    id: strip

    required property var stages
    property bool compact: true
    readonly property int count: stages ? stages.length : 0
    readonly property real mark: (compact ? 10 : 22) * Theme.scale

    implicitHeight: compact ? mark + 2 : mark + 44 * Theme.scale
    implicitWidth: compact ? 7 * (mark + 9) : 560
    Accessible.role: Accessible.List
    Accessible.name: {
        let words = []
        for (let i = 0; i < count; ++i) words.push(qsTr("%1: %2").arg(stages[i].word).arg(stages[i].stateWord))
        return words.join(", ")
    }

    Repeater {
        model: strip.stages
        delegate: Item {
            id: cell

            required property int index
            required property var modelData
            readonly property real step: strip.width / Math.max(1, strip.count)
            readonly property bool reached: modelData.state === "done" || modelData.state === "cancelled"
            readonly property color toneColor: modelData.tone === "good" ? Theme.good : modelData.tone === "bad" ? Theme.bad
                : modelData.tone === "warn" ? Theme.warn : "transparent"
            readonly property bool filled: toneColor.a > 0

            x: index * step
            width: step
            height: strip.height

            Rectangle { // the way to the next mark
                objectName: "way" + cell.index
                visible: cell.index < strip.count - 1
                x: cell.width / 2 + strip.mark / 2 + 2
                y: (strip.mark - height) / 2 + 1
                width: cell.width - strip.mark - 4
                height: 2
                radius: 1
                color: cell.reached ? Theme.good : Theme.line
            }
            Rectangle {
                id: mark
                x: (cell.width - width) / 2
                y: 1 + (strip.mark - height) / 2
                width: strip.mark
                height: strip.compact && cell.modelData.state === "skipped" ? 2 : width
                radius: height / 2
                objectName: "mark" + cell.index
                color: cell.modelData.tone === "accent" ? Theme.accentSoft : cell.toneColor
                border.width: cell.filled ? 0 : 2
                border.color: cell.modelData.tone === "accent" ? Theme.accent : Theme.line
                Icon {
                    anchors.centerIn: parent
                    visible: !strip.compact || cell.modelData.tone === "bad" || cell.modelData.tone === "warn"
                    width: parent.width * 0.66
                    height: width
                    color: cell.filled ? Theme.card
                        : cell.modelData.tone === "accent" ? Theme.accent : Theme.strongLine
                    name: cell.modelData.state === "done" ? "check" : cell.modelData.state === "failed" ? "cross"
                        : cell.modelData.state === "cancelled" ? "stop"
                        : cell.modelData.state === "skipped" ? "minus" : cell.modelData.state === "current" ? "dots" : ""
                }
            }
            Column {
                visible: !strip.compact
                anchors.horizontalCenter: parent.horizontalCenter
                y: strip.mark + 8
                width: parent.width + 4
                Label {
                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    kind: "caption"
                    font.pixelSize: Theme.caption * 0.92
                    fontSizeMode: Text.HorizontalFit // seven long words side by side
                    minimumPixelSize: Theme.caption * 0.66
                    color: cell.modelData.tone === "" ? Theme.muted : Theme.ink(cell.modelData.tone)
                    text: cell.modelData.word
                }
                Label {
                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    kind: "caption"
                    font.pixelSize: Theme.caption * 0.92
                    fontSizeMode: Text.HorizontalFit // seven long words side by side
                    minimumPixelSize: Theme.caption * 0.66
                    text: cell.modelData.at
                }
            }
            HoverHandler { id: hover }
            Tip {
                shown: hover.hovered
                text: qsTr("%1: %2").arg(cell.modelData.word).arg(cell.modelData.detail !== "" ? cell.modelData.detail
                                                                                          : cell.modelData.stateWord)
            }
        }
    }
}
