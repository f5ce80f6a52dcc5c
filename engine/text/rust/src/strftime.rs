// SPDX-License-Identifier: Apache-2.0
//! strftime for one given moment, as Python writes it in the C locale for a time without a zone.

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

#[derive(Clone, Copy)]
pub struct Moment {
    year: i32,
    month: usize,
    day: i32,
    hour: i32,
    minute: i32,
    second: i32,
}

impl Moment {
    /// Reads "2024-07-26" or "2024-07-26T14:03:05".
    pub fn parse(text: &str) -> Option<Moment> {
        let (date, time) = text.split_once('T').unwrap_or((text, "00:00:00"));
        let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
        let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
        let valid = year >= 1
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour < 24
            && minute < 60
            && second <= 60;
        valid.then_some(Moment { year, month: month as usize - 1, day, hour, minute, second })
    }

    fn of_year(self) -> i32 {
        const BEFORE: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
        BEFORE[self.month] + self.day + i32::from(self.month > 1 && is_leap(self.year))
    }

    /// 0 = Sunday (Sakamoto's method).
    fn of_week(self) -> usize {
        const SHIFT: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let year = self.year - i32::from(self.month < 2);
        ((year + year / 4 - year / 100 + year / 400 + SHIFT[self.month] + self.day) % 7) as usize
    }

    /// 0 = Monday.
    fn weekday(self) -> i32 {
        (self.of_week() as i32 + 6) % 7
    }

    fn hour_of_twelve(self) -> i32 {
        (self.hour + 11) % 12 + 1
    }

    /// Year and week of ISO 8601: a week belongs to the year that its Thursday lies in.
    fn iso_week(self) -> (i32, i32) {
        let thursday = self.of_year() + 3 - self.weekday();
        let days = 365 + i32::from(is_leap(self.year));
        if thursday < 1 {
            (self.year - 1, (thursday + 364 + i32::from(is_leap(self.year - 1))) / 7 + 1)
        } else if thursday > days {
            (self.year + 1, 1)
        } else {
            (self.year, (thursday - 1) / 7 + 1)
        }
    }

    /// None: a directive that is not known.
    pub fn format(self, format: &str) -> Option<String> {
        let mut out = String::new();
        let mut chars = format.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                out.push(c);
                continue;
            }
            let mut directive = chars.next()?;
            let padded = directive != '-';
            if !padded {
                directive = chars.next()?;
            }
            self.directive(directive, padded, &mut out)?;
        }
        Some(out)
    }

    fn directive(self, directive: char, padded: bool, out: &mut String) -> Option<()> {
        let mut number = |value: i32, width: usize| {
            out.push_str(&if padded { format!("{value:0width$}") } else { value.to_string() });
        };
        match directive {
            'Y' => number(self.year, 4),
            'C' => number(self.year / 100, 2),
            'y' => number(self.year % 100, 2),
            'G' => number(self.iso_week().0, 4),
            'g' => number(self.iso_week().0 % 100, 2),
            'm' => number(self.month as i32 + 1, 2),
            'd' => number(self.day, 2),
            'j' => number(self.of_year(), 3),
            'w' => number(self.of_week() as i32, 1),
            'u' => number(self.weekday() + 1, 1),
            'U' => number((self.of_year() + 6 - self.of_week() as i32) / 7, 2),
            'W' => number((self.of_year() + 6 - self.weekday()) / 7, 2),
            'V' => number(self.iso_week().1, 2),
            'H' => number(self.hour, 2),
            'I' => number(self.hour_of_twelve(), 2),
            'M' => number(self.minute, 2),
            'S' => number(self.second, 2),
            'f' => number(0, 6),
            'e' => out.push_str(&blank_padded(self.day, padded)),
            'k' => out.push_str(&blank_padded(self.hour, padded)),
            'l' => out.push_str(&blank_padded(self.hour_of_twelve(), padded)),
            'p' => out.push_str(if self.hour < 12 { "AM" } else { "PM" }),
            'P' => out.push_str(if self.hour < 12 { "am" } else { "pm" }),
            'B' => out.push_str(MONTHS[self.month]),
            'b' | 'h' => out.push_str(&MONTHS[self.month][..3]),
            'A' => out.push_str(DAYS[self.of_week()]),
            'a' => out.push_str(&DAYS[self.of_week()][..3]),
            'c' => out.push_str(&self.format("%a %b %e %H:%M:%S %Y")?),
            'D' | 'x' => out.push_str(&self.format("%m/%d/%y")?),
            'F' => out.push_str(&self.format("%Y-%m-%d")?),
            'R' => out.push_str(&self.format("%H:%M")?),
            'T' | 'X' => out.push_str(&self.format("%H:%M:%S")?),
            'r' => out.push_str(&self.format("%I:%M:%S %p")?),
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'Z' | 'z' => {}
            '%' => out.push('%'),
            _ => return None,
        }
        Some(())
    }
}

/// Exactly three numbers of these widths, between separators.
fn numbers(text: &str, separator: char, widths: [usize; 3]) -> Option<[i32; 3]> {
    let mut parts = text.split(separator);
    let mut found = [0; 3];
    for (number, width) in found.iter_mut().zip(widths) {
        let part = parts.next()?;
        if part.len() != width || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(found)
}

fn is_leap(year: i32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn blank_padded(value: i32, padded: bool) -> String {
    if padded {
        format!("{value:>2}")
    } else {
        value.to_string()
    }
}
