//! How many pixels are unpacked at a time, however many cores there are.

use std::sync::{Condvar, Mutex, PoisonError};

/// Four pictures of 2048² pixels. One that is larger is made alone: a pixel takes up to 24 bytes on its way.
pub const PIXELS: u64 = 16 << 20;

/// What may be unpacked now.
pub struct Allowance {
    whole: u64,
    left: Mutex<u64>,
    returned: Condvar,
}

/// A part of an [`Allowance`], returned when it is dropped.
pub struct Share<'a> {
    of: &'a Allowance,
    amount: u64,
}

impl Allowance {
    /// Of `whole` pixels.
    pub fn new(whole: u64) -> Self {
        Self { whole, left: Mutex::new(whole), returned: Condvar::new() }
    }

    /// Waits until `amount` pixels may be unpacked; until nothing else is, when they are more than the whole.
    pub fn take(&self, amount: u64) -> Share<'_> {
        let amount = amount.min(self.whole);
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let left = self.returned.wait_while(left, |left| *left < amount);
        *left.unwrap_or_else(PoisonError::into_inner) -= amount;
        Share { of: self, amount }
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        *self.of.left.lock().unwrap_or_else(PoisonError::into_inner) += self.amount;
        self.of.returned.notify_all();
    }
}
