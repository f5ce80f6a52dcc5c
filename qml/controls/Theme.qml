// SPDX-License-Identifier: Apache-2.0
pragma Singleton
import QtQuick

/// Colours, sizes and times of the whole window. Every text colour reaches 4.5:1 on `page`, `card` and `raised`.
QtObject {
    property bool dark: false
    property real scale: 1.0
    property bool reducedMotion: false

    readonly property color page: dark ? "#15120f" : "#f6f3ef"
    readonly property color side: dark ? "#1b1714" : "#efeae4"
    readonly property color card: dark ? "#1f1b17" : "#ffffff"
    readonly property color raised: dark ? "#29241f" : "#f7f4f0"
    readonly property color pressed: dark ? "#352e28" : "#ebe5de"
    readonly property color line: dark ? "#362f29" : "#e4ddd5"
    readonly property color strongLine: dark ? "#6f6358" : "#9a8f83"

    readonly property color text: dark ? "#f4eee7" : "#221c16"
    readonly property color muted: dark ? "#b3a79b" : "#665c51"

    readonly property color accent: dark ? "#ff8a4c" : "#b93a0a"
    readonly property color accentSoft: dark ? "#3d2417" : "#fde9dd"
    readonly property color accentInk: dark ? "#24110a" : "#ffffff"
    readonly property color good: dark ? "#6fcf97" : "#1a6b42"
    readonly property color goodSoft: dark ? "#1b3025" : "#dff2e6"
    readonly property color warn: dark ? "#f0bd55" : "#835400"
    readonly property color warnSoft: dark ? "#362a12" : "#fbeecb"
    readonly property color bad: dark ? "#ff8f85" : "#b3261e"
    readonly property color badSoft: dark ? "#3d1d1a" : "#fce4e1"
    readonly property color info: dark ? "#8ab8f5" : "#1f5a9e"
    readonly property color infoSoft: dark ? "#1b2a3d" : "#e2edfa"
    readonly property color focus: dark ? "#ffb089" : "#b93a0a"

    readonly property int xs: 4
    readonly property int s: 8
    readonly property int m: 12
    readonly property int l: 16
    readonly property int xl: 24
    readonly property int xxl: 32
    readonly property int radius: 12
    readonly property int smallRadius: 8

    readonly property real caption: 12 * scale
    readonly property real body: 14 * scale
    readonly property real heading: 16 * scale
    readonly property real title: 21 * scale
    readonly property real figure: 26 * scale
    readonly property real controlHeight: 36 * scale

    readonly property int quick: reducedMotion ? 0 : 120
    readonly property int calm: reducedMotion ? 0 : 240

    /// The pair (text, ground) of a meaning: "good", "warn", "bad", "info", "accent" or anything else = neutral.
    function ink(tone: string): color {
        switch (tone) {
        case "good": return good
        case "warn": return warn
        case "bad": return bad
        case "info": return info
        case "accent": return accent
        }
        return muted
    }
    function ground(tone: string): color {
        switch (tone) {
        case "good": return goodSoft
        case "warn": return warnSoft
        case "bad": return badSoft
        case "info": return infoSoft
        case "accent": return accentSoft
        }
        return raised
    }
}
