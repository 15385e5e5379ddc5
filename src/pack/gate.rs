//! Who may work at the same time: as many as there is memory for.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Lets in what is together no more than it holds; what is more than that alone comes in alone.
pub struct Gate {
    inside: Mutex<u64>,
    left: Condvar,
    holds: u64,
}

/// Being inside; over when dropped.
pub struct Pass<'a> {
    gate: &'a Gate,
    amount: u64,
}

impl Gate {
    /// A gate that holds so much.
    pub fn new(holds: u64) -> Self {
        Self { inside: Mutex::new(0), left: Condvar::new(), holds }
    }

    /// Waits until there is room.
    pub fn enter(&self, amount: u64) -> Pass<'_> {
        let is_full = |inside: &mut u64| *inside > 0 && inside.saturating_add(amount) > self.holds;
        let mut inside = self.left.wait_while(self.lock(), is_full).unwrap_or_else(PoisonError::into_inner);
        *inside = inside.saturating_add(amount);
        Pass { gate: self, amount }
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        let mut inside = self.gate.lock();
        *inside = inside.saturating_sub(self.amount);
        self.gate.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn no_more_come_in_than_it_holds() {
        let (gate, inside, most) = (Gate::new(10), AtomicU64::new(0), AtomicU64::new(0));
        thread::scope(|scope| {
            for amount in [4, 4, 4, 6, 25, 0, 10, 3] {
                let (gate, inside, most) = (&gate, &inside, &most);
                scope.spawn(move || {
                    let _pass = gate.enter(amount);
                    let together = inside.fetch_add(amount, Ordering::SeqCst) + amount;
                    // The one that is too large for it is alone.
                    assert!(together <= 10 || together == 25, "{together}");
                    most.fetch_max(together, Ordering::SeqCst);
                    thread::sleep(Duration::from_millis(3));
                    inside.fetch_sub(amount, Ordering::SeqCst);
                });
            }
        });
        assert_eq!((most.into_inner(), *gate.lock()), (25, 0));
    }
}
