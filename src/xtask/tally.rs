//! Counting tests: reading what cargo's and Playwright's runners say at their end.

use std::ops::AddAssign;

/// How many tests did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
}

impl Tally {
    /// One check that is no test runner.
    pub fn one(is_passed: bool) -> Tally {
        Tally { passed: is_passed.into(), failed: (!is_passed).into(), skipped: 0 }
    }

    /// One check that was left out.
    pub const SKIPPED: Tally = Tally { passed: 0, failed: 0, skipped: 1 };

    /// Adds up what all runners in an output say.
    pub fn read(output: &str) -> Tally {
        let mut tally = Tally::default();
        for line in output.lines() {
            match line.strip_prefix("test result: ") {
                Some(result) => result.split([';', '.']).for_each(|part| tally.count(part.trim())),
                None => tally.count_playwright(line),
            }
        }
        tally
    }

    /// Whether there was any test at all.
    pub fn is_empty(self) -> bool {
        self == Tally::default()
    }

    /// Playwright ends with lines like `  12 passed (30.1s)`.
    fn count_playwright(&mut self, line: &str) {
        if line.starts_with("  ") {
            self.count(line.split(" (").next().unwrap_or(line).trim());
        }
    }

    /// `12 passed`.
    fn count(&mut self, text: &str) {
        let Some((number, what)) = text.split_once(' ') else { return };
        let Ok(number) = number.parse::<u32>() else { return };
        match what {
            "passed" => self.passed += number,
            // A test that passes only sometimes is broken.
            "failed" | "flaky" | "interrupted" => self.failed += number,
            "ignored" | "skipped" | "did not run" => self.skipped += number,
            _ => {}
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_results_are_added_up() {
        let output = "running 3 tests\ntest a ... ok\n\n\
            test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s\n\n\
            test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s\n";
        assert_eq!(Tally::read(output), Tally { passed: 6, failed: 2, skipped: 1 });
    }

    #[test]
    fn playwright_results_are_added_up_and_flaky_is_failed() {
        let output = "  ✓  1 [webgpu] › walk.spec.ts:3:1 › walks (2.1s)\n\
            \x20 1 failed\n    [webgl2] › walk.spec.ts:3:1 › walks\n  1 flaky\n  2 skipped\n  3 did not run\n  12 passed (30.1s)\n";
        assert_eq!(Tally::read(output), Tally { passed: 12, failed: 2, skipped: 5 });
    }

    #[test]
    fn talk_of_tests_is_no_result() {
        assert!(Tally::read("12 passed the door\n  my 3 passed\ntest result unknown\n  4 passed through\n").is_empty());
    }
}
