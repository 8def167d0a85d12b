//! The random stream of `NumPy`'s `RandomState`: the Mersenne Twister MT19937.
//!
//! Source: Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random number
//! generator", ACM TOMACS 8(1), 1998; seeding as in their revision of 2002, which `NumPy` uses.

const LENGTH: usize = 624;
const SHIFT: usize = 397;

/// An MT19937 generator, draw for draw the one of `numpy.random.RandomState`.
///
/// ```
/// let mut stream = mlmeta_cluster::Mt19937::from_seed(0);
/// assert_eq!(stream.next_double(), 0.548_813_503_927_324_8);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mt19937 {
    key: [u32; LENGTH],
    position: usize,
}

impl Mt19937 {
    /// Returns the generator of `RandomState(seed)`.
    #[must_use]
    pub fn from_seed(seed: u32) -> Self {
        let mut key = [0; LENGTH];
        let mut word = seed;
        for (index, cell) in (1_u32..).zip(&mut key) {
            *cell = word;
            word = 1_812_433_253_u32.wrapping_mul(word ^ (word >> 30)).wrapping_add(index);
        }
        Self { key, position: LENGTH }
    }

    /// Returns the generator of `RandomState(seeds)` for an array of seeds; an empty one counts as `[0]`.
    #[must_use]
    pub fn from_seeds(seeds: &[u32]) -> Self {
        let seeds = if seeds.is_empty() { &[0] } else { seeds };
        let mut key = Self::from_seed(19_650_218).key;
        let mut index = 1;
        let step = |index: &mut usize, key: &mut [u32; LENGTH]| {
            *index += 1;
            if *index == LENGTH {
                key[0] = key[LENGTH - 1];
                *index = 1;
            }
        };
        let mixed = |key: &[u32; LENGTH], index: usize| key[index - 1] ^ (key[index - 1] >> 30);
        for (number, seed) in (0..seeds.len()).zip(seeds.iter()).cycle().take(LENGTH.max(seeds.len())) {
            key[index] = (key[index] ^ mixed(&key, index).wrapping_mul(1_664_525))
                .wrapping_add(*seed)
                .wrapping_add(number as u32);
            step(&mut index, &mut key);
        }
        for _ in 1..LENGTH {
            key[index] =
                (key[index] ^ mixed(&key, index).wrapping_mul(1_566_083_941)).wrapping_sub(index as u32);
            step(&mut index, &mut key);
        }
        key[0] = 0x8000_0000;
        Self { key, position: LENGTH }
    }

    /// Returns the generator of a state `(key, position)` as `RandomState.get_state` gives it, or `None` unless there
    /// are 624 words and the position is at most 624.
    ///
    /// ```
    /// use mlmeta_cluster::Mt19937;
    /// let stream = Mt19937::from_seed(3);
    /// assert_eq!(Mt19937::from_state(stream.key(), stream.position()), Some(stream));
    /// assert_eq!(Mt19937::from_state(&[1, 2, 3], 0), None);
    /// ```
    #[must_use]
    pub fn from_state(key: &[u32], position: usize) -> Option<Self> {
        let key = key.try_into().ok()?;
        (position <= LENGTH).then_some(Self { key, position })
    }

    /// Returns the 624 words of the state.
    #[must_use]
    pub fn key(&self) -> &[u32] {
        &self.key
    }

    /// Returns how many of the words were drawn.
    #[must_use]
    pub fn position(&self) -> usize {
        self.position
    }

    /// Draws 32 bits.
    pub fn next_u32(&mut self) -> u32 {
        if self.position == LENGTH {
            self.refill();
        }
        let mut word = self.key[self.position];
        self.position += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    /// Draws a float64 in `[0, 1)` with 53 random bits: `RandomState.random_sample()`.
    pub fn next_double(&mut self) -> f64 {
        let high = f64::from(self.next_u32() >> 5);
        let low = f64::from(self.next_u32() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    fn refill(&mut self) {
        for index in 0..LENGTH {
            let joined = (self.key[index] & 0x8000_0000) | (self.key[(index + 1) % LENGTH] & 0x7fff_ffff);
            let twist = if joined & 1 == 1 { 0x9908_b0df } else { 0 };
            self.key[index] = self.key[(index + SHIFT) % LENGTH] ^ (joined >> 1) ^ twist;
        }
        self.position = 0;
    }
}
