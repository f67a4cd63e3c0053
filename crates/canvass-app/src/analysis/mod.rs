//! From answers to the opinion map: rows for the analysis, its findings as results, and when it is made.
//!
//! A map is a pure function of the log. What is in here decides when it is computed, and never what comes out.

mod analyst;
mod queue;
mod scheduler;

pub use scheduler::AnalysisCounts;

pub(crate) use analyst::Analyst;
pub(crate) use scheduler::{Running, Scheduler, Turn, workers};
