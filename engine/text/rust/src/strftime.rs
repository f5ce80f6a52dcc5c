// SPDX-License-Identifier: Apache-2.0
//! strftime for one given day, in English, at midnight: what strftime_now may ask of a pure function.

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
pub struct Day {
    year: i32,
    month: usize,
    day: i32,
}

impl Day {
    /// Reads "26 Jul 2024".
    pub fn parse(text: &str) -> Option<Day> {
        let mut words = text.split_ascii_whitespace();
        let (day, month, year) = (words.next()?, words.next()?, words.next()?);
        let month = MONTHS.iter().position(|name| name[..3].eq_ignore_ascii_case(month))?;
        let date = Day { year: year.parse().ok()?, month, day: day.parse().ok()? };
        let valid = (1..=31).contains(&date.day) && (1..=9999).contains(&date.year) && words.next().is_none();
        valid.then_some(date)
    }

    fn is_leap(self) -> bool {
        (self.year % 4 == 0 && self.year % 100 != 0) || self.year % 400 == 0
    }

    fn of_year(self) -> i32 {
        const BEFORE: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
        BEFORE[self.month] + self.day + i32::from(self.month > 1 && self.is_leap())
    }

    /// 0 = Sunday (Sakamoto's method).
    fn of_week(self) -> usize {
        const SHIFT: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let year = self.year - i32::from(self.month < 2);
        ((year + year / 4 - year / 100 + year / 400 + SHIFT[self.month] + self.day) % 7) as usize
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
            'y' => number(self.year % 100, 2),
            'm' => number(self.month as i32 + 1, 2),
            'd' => number(self.day, 2),
            'j' => number(self.of_year(), 3),
            'w' => number(self.of_week() as i32, 1),
            'u' => number((self.of_week() as i32 + 6) % 7 + 1, 1),
            'H' | 'M' | 'S' => number(0, 2),
            'I' => number(12, 2),
            'f' => number(0, 6),
            'p' => out.push_str("AM"),
            'B' => out.push_str(MONTHS[self.month]),
            'b' | 'h' => out.push_str(&MONTHS[self.month][..3]),
            'A' => out.push_str(DAYS[self.of_week()]),
            'a' => out.push_str(&DAYS[self.of_week()][..3]),
            'F' => out.push_str(&self.format("%Y-%m-%d")?),
            'D' => out.push_str(&self.format("%m/%d/%y")?),
            'T' => out.push_str("00:00:00"),
            'Z' | 'z' => {}
            '%' => out.push('%'),
            _ => return None,
        }
        Some(())
    }
}
