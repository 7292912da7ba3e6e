//! Interruptions on purpose: how tests stop the press at any change of the archive's folder. Release builds have none.
//!
//! A debug build reads two variables of the environment: `OFFPRINT_FAIL_AT=n` makes the n-th change fail, and `OFFPRINT_DIE_AT=n` ends the
//! program before it, as a kill would, without a chance to clean up. Where the number isn't reached, it says how many changes there were.

use std::io;

/// Counts changes and stops at one of them, if a test asked for it.
#[derive(Debug, Default)]
pub struct Interruption {
    #[cfg(debug_assertions)]
    plan: Option<planned::Plan>,
}

impl Interruption {
    /// What the environment asks for.
    pub fn from_environment() -> Self {
        Self {
            #[cfg(debug_assertions)]
            plan: planned::Plan::from_environment(),
        }
    }

    /// Is called before each change.
    ///
    /// # Errors
    /// When this is the change that is to fail.
    #[inline]
    pub fn step(&self) -> io::Result<()> {
        #[cfg(debug_assertions)]
        if let Some(plan) = &self.plan {
            plan.step()?;
        }
        Ok(())
    }
}

#[cfg(debug_assertions)]
mod planned {
    use std::env;
    use std::io;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[derive(Debug)]
    pub struct Plan {
        fails: bool,
        at: u64,
        n_steps: AtomicU64,
    }

    impl Plan {
        pub fn from_environment() -> Option<Self> {
            let number = |name| env::var(name).ok().and_then(|text| text.parse().ok());
            let fails = number("OFFPRINT_FAIL_AT").map(|at| (true, at));
            let (fails, at) = fails.or_else(|| number("OFFPRINT_DIE_AT").map(|at| (false, at)))?;
            Some(Self {
                fails,
                at,
                n_steps: AtomicU64::new(0),
            })
        }

        pub fn step(&self) -> io::Result<()> {
            let step = self.n_steps.fetch_add(1, Ordering::Relaxed) + 1;
            match self.fails {
                _ if step != self.at => Ok(()),
                true => Err(io::Error::other("a test interrupts the press here")),
                false => std::process::abort(),
            }
        }
    }

    impl Drop for Plan {
        fn drop(&mut self) {
            eprintln!("{} changes", self.n_steps.load(Ordering::Relaxed));
        }
    }
}
