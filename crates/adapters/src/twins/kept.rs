//! Bounded memory.

use std::collections::{HashMap, VecDeque};

/// Things kept by their number; when there are more than `max`, the oldest goes.
#[derive(Debug)]
pub(crate) struct Kept<V> {
    max: usize,
    order: VecDeque<String>,
    by_number: HashMap<String, V>,
}

impl<V> Kept<V> {
    /// Room for `max` things.
    pub(crate) fn new(max: usize) -> Self {
        Self { max, order: VecDeque::new(), by_number: HashMap::new() }
    }

    pub(crate) fn get(&self, number: &str) -> Option<&V> {
        self.by_number.get(number)
    }

    pub(crate) fn get_mut(&mut self, number: &str) -> Option<&mut V> {
        self.by_number.get_mut(number)
    }

    /// Keeps a thing, in the place of the one with the same number if there is one.
    pub(crate) fn put(&mut self, number: &str, thing: V) {
        if self.by_number.insert(number.to_owned(), thing).is_none() {
            self.order.push_back(number.to_owned());
        }
        while self.order.len() > self.max {
            if let Some(oldest) = self.order.pop_front() {
                self.by_number.remove(&oldest);
            }
        }
    }

    /// Everything, the newest first.
    pub(crate) fn newest(&self) -> impl Iterator<Item = &V> {
        self.order.iter().rev().filter_map(|number| self.by_number.get(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_when_it_is_full() {
        let mut kept = Kept::new(2);
        kept.put("a", 1);
        kept.put("b", 2);
        kept.put("a", 3);
        assert_eq!((kept.get("a"), kept.get("b")), (Some(&3), Some(&2)));
        kept.put("c", 4);
        assert_eq!((kept.get("a"), kept.get("b"), kept.get("c")), (None, Some(&2), Some(&4)));
        assert_eq!(kept.newest().copied().collect::<Vec<_>>(), [4, 2]);
    }
}
