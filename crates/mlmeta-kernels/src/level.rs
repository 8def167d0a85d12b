//! Which instruction set the kernels use, decided once per process.

use std::env;
use std::error::Error;
use std::fmt;
use std::sync::OnceLock;

use crate::arch;
use crate::vector::Kernel;

/// An instruction set that the kernels are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Portable Rust.
    Scalar,
    /// aarch64 with NEON, in programs that were built with the feature `neon`.
    Neon,
    /// x86-64 with AVX2 and FMA.
    Avx2,
    /// x86-64 with AVX-512 F, BW, DQ and VL.
    Avx512,
}

impl Level {
    /// All levels, slowest first.
    pub const ALL: [Self; 4] = [Self::Scalar, Self::Neon, Self::Avx2, Self::Avx512];

    /// Returns the name that `MLMETA_SIMD` takes.
    ///
    /// ```
    /// assert_eq!(mlmeta_kernels::Level::Avx2.name(), "avx2");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Neon => "neon",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
        }
    }

    fn is_available(self) -> bool {
        match self {
            Self::Scalar => true,
            #[cfg(all(target_arch = "aarch64", feature = "neon"))]
            Self::Neon => std::arch::is_aarch64_feature_detected!("neon"),
            #[cfg(not(all(target_arch = "aarch64", feature = "neon")))]
            Self::Neon => false,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => {
                is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("fma")
            }
            #[cfg(not(target_arch = "x86_64"))]
            Self::Avx2 | Self::Avx512 => false,
        }
    }
}

/// Why no level could be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LevelError {
    /// `MLMETA_SIMD` holds a word that is no level.
    Unknown {
        /// The word that was given.
        given: String,
    },
    /// The processor lacks the level that was asked for.
    Unavailable {
        /// The level that was asked for.
        wanted: Level,
        /// The best level that the processor has.
        best: Level,
    },
}

impl fmt::Display for LevelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { given } => {
                write!(
                    f,
                    "MLMETA_SIMD={given:?} is no SIMD level; expected one of 'scalar', 'neon', 'avx2', 'avx512'"
                )
            }
            Self::Unavailable { wanted, best } => write!(
                f,
                "this processor lacks the SIMD level '{}'; the best it has is '{}'. Unset MLMETA_SIMD_REQUIRE to let \
                 mlmeta fall back to it",
                wanted.name(),
                best.name()
            ),
        }
    }
}

impl Error for LevelError {}

/// The proof that the processor has a [`Level`]. There is no way to make one for a level that it lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Simd(Level);

impl Simd {
    /// Returns the level of this process: the best one, or what `MLMETA_SIMD` names.
    ///
    /// A level that the processor lacks falls back to the best one, unless `MLMETA_SIMD_REQUIRE=1`.
    /// The environment is read once; later changes have no effect.
    ///
    /// # Errors
    /// [`LevelError::Unknown`] for a name that is no level, [`LevelError::Unavailable`] when a fallback is forbidden.
    ///
    /// ```
    /// let simd = mlmeta_kernels::Simd::detect()?;
    /// println!("{}", simd.level().name());
    /// # Ok::<(), mlmeta_kernels::LevelError>(())
    /// ```
    pub fn detect() -> Result<Self, LevelError> {
        static CHOSEN: OnceLock<Result<Simd, LevelError>> = OnceLock::new();
        CHOSEN
            .get_or_init(|| {
                let given = env::var_os("MLMETA_SIMD").map(|word| word.to_string_lossy().into_owned());
                let require = env::var_os("MLMETA_SIMD_REQUIRE").is_some_and(|word| word == "1");
                Self::choose(given.as_deref(), require)
            })
            .clone()
    }

    /// Returns `level` if the processor has it.
    ///
    /// # Errors
    /// [`LevelError::Unavailable`].
    pub fn with(level: Level) -> Result<Self, LevelError> {
        if level.is_available() {
            Ok(Self(level))
        } else {
            Err(LevelError::Unavailable { wanted: level, best: Self::best().0 })
        }
    }

    /// Returns every level that the processor has, slowest first.
    #[must_use]
    pub fn available() -> Vec<Self> {
        Level::ALL.into_iter().filter(|level| level.is_available()).map(Self).collect()
    }

    /// Returns the level this is the proof of.
    #[must_use]
    pub const fn level(self) -> Level {
        self.0
    }

    fn best() -> Self {
        Self(Level::ALL.into_iter().rev().find(|level| level.is_available()).unwrap_or(Level::Scalar))
    }

    fn choose(given: Option<&str>, require: bool) -> Result<Self, LevelError> {
        let Some(given) = given.filter(|word| !word.is_empty()) else {
            return Ok(Self::best());
        };
        let wanted = Level::ALL
            .into_iter()
            .find(|level| level.name() == given)
            .ok_or_else(|| LevelError::Unknown { given: given.to_owned() })?;
        match Self::with(wanted) {
            Err(_) if !require => Ok(Self::best()),
            chosen => chosen,
        }
    }

    /// Runs `kernel` compiled for this level.
    pub(crate) fn run<K: Kernel>(self, kernel: K) -> K::Output {
        match self.0 {
            // SAFETY: the scalar level needs nothing of the processor; a kernel's own preconditions were checked by
            // the safe function that built it.
            Level::Scalar => unsafe { kernel.run::<arch::scalar::Scalar>() },
            // SAFETY: `Simd(Neon)` is only made by `with`, `available` and `best`, after `is_available`.
            #[cfg(all(target_arch = "aarch64", feature = "neon"))]
            Level::Neon => unsafe { arch::neon::run(kernel) },
            #[cfg(not(all(target_arch = "aarch64", feature = "neon")))]
            Level::Neon => unreachable!("no Simd is made for a level that the program lacks"),
            // SAFETY: `Simd(Avx2)` is only made by `with`, `available` and `best`, after `is_available`.
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => unsafe { arch::avx2::run(kernel) },
            // SAFETY: as above, for AVX-512.
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => unsafe { arch::avx512::run(kernel) },
            #[cfg(not(target_arch = "x86_64"))]
            Level::Avx2 | Level::Avx512 => {
                unreachable!("no Simd is made for a level of another architecture")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_level_names_the_valid_ones() {
        let message = Simd::choose(Some("sse9"), false).unwrap_err().to_string();
        assert!(
            message.contains("\"sse9\"") && message.contains("'scalar', 'neon', 'avx2', 'avx512'"),
            "{message}"
        );
    }

    #[test]
    fn a_named_level_is_the_level_that_runs() {
        for simd in Simd::available() {
            assert_eq!(Simd::choose(Some(simd.level().name()), true), Ok(simd));
        }
        assert_eq!(Simd::choose(None, true), Ok(Simd::best()));
    }
}
