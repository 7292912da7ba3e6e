//! placeholder

mod case_fold;
pub mod name;
