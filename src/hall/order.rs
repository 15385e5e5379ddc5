//! Large numbers of keys in order.

/// Sorts keys by their bits from `first` on; those that are the same there stay in order. Radix sort from the lowest byte up: in time that
/// grows with their count alone, and in less code for the wasm than what compares.
pub fn sorted_from_bit(keys: Vec<u64>, first: u32) -> Vec<u64> {
    let mut sorting = Sorting::from_bit(keys, first);
    while sorting.step() {}
    sorting.finish()
}

/// The same in steps.
#[derive(Debug)]
pub(crate) struct Sorting {
    keys: Vec<u64>,
    sorted: Vec<u64>,
    /// What any of them has.
    all: u64,
    first: u32,
}

impl Sorting {
    pub(crate) fn from_bit(keys: Vec<u64>, first: u32) -> Self {
        let all = keys.iter().fold(0, |all, key| all | key);
        Self { sorted: vec![0; keys.len()], keys, all, first }
    }

    /// Sorts by one more byte; whether there was one.
    pub(crate) fn step(&mut self) -> bool {
        let Self { keys, sorted, all, first } = self;
        if all.checked_shr(*first).is_none_or(|rest| rest == 0) {
            return false;
        }
        let digit = |key: u64| (key >> *first) as usize & 0xff;
        let mut places = [0; 257];
        keys.iter().for_each(|key| places[digit(*key) + 1] += 1);
        (0..256).for_each(|i| places[i + 1] += places[i]);
        for key in keys.iter() {
            let place = &mut places[digit(*key)];
            sorted[*place] = *key;
            *place += 1;
        }
        core::mem::swap(keys, sorted);
        *first += 8;
        true
    }

    /// The keys in the order of the bytes so far.
    pub(crate) fn finish(self) -> Vec<u64> {
        self.keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_from_the_bit_on_stays_in_order() {
        let keys = vec![u64::MAX, 5 << 40 | 3, 5 << 40 | 1, 7, 1 << 63, 300 << 8];
        let mut expected = keys.clone();
        expected.sort_by_key(|key| key >> 8);
        assert_eq!(sorted_from_bit(keys.clone(), 8), expected);
        expected.sort_unstable();
        assert_eq!(sorted_from_bit(keys, 0), expected);
        assert!(sorted_from_bit(Vec::new(), 0).is_empty());
    }
}
