// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import Hearth.Controls

TestCase {
    name: "Theme"

    function channel(value) {
        return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4)
    }
    /// WCAG 2.1, relative luminance.
    function luminance(color) {
        return 0.2126 * channel(color.r) + 0.7152 * channel(color.g) + 0.0722 * channel(color.b)
    }
    function contrast(one, other) {
        const a = luminance(one), b = luminance(other)
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    }
    function cleanup() {
        Theme.dark = false
        Theme.scale = 1
    }

    function test_textIsReadableInBothThemes_data() {
        return [{ tag: "light", dark: false }, { tag: "dark", dark: true }]
    }
    function test_textIsReadableInBothThemes(row) {
        Theme.dark = row.dark
        for (const ground of ["page", "side", "card", "raised"])
            for (const ink of ["text", "muted"])
                verify(contrast(Theme[ink], Theme[ground]) >= 4.5, ink + " on " + ground + ": " + contrast(Theme[ink], Theme[ground]))
        for (const tone of ["good", "warn", "bad", "info", "accent"]) {
            verify(contrast(Theme.ink(tone), Theme.ground(tone)) >= 4.5, tone + " on its ground: " + contrast(Theme.ink(tone), Theme.ground(tone)))
            verify(contrast(Theme.ink(tone), Theme.card) >= 4.5, tone + " on card")
            verify(contrast(Theme.text, Theme.ground(tone)) >= 4.5, "text on " + tone)
        }
        verify(contrast(Theme.accentInk, Theme.accent) >= 4.5, "button text: " + contrast(Theme.accentInk, Theme.accent))
        verify(contrast(Theme.strongLine, Theme.card) >= 3, "frames of fields: " + contrast(Theme.strongLine, Theme.card))
        verify(contrast(Theme.focus, Theme.page) >= 3, "focus ring")
    }
    function test_sizesFollowTheTextScale() {
        const before = Theme.body
        Theme.scale = 1.5
        compare(Theme.body, before * 1.5)
        verify(Theme.controlHeight > 50)
    }
    function test_reducedMotionStopsAnimations() {
        Theme.reducedMotion = true
        compare(Theme.calm, 0)
        compare(Theme.quick, 0)
        Theme.reducedMotion = false
        verify(Theme.calm > 0)
    }
}
