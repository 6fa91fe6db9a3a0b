//! Chance is a seam like time: each request gets a generator from a seed, and a retried transaction restarts it, so
//! that a retry makes the same ids.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng};

/// A cryptographic generator (ChaCha20) that remembers its seed.
#[derive(Clone)]
pub struct Rng {
    seed: [u8; 32],
    inner: ChaCha20Rng,
}

impl Rng {
    /// A generator whose whole sequence follows from `seed`.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self { seed, inner: ChaCha20Rng::from_seed(seed) }
    }

    /// A generator for tests and demonstrations, from a small number.
    pub fn from_number(number: u64) -> Self {
        let mut seed = [0u8; 32];
        for (slot, byte) in seed.iter_mut().zip(number.to_le_bytes()) {
            *slot = byte;
        }
        Self::from_seed(seed)
    }

    /// The same sequence from its beginning.
    #[must_use]
    pub fn restarted(&self) -> Self {
        Self::from_seed(self.seed)
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0u8; N];
        self.inner.fill_bytes(&mut out);
        out
    }

    /// A random 64-bit number.
    pub fn number(&mut self) -> u64 {
        self.inner.next_u64()
    }

    /// A number in `0..bound`, every one equally likely; 0 when `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // Values past the last whole multiple of `bound` would favour small answers: draw again.
        let limit = u64::MAX - u64::MAX % bound;
        loop {
            let n = self.number();
            if n < limit {
                return n % bound;
            }
        }
    }

    /// One of `items`, or none of an empty list.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let bound = u64::try_from(items.len()).unwrap_or(u64::MAX);
        usize::try_from(self.below(bound)).ok().and_then(|i| items.get(i))
    }
}

/// The seed is as good as the sequence, so it is never printed.
impl fmt::Debug for Rng {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rng")
    }
}

/// Where seeds come from.
pub trait Entropy: Send + Sync + fmt::Debug {
    /// A fresh seed, never given twice.
    fn seed(&self) -> [u8; 32];

    /// A generator from a fresh seed.
    fn rng(&self) -> Rng {
        Rng::from_seed(self.seed())
    }
}

/// The operating system's generator: the only place in the product that reads it.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    #[expect(clippy::disallowed_methods, reason = "this is the seam every other place goes through")]
    fn seed(&self) -> [u8; 32] {
        let mut seed = [0u8; 32];
        // Without the system's entropy no secret may be made: going on would be worse than stopping.
        let filled = getrandom::fill(&mut seed);
        assert!(filled.is_ok(), "the operating system gives no random bytes");
        seed
    }
}

/// Seeds that follow from one number: tests and demonstrations.
#[derive(Debug)]
pub struct FixedEntropy {
    number: u64,
    given: AtomicU64,
}

impl FixedEntropy {
    /// A source whose seeds all follow from `number`.
    pub fn new(number: u64) -> Self {
        Self { number, given: AtomicU64::new(0) }
    }
}

impl Entropy for FixedEntropy {
    fn seed(&self) -> [u8; 32] {
        let n = self.given.fetch_add(1, Ordering::SeqCst);
        let mut source = Rng::from_number(self.number);
        source.inner.set_stream(n);
        source.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restarted_generator_repeats_itself() {
        let mut first = Rng::from_number(7);
        let drawn: Vec<u64> = (0..8).map(|_| first.number()).collect();
        let mut again = first.restarted();
        assert_eq!(drawn, (0..8).map(|_| again.number()).collect::<Vec<_>>());
    }

    #[test]
    fn below_stays_below_and_reaches_every_value() {
        let mut rng = Rng::from_number(1);
        let mut seen = [false; 6];
        for _ in 0..600 {
            seen[usize::try_from(rng.below(6)).unwrap()] = true;
        }
        assert_eq!(seen, [true; 6]);
        assert_eq!(rng.below(0), 0);
    }

    #[test]
    fn fixed_entropy_never_gives_a_seed_twice() {
        let source = FixedEntropy::new(3);
        assert_ne!(source.seed(), source.seed());
        assert_eq!(FixedEntropy::new(3).seed(), FixedEntropy::new(3).seed());
    }
}
